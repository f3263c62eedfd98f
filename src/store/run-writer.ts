import type { Run, RunEvent } from "../core/run";
import { applyRunEvent, type LiveRun } from "./apply-run-event";
import type { SchedulerPort } from "./dependencies";

/** Collects events of many runs and hands each run's new state on once a frame. */
export interface RunWriter {
  /** O(1): remembers the event and asks for a flush. */
  push(runId: string, event: RunEvent): void;
  /** Applies all that is waiting, now. */
  flush(): void;
}

/**
 * The one writer of run state. However many events arrive, `read` and `write` are called once a run and frame,
 * and deltas are joined before they touch the text.
 */
export function createRunWriter(
  scheduler: SchedulerPort,
  read: (runId: string) => LiveRun | undefined,
  write: (changed: ReadonlyMap<string, LiveRun>) => void,
): RunWriter {
  const waiting = new Map<string, RunEvent[]>();
  let cancel: (() => void) | null = null;

  const flush = () => {
    cancel?.();
    cancel = null;
    if (waiting.size === 0) return;
    const changed = new Map<string, LiveRun>();
    for (const [runId, events] of waiting) {
      const before = read(runId);
      if (before !== undefined) changed.set(runId, applyEvents(before, events));
    }
    waiting.clear();
    if (changed.size > 0) write(changed);
  };

  return {
    push(runId, event) {
      const events = waiting.get(runId);
      if (events === undefined) waiting.set(runId, [event]);
      else events.push(event);
      cancel ??= scheduler.beforePaint(() => {
        cancel = null;
        flush();
      });
    },
    flush,
  };
}

/** Applies events in order; neighbouring deltas of one kind are joined first, so that the cost is one append. */
export function applyEvents(before: LiveRun, events: readonly RunEvent[]): LiveRun {
  let live = before;
  let index = 0;
  while (index < events.length) {
    const event = events[index] as RunEvent;
    if (event.type === "text-delta" || event.type === "reasoning-delta") {
      const pieces: string[] = [];
      let next: RunEvent | undefined = event;
      while (next?.type === event.type) {
        pieces.push(next.text);
        index += 1;
        next = events[index];
      }
      live = applyRunEvent(live, { type: event.type, text: pieces.join("") });
    } else {
      live = applyRunEvent(live, event);
      index += 1;
    }
  }
  return live;
}

/** Whether a run has not ended. */
export function isGoing(run: Run): boolean {
  return run.status !== "done" && run.status !== "failed" && run.status !== "cancelled";
}
