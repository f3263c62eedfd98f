import type { RouteDecision } from "../core/route";
import type { SchedulerPort } from "./dependencies";

/** How long typing must rest before the estimate is asked for, in ms. */
const REST_MS = 180;

interface PreviewerOptions {
  scheduler: SchedulerPort;
  /** What the run would do, better known with each answer; null where there is nothing to run. */
  ask(signal: AbortSignal): AsyncIterable<RouteDecision> | null;
  show(preview: RouteDecision | null): void;
}

/** Makes the function to call whenever the answer may have changed. Late answers to older questions are dropped. */
export function createPreviewer({ scheduler, ask, show }: PreviewerOptions): () => void {
  let cancel: (() => void) | null = null;
  let asking = new AbortController();

  const answer = async () => {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const answers = ask(signal);
    if (answers === null) {
      show(null);
      return;
    }
    try {
      for await (const preview of answers) {
        if (signal.aborted) return;
        show(preview);
      }
    } catch {
      // An estimate that cannot be made is shown as unknown; the run itself will say what is wrong.
      if (!signal.aborted) show(null);
    }
  };

  return () => {
    cancel?.();
    cancel = scheduler.after(REST_MS, () => void answer());
  };
}
