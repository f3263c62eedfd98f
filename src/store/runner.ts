import { InferenceError, toWire } from "../core/errors";
import type { RouteMode } from "../core/route";
import type { Run } from "../core/run";
import type { LiveRun } from "./apply-run-event";
import type { ComparePane } from "./dependencies";
import { createGiveWay } from "./give-way";
import { createRunWriter } from "./run-writer";
import { policyOf } from "./selectors";
import type { SliceContext } from "./slice";

/** Where a runner's runs are shown. */
export interface RunBoard {
  read(runId: string): LiveRun | undefined;
  write(changed: ReadonlyMap<string, LiveRun>): void;
}

/** Told of every run's progress, for keeping it. */
export interface RunObserver {
  /** Called once a frame while text arrives, and once more when the run has ended. */
  changed(run: Run, ended: boolean): void;
}

/** Streams runs onto a board: the only way in which any page runs anything. */
export interface Runner {
  /** Streams the run, which must be on the board, to its end. Whatever happens is written there; never throws. */
  start(run: Run, mode: RouteMode, pane?: ComparePane | null): Promise<void>;
  stop(runId: string): void;
  stopAll(): void;
  /** Applies waiting events at once. */
  flush(): void;
}

/** Builds a runner around one batched writer. */
export function createRunner(
  { get, dependencies }: SliceContext,
  board: RunBoard,
  observer: RunObserver,
): Runner {
  const { scheduler } = dependencies;
  const controllers = new Map<string, AbortController>();
  const writer = createRunWriter(scheduler, board.read, (changed) => {
    board.write(changed);
    for (const live of changed.values()) observer.changed(live.run, false);
  });

  const finish = (runId: string, change: Pick<Run, "status" | "error">) => {
    writer.flush();
    const live = board.read(runId);
    if (live === undefined) return;
    const run = { ...live.run, ...change, progress: null };
    board.write(new Map([[runId, { ...live, run, retry: null, consent: null }]]));
    observer.changed(run, true);
  };

  return {
    async start(run, mode, pane = null) {
      const controller = new AbortController();
      controllers.set(run.id, controller);
      const giveWay = createGiveWay(scheduler.nowMs);
      try {
        const events = dependencies.run.stream(run.request, policyOf(get().settings, mode, run.escalation), {
          ...(pane === null ? {} : { pane }),
          signal: controller.signal,
        });
        for await (const event of events) {
          writer.push(run.id, event);
          const turn = giveWay();
          if (turn !== undefined) await turn;
        }
        finish(run.id, { status: "done", error: null });
      } catch (thrown) {
        const error = InferenceError.from(thrown);
        if (error.code === "cancelled") finish(run.id, { status: "cancelled", error: null });
        else finish(run.id, { status: "failed", error: toWire(error) });
      } finally {
        controllers.delete(run.id);
      }
    },
    stop: (runId) => controllers.get(runId)?.abort(),
    stopAll() {
      for (const controller of controllers.values()) controller.abort();
    },
    flush: writer.flush,
  };
}
