import { InferenceError, toWire } from "../core/errors";
import type { InferenceRequest } from "../core/request";
import type { RouteMode } from "../core/route";
import type { Run } from "../core/run";
import { buildRequest } from "../tasks";
import type { AppState, Verdict } from "./app-state";
import type { LiveRun } from "./apply-run-event";
import type { ComparePane } from "./dependencies";
import { createGiveWay } from "./give-way";
import { createRunWriter, isGoing } from "./run-writer";
import { currentOptions, missingInput, policyOf } from "./selectors";
import type { SliceContext } from "./slice";

/** Starting, stopping and judging runs. */
export interface RunsActions {
  /** Starts what the composer holds, in the given mode or the one that is set. Does nothing while a run is going. */
  submit(mode?: RouteMode): void;
  /** Stops every shown run. */
  stop(): void;
  /** Stops one pane; the other goes on. */
  stopPane(runId: string): void;
  /** Runs the same request again in the same pane, on the given side or where it ran. */
  runAgain(runId: string, mode?: "local" | "cloud"): void;
  judge(runId: string, editIndex: number, verdict: Verdict | null): void;
  judgeAll(runId: string, editCount: number, verdict: Verdict | null): void;
  /** Applies waiting events at once, for a page that is being hidden. */
  flush(): void;
}

/** What the runs slice tells the history slice. */
export interface RunObserver {
  /** Called about once a second while text arrives, and once more when the run has ended. */
  changed(run: Run, ended: boolean): void;
}

/** A run that was just submitted. */
export function newRun(
  request: InferenceRequest,
  details: { groupId: string; createdAt: number; location: Run["location"] },
): Run {
  return {
    id: request.id,
    groupId: details.groupId,
    createdAt: details.createdAt,
    request,
    location: details.location,
    decision: null,
    answeredBy: null,
    status: "routing",
    progress: null,
    text: "",
    reasoning: "",
    output: null,
    finishReason: null,
    metrics: null,
    error: null,
    uploadedBytes: 0,
  };
}

/** Builds the actions around one batched writer. */
export function createRunsSlice(
  { get, set, dependencies }: SliceContext,
  observer: RunObserver,
): RunsActions {
  const { scheduler, newId } = dependencies;
  const controllers = new Map<string, AbortController>();

  const putLive = (changed: ReadonlyMap<string, LiveRun>) => {
    set((state) => ({ live: { ...state.live, ...Object.fromEntries(changed) } }));
    for (const live of changed.values()) observer.changed(live.run, false);
  };
  const writer = createRunWriter(scheduler, (runId) => get().live[runId], putLive);

  const finish = (runId: string, change: Pick<Run, "status" | "error">) => {
    writer.flush();
    const live = get().live[runId];
    if (live === undefined) return;
    const run = { ...live.run, ...change, progress: null };
    set((state) => ({ live: { ...state.live, [runId]: { ...live, run, retry: null } } }));
    observer.changed(run, true);
  };

  const consume = async (run: Run, mode: RouteMode, pane: ComparePane | null) => {
    const controller = new AbortController();
    controllers.set(run.id, controller);
    const state = get();
    const giveWay = createGiveWay(scheduler.nowMs);
    try {
      const events = dependencies.run.stream(run.request, policyOf(state.settings, mode), {
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
  };

  const start = (runs: readonly Run[], shownRunIds: readonly string[]) => {
    set((state) => {
      const kept = Object.entries(state.live).filter(([id]) => shownRunIds.includes(id));
      const fresh = runs.map((run) => [run.id, { run, retry: null, fellBackFrom: null }] as const);
      return { live: Object.fromEntries([...kept, ...fresh]), shownRunIds };
    });
  };

  return {
    submit(wantedMode) {
      const state = get();
      const going = state.shownRunIds.some((id) => {
        const live = state.live[id];
        return live !== undefined && isGoing(live.run);
      });
      if (going) return;
      const missing = missingInput(state);
      if (missing !== null) {
        set({ composer: { ...state.composer, missing } });
        return;
      }
      const mode = wantedMode ?? state.settings.routeMode;
      const groupId = newId();
      const createdAt = scheduler.dateMs();
      const sides = mode === "compare" ? (["local", "cloud"] as const) : ([null] as const);
      const runs = sides.map((pane) => {
        const request = requestOf(state, newId());
        const forced = mode === "local" || mode === "cloud" ? mode : null;
        return newRun(request, { groupId, createdAt, location: pane ?? forced });
      });
      start(
        runs,
        runs.map((run) => run.id),
      );
      runs.forEach((run, index) => {
        void consume(run, mode, sides[index] ?? null);
      });
    },

    stop() {
      for (const controller of controllers.values()) controller.abort();
    },

    stopPane(runId) {
      controllers.get(runId)?.abort();
    },

    runAgain(runId, wantedMode) {
      const state = get();
      const before = state.live[runId]?.run;
      if (before === undefined || isGoing(before)) return;
      const request = { ...before.request, id: newId() };
      const inCompare = state.shownRunIds.length > 1;
      const side = wantedMode ?? before.location ?? null;
      const run = newRun(request, { groupId: before.groupId, createdAt: scheduler.dateMs(), location: side });
      start(
        [run],
        state.shownRunIds.map((id) => (id === runId ? run.id : id)),
      );
      const mode = inCompare && wantedMode === undefined ? "compare" : (wantedMode ?? modeOf(before));
      void consume(run, mode, mode === "compare" ? side : null);
    },

    judge(runId, editIndex, verdict) {
      set((state) => {
        const { [editIndex]: _, ...others } = state.verdicts[runId] ?? {};
        const next = verdict === null ? others : { ...others, [editIndex]: verdict };
        return { verdicts: { ...state.verdicts, [runId]: next } };
      });
    },

    judgeAll(runId, editCount, verdict) {
      const next: Record<number, Verdict> = {};
      if (verdict !== null) for (let index = 0; index < editCount; index += 1) next[index] = verdict;
      set((state) => ({ verdicts: { ...state.verdicts, [runId]: next } }));
    },

    flush: writer.flush,
  };
}

/** The request that the composer holds, under a fresh id. */
export function requestOf(state: AppState, id: string): InferenceRequest {
  const { composer } = state;
  return buildRequest(
    composer.task,
    { text: composer.text, options: currentOptions(state) },
    {
      id,
      attachments: composer.attachments.map((each) => each.attachment),
      sensitivity: composer.sensitive ? "sensitive" : "normal",
    },
  );
}

function modeOf(run: Run): RouteMode {
  return run.decision?.policy.mode ?? run.location ?? "auto";
}
