import { waitUntilAtRest } from "../../e2e/fixtures/app-at-rest";
import { AppPage } from "../../e2e/fixtures/app-page";
import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { installPaintWatch } from "../decode/paint-watch";
import { traceMainThread } from "../main-thread";
import { msWords, type Row, type Section } from "../report";
import { letterAnswer, markdownAnswer, numberedAnswer, type StreamedAnswer } from "./answers";
import { startSseServer } from "./sse-server";

const EVENTS_PER_MS = 200;
const LONGEST_TASK_MS = 50;

/** What a very fast stream from the cloud side costs the page. */
export async function streamSection(context: BenchContext): Promise<Section> {
  const server = await startSseServer();
  try {
    const rows = await withBrowser("none", async (browser) => {
      const page = await (await browser.newContext()).newPage();
      await page.addInitScript(installPaintWatch);
      const app = new AppPage(page, context.site);
      await app.goto();
      await waitUntilAtRest(app);
      await app.useEndpoint({ baseUrl: server.baseUrl, key: "sk-bench", model: "bench-model" });
      await app.chooseTask("Free prompt");
      await app.chooseRoute("Cloud");
      await app.prompt.fill("Write as fast as you can.");

      const measure = async (answer: StreamedAnswer): Promise<Row[]> => {
        server.answerWith(answer.pieces, EVENTS_PER_MS);
        const { result, tasks } = await traceMainThread(browser, page, () =>
          page.evaluate(() => window.paintWatch.run("Cloud")),
        );
        if (result.status !== "Done") throw new Error(`the stream ended with “${result.status}”`);
        const { paintedFrames, frames, changes } = result;
        const shown = await page.evaluate(() => window.paintWatch.text("Cloud"));
        const lost = lostParts(answer, shown);
        const numbers = { tasks, paints: result.paints.length, eventsPerMs: server.lastRate(), lost };
        return [
          {
            name: `${answer.label}, sent at ${server.lastRate().toFixed(0)} a ms: lost`,
            figure: String(lost),
            aim: "0",
            isMet: lost === 0,
            numbers,
          },
          {
            name: "· longest task of the main thread",
            figure: `${msWords(tasks.longestCpuMs)} of processor time, ${msWords(tasks.longestMs)} with waiting; ${tasks.over50Ms} of ${tasks.tasks.toLocaleString("en")} over ${LONGEST_TASK_MS} ms`,
            aim: `at most ${LONGEST_TASK_MS} ms`,
            isMet: tasks.longestCpuMs <= LONGEST_TASK_MS,
            numbers: {},
          },
          {
            name: "· frames that painted a change, of all frames",
            figure: `${paintedFrames} of ${frames}, ${(changes / paintedFrames).toFixed(2)} changes of the page in each`,
            aim: "one paint a frame",
            numbers: { paintedFrames, frames, changes },
          },
        ];
      };
      // The first answer loads what draws Markdown.
      await measure(numberedAnswer(200));
      return [
        ...(await measure(numberedAnswer(20_000))),
        ...(await measure(letterAnswer(20_000))),
        ...(await measure(markdownAnswer(400_000))),
      ];
    });
    return {
      title: `A stream of ${EVENTS_PER_MS} events a millisecond`,
      rows,
      notes: [
        "Tasks are judged by their processor time: on a machine that is shared, a task also waits for its turn. The one at the end of the answer, in which the browser's inspector decodes all bytes once more for the bench, is left out.",
      ],
    };
  } finally {
    await server.close();
  }
}

/** Words, or letters, of the answer that are missing from what is shown; Markdown's own marks are neither. */
function lostParts({ pieces, part }: StreamedAnswer, shown: string): number {
  const left = new Map<string, number>();
  for (const [found] of shown.matchAll(part)) left.set(found, (left.get(found) ?? 0) + 1);
  let lost = 0;
  for (const [found] of pieces.join("").matchAll(part)) {
    const count = left.get(found) ?? 0;
    if (count === 0) lost += 1;
    else left.set(found, count - 1);
  }
  return lost;
}
