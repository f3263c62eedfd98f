import type { Browser, Page } from "@playwright/test";

/** The tasks of a page's main thread while something went on. */
export interface MainThreadTasks {
  /** From start to end; on a busy machine also the time in which it had no processor. */
  longestMs: number;
  /** Processor time alone. */
  longestCpuMs: number;
  /** What the task of the most processor time did, by the browser's own names, in ms, longest first. */
  longestDid: Readonly<Record<string, number>>;
  /** Tasks of more than 50 ms of processor time. */
  over50Ms: number;
  tasks: number;
  /** Processor time of each task that set {@link TASK_MARK}, in their order. */
  markedCpuMs: readonly number[];
  /** Processor time of the main thread in all. */
  cpuMs: number;
  /** Processor time of the page's busiest worker in all. */
  workerCpuMs: number;
}

/** The mark that tells which tasks are meant; for `performance.mark`. */
export const TASK_MARK = "bench-task";

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** Microseconds; `tdur` is processor time. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { frames?: { url: string; processId?: number }[] } };
}

const LONG_TASK_MS = 50;
const CATEGORIES = [
  "devtools.timeline",
  "disabled-by-default-devtools.timeline",
  "blink",
  "blink.user_timing",
];
const TASK_NAME = "RunTask";
/** At the end of each answer the browser's own inspector, which drives it, decodes all its bytes once more. */
const INSPECTOR_WORK = "ResponseBodyLoader::DidFinishLoadingBody";

/**
 * Does `work` while the browser notes every task of the page's main thread. The browser must have no other page that
 * is busy. @throws Error where the browser's notes do not name the page's thread
 */
export async function traceMainThread<Result>(
  browser: Browser,
  page: Page,
  work: () => Promise<Result>,
): Promise<{ result: Result; tasks: MainThreadTasks }> {
  await browser.startTracing(page, { categories: CATEGORIES });
  let result: Result;
  let trace: Buffer;
  try {
    result = await work();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString("utf8")) as { traceEvents: TraceEvent[] };
  return { result, tasks: readTasks(traceEvents, page.url()) };
}

function readTasks(events: readonly TraceEvent[], url: string): MainThreadTasks {
  const frames = events.find(({ name }) => name === "TracingStartedInBrowser")?.args?.data?.frames ?? [];
  const { origin } = new URL(url);
  const process = frames.find((frame) => frame.url.startsWith(origin))?.processId;
  const thread = events.find(
    ({ name, pid, args }) => name === "thread_name" && pid === process && args?.name === "CrRendererMain",
  );
  if (thread === undefined) throw new Error("the trace does not name the page's main thread");
  const own = events.filter(({ pid, tid, ph }) => pid === thread.pid && tid === thread.tid && ph === "X");
  const inspected = own.filter(({ name }) => name === INSPECTOR_WORK);
  const tasks = own.filter(
    (event) => event.name === TASK_NAME && !inspected.some((work) => isInside(work, event)),
  );
  if (tasks.length === 0) throw new Error("the trace holds no tasks of the page's main thread");
  const wallMs = (event: TraceEvent) => (event.dur ?? 0) / 1000;
  const marks = events.filter(
    ({ name, pid, tid }) => name === TASK_MARK && pid === thread.pid && tid === thread.tid,
  );
  const heaviest = tasks.reduce((most, task) => (cpuMs(task) > cpuMs(most) ? task : most));
  const parts = new Map<string, number>();
  for (const event of own) {
    if (isInside(event, heaviest) && event.name !== TASK_NAME) {
      parts.set(event.name, (parts.get(event.name) ?? 0) + cpuMs(event));
    }
  }
  return {
    longestMs: tasks.reduce((most, task) => Math.max(most, wallMs(task)), 0),
    longestCpuMs: cpuMs(heaviest),
    longestDid: Object.fromEntries([...parts].sort(([, a], [, b]) => b - a).slice(0, 8)),
    over50Ms: tasks.filter((task) => cpuMs(task) > LONG_TASK_MS).length,
    tasks: tasks.length,
    cpuMs: tasks.reduce((sum, task) => sum + cpuMs(task), 0),
    workerCpuMs: busiestWorkerMs(events, thread.pid),
    markedCpuMs: marks.map(({ ts }) => {
      const around = tasks.filter((task) => task.ts <= ts && ts <= task.ts + (task.dur ?? 0));
      return around.reduce((most, task) => Math.max(most, cpuMs(task)), 0);
    }),
  };
}

function isInside(event: TraceEvent, task: TraceEvent): boolean {
  return event.ts >= task.ts && event.ts + (event.dur ?? 0) <= task.ts + (task.dur ?? 0);
}

function cpuMs({ tdur, dur = 0 }: TraceEvent): number {
  return (tdur ?? dur) / 1000;
}

function busiestWorkerMs(events: readonly TraceEvent[], process: number): number {
  const workers = events.filter(
    ({ name, pid, args }) =>
      name === "thread_name" && pid === process && args?.name?.startsWith("DedicatedWorker") === true,
  );
  const sums = workers.map(({ tid }) =>
    events.reduce(
      (sum, event) =>
        event.pid === process && event.tid === tid && event.name === TASK_NAME ? sum + cpuMs(event) : sum,
      0,
    ),
  );
  return Math.max(0, ...sums);
}
