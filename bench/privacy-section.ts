import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import { msWords, type Row, type Section, spreadWords } from "./report";
import { median, quantile, spreadOf } from "./statistics";

const SIZES = [1_000, 10_000, 100_000];
const ROUNDS = 20;

/** Detection by patterns and redaction, against regular expressions alone. */
export async function privacySection(context: BenchContext): Promise<Section> {
  const rows = await withBrowser("none", async (browser) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(context.bench.url);
    const found: Row[] = [];
    for (const characters of SIZES) {
      const figures = await page.evaluate(([size, rounds]) => window.bench.privacy(size, rounds), [
        characters,
        ROUNDS,
      ] as const);
      const size = `${characters.toLocaleString("en")} characters`;
      found.push({
        name: `Detection by patterns, ${size}`,
        figure: `${timeWords(figures.detectMs)}; ${ratioWords(figures.detectMs, figures.expressionsMs)} times its expressions alone (${msWords(median(figures.expressionsMs))})`,
        numbers: { detectMs: figures.detectMs, expressionsMs: figures.expressionsMs, found: figures.found },
      });
      found.push({
        name: `Redaction of the ${figures.found} found, ${size}`,
        figure: `${timeWords(figures.redactMs)}; ${ratioWords(figures.redactMs, figures.replaceMs)} times one replace (${msWords(median(figures.replaceMs))}); restoring ${timeWords(figures.restoreMs)}`,
        numbers: { redactMs: figures.redactMs, replaceMs: figures.replaceMs, restoreMs: figures.restoreMs },
      });
    }
    return found;
  });
  return {
    title: "Private text: detection and redaction on the page",
    rows,
    notes: [
      "Beyond its expressions detection folds look-alike characters, reads escapes and encoded text, checks digits and merges; redaction looks for every other writing of what was found. The tagger of names is among the specialists.",
    ],
  };
}

const timeWords = (times: readonly number[]): string =>
  `${msWords(median(times))}, p95 ${msWords(quantile(times, 0.95))}`;

function ratioWords(times: readonly number[], reference: readonly number[]): string {
  return spreadWords(
    spreadOf(times.map((ms, index) => ms / Math.max(reference[index] ?? Number.NaN, 0.01))),
    1,
  );
}
