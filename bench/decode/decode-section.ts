import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { startModelServer } from "../models/model-server";
import { type Row, type Section, spreadWords } from "../report";
import { largeModel, smallModel } from "./bench-model";
import { type DecodeFigures, measureDecode } from "./measure-decode";

const AIM = 0.95;

/** Decoding through the whole app, to painted text, over a bare loop on the same model. */
export async function decodeSection(context: BenchContext): Promise<Section> {
  const small = smallModel();
  const large = largeModel();
  const models = await startModelServer({ [small.name]: small.files, [large.name]: large.files });
  const shared = { site: context.site, benchUrl: context.bench.url, models };
  const { hasTransformers } = context;
  const rows: Row[] = [];
  const notes = [
    "A ratio is the rate of the app, from the first painted token to the last, over the rate of the bare loop for the same tokens in the same round.",
  ];
  try {
    await withBrowser("none", async (browser) => {
      const plan = { ...shared, browser, provider: "wasm", hasTransformers } as const;
      const figures = await measureDecode(large, { ...plan, hasTransformers: false, limit: 48, rounds: 7 });
      rows.push(...rowsOf(`WASM, ${large.label}`, figures));
      const smallFigures = await measureDecode(small, { ...plan, limit: 240, rounds: 9 });
      rows.push(...rowsOf(`WASM, ${small.label}`, smallFigures));
    });
    await withBrowser("software", async (browser) => {
      const page = await browser.newPage();
      await page.goto(context.site.origin);
      const hasAdapter = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
      await page.close();
      if (!hasAdapter) {
        notes.push("WebGPU was left out: this browser has no software adapter.");
        return;
      }
      const plan = { ...shared, browser, provider: "webgpu", hasTransformers: false } as const;
      const figures = await measureDecode(small, { ...plan, limit: 24, rounds: 3 });
      rows.push(...rowsOf(`WebGPU on a software adapter, ${small.label}`, figures));
    });
  } finally {
    await models.close();
  }
  return { title: "Decoding: the whole app over a bare loop", rows, notes };
}

function rowsOf(name: string, figures: DecodeFigures): Row[] {
  const { ratio, noise, bareMsPerToken, appMsPerToken, engineMsPerToken, cpu, transformers } = figures;
  const micros = (ms: number) => `${(ms * 1000).toFixed(0)} µs`;
  const added = (ms: number) => `${micros(ms - bareMsPerToken)} more a token`;
  return [
    {
      name: `${name}, ${figures.tokens} tokens, ${figures.rounds} rounds`,
      figure: spreadWords(ratio),
      aim: `at least ${AIM}`,
      isMet: ratio.median >= AIM,
      numbers: { ...figures },
    },
    {
      name: "· a token in the bare loop, in the engine, to the paint",
      figure: [bareMsPerToken, engineMsPerToken, appMsPerToken].map((ms) => `${ms.toFixed(2)} ms`).join(", "),
      numbers: {},
    },
    {
      name: "· bare loop over the app's worker, by processor time",
      figure: `${spreadWords(cpu.ratio)}; ${micros(cpu.appWorkerMs - cpu.bareMs)} more a token, and ${micros(cpu.appMainMs)} on the main thread`,
      numbers: {},
    },
    { name: "· the bare loop over itself, run for run (noise)", figure: spreadWords(noise), numbers: {} },
    ...(transformers === undefined
      ? []
      : [
          {
            name: "· Transformers.js over the bare loop, same runtime",
            figure: `${spreadWords(transformers.ratio)}; ${added(transformers.msPerToken)}, our engine ${added(engineMsPerToken)}`,
            numbers: {},
          },
        ]),
  ];
}
