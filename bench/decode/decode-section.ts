import type { Browser } from "@playwright/test";
import { startModelHost } from "../../e2e/fixtures/model-host/model-host";
import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { type Row, type Section, spreadWords } from "../report";
import { type BenchModel, largeModel, smallModel } from "./bench-model";
import { type DecodeFigures, measureDecode } from "./measure-decode";

const AIM = 0.95;

const NOTE =
  "The ratio is the rate of the app, from the first painted token to the last, over the rate of the bare loop for the same tokens in the same round.";

/** What one model is measured with. */
interface Trial {
  title: string;
  model: BenchModel;
  provider: "wasm" | "webgpu";
  limit: number;
  rounds: number;
  hasTransformers: boolean;
}

/** A model in which computing outweighs all else, as in one that is of use. */
export function largeDecodeSection(context: BenchContext): Promise<Section> {
  return decodeSection(context, {
    title: "Decoding on WASM: the whole app over a bare loop",
    model: largeModel(),
    provider: "wasm",
    limit: 48,
    rounds: 7,
    hasTransformers: false,
  });
}

/** A model so small that only overhead is left. */
export function smallDecodeSection(context: BenchContext): Promise<Section> {
  return decodeSection(context, {
    title: "Decoding on WASM, a model so small that overhead is all",
    model: smallModel(),
    provider: "wasm",
    limit: 240,
    rounds: 9,
    hasTransformers: context.hasTransformers,
  });
}

/** The same on WebGPU; the software adapter takes so long for a token that few must do. */
export function webGpuDecodeSection(context: BenchContext): Promise<Section> {
  return decodeSection(context, {
    title: "Decoding on WebGPU, software adapter",
    model: smallModel(),
    provider: "webgpu",
    limit: 24,
    rounds: 3,
    hasTransformers: false,
  });
}

async function decodeSection({ site, bench }: BenchContext, trial: Trial): Promise<Section> {
  const { title, model, provider } = trial;
  const models = await startModelHost(model.files);
  try {
    return await withBrowser(provider === "webgpu" ? "software" : "none", async (browser) => {
      if (provider === "webgpu" && !(await hasAdapter(browser, site.origin))) {
        return { title, rows: [], notes: ["Left out: this browser has no software adapter."] };
      }
      const plan = { ...trial, browser, site, benchUrl: bench.url, models };
      const figures = await measureDecode(model, plan);
      return { title, rows: rowsOf(model.label, figures), notes: [NOTE] };
    });
  } finally {
    await models.close();
  }
}

async function hasAdapter(browser: Browser, url: string): Promise<boolean> {
  const page = await browser.newPage();
  await page.goto(url);
  const found = await page.evaluate(async () => (await navigator.gpu?.requestAdapter()) != null);
  await page.close();
  return found;
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
