import { ONNX_SPECIALISTS } from "../src/engines/onnx/models";
import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import { proseOfWords } from "./prose";
import { msWords, type Row, type Section, spreadWords } from "./report";
import { median, quantile, spreadOf } from "./statistics";

const WORDS = 128;
const ROUNDS = 30;

/** Each embedded specialist over the bare passes through its own graph. */
export async function specialistsSection(context: BenchContext): Promise<Section> {
  const text = proseOfWords(WORDS);
  const rows = await withBrowser("none", async (browser) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(context.bench.url);
    const found: Row[] = [];
    for (const { label, source } of ONNX_SPECIALISTS) {
      if (source.type !== "embedded") throw new Error(`${label} is not embedded`);
      const call = { folder: source.folder, text, rounds: ROUNDS };
      const { wholeMs, bareMs, passes } = await page.evaluate((one) => window.bench.specialist(one), call);
      const hasGraph = bareMs.length > 0;
      const ratio = hasGraph
        ? spreadOf(wholeMs.map((ms, index) => ms / (bareMs[index] ?? Number.NaN)))
        : null;
      found.push({
        name: `${label}, ${WORDS} words`,
        figure:
          ratio === null
            ? `${msWords(median(wholeMs))}, p95 ${msWords(quantile(wholeMs, 0.95))}; no graph of its own`
            : `${msWords(median(wholeMs))}, p95 ${msWords(quantile(wholeMs, 0.95))}; ${spreadWords(ratio, 1)} times ${passes} bare passes of ${msWords(median(bareMs))} in all`,
        numbers: { wholeMs, bareMs, passes },
      });
    }
    return found;
  });
  return {
    title: "Embedded specialists on WASM, one thread",
    rows,
    notes: [
      "What a specialist takes beyond its graph is reading the text: tokens, features, candidates, rules.",
    ],
  };
}
