import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import { traceMainThread } from "./main-thread";
import { msWords, type Row, type Section } from "./report";
import { quantile } from "./statistics";

const SIZES = [1_000, 10_000, 100_000];
/** A free prompt is also judged by how hard it is. */
const PLAN_WORDS = {
  proofread: "estimates and token estimate",
  prompt: "with the difficulty of a free prompt",
} as const;
const PLANS = (["proofread", "prompt"] as const).flatMap((task) =>
  SIZES.map((characters) => [task, characters] as const),
);
const PLAN_ROUNDS = 200;
const COUNT_ROUNDS = 20;
/** For the size that is judged. */
const AIM = { characters: 10_000, p95Ms: 5 };

/** What the page computes before a run, and the exact count that its worker makes meanwhile. */
export async function routingSection(context: BenchContext): Promise<Section> {
  const rows = await withBrowser("none", async (browser) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(context.bench.url);
    const found: Row[] = [];
    for (const [task, characters] of PLANS) {
      const { tasks } = await traceMainThread(browser, page, () =>
        page.evaluate(([size, rounds, planned]) => window.bench.routing.plan(size, rounds, planned), [
          characters,
          PLAN_ROUNDS,
          task,
        ] as const),
      );
      const { markedCpuMs } = tasks;
      if (markedCpuMs.length !== PLAN_ROUNDS) throw new Error("the trace lost rounds of the router");
      const p50 = quantile(markedCpuMs, 0.5);
      const p95 = quantile(markedCpuMs, 0.95);
      found.push({
        name: `Router, ${PLAN_WORDS[task]}, ${characters.toLocaleString("en")} characters`,
        figure: `p50 ${msWords(p50)}, p95 ${msWords(p95)}`,
        ...(characters === AIM.characters
          ? { aim: `p95 under ${AIM.p95Ms} ms`, isMet: p95 < AIM.p95Ms }
          : {}),
        numbers: { p50Ms: p50, p95Ms: p95, rounds: markedCpuMs.length },
      });
    }
    for (const characters of SIZES) {
      const { result, tasks } = await traceMainThread(browser, page, () =>
        page.evaluate(([size, rounds]) => window.bench.routing.count(size, rounds), [
          characters,
          COUNT_ROUNDS,
        ] as const),
      );
      const p50 = quantile(result.countMs, 0.5);
      const p95 = quantile(result.countMs, 0.95);
      found.push({
        name: `${result.exact ? "Exact count" : "Count (given up at its limit)"} in its worker, ${characters.toLocaleString("en")} characters`,
        figure: `p50 ${msWords(p50)}, p95 ${msWords(p95)}; longest task of the main thread ${msWords(tasks.longestCpuMs)}`,
        numbers: { p50Ms: p50, p95Ms: p95, tokens: result.tokens, exact: result.exact, mainThread: tasks },
      });
    }
    return found;
  });
  return {
    title: "Before a run: where it goes and what it will take",
    rows,
    notes: [
      "The router's time is the processor time of one whole decision on the page: request, token estimate, time and cost of both sides, rules. The count's time is what the page waits, for its worker and for its turn; a run never waits for it longer than 200 ms.",
    ],
  };
}
