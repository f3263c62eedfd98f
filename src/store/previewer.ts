import type { RouteDecision } from "../core/route";
import type { SchedulerPort } from "./dependencies";

/** How long typing must rest before the estimate is asked for, in ms. */
const REST_MS = 180;

interface PreviewerOptions {
  scheduler: SchedulerPort;
  /** What the run would do; null where there is nothing to run. */
  ask(): Promise<RouteDecision> | null;
  show(preview: RouteDecision | null): void;
}

/** Makes the function to call whenever the answer may have changed. Late answers to older questions are dropped. */
export function createPreviewer({ scheduler, ask, show }: PreviewerOptions): () => void {
  let cancel: (() => void) | null = null;
  let turn = 0;

  const answer = async () => {
    turn += 1;
    const own = turn;
    const asked = ask();
    if (asked === null) {
      show(null);
      return;
    }
    // An estimate that cannot be made is shown as unknown; the run itself will say what is wrong.
    const preview = await asked.catch(() => null);
    if (own === turn) show(preview);
  };

  return () => {
    cancel?.();
    cancel = scheduler.after(REST_MS, () => void answer());
  };
}
