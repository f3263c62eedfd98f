import type { InferenceRequest } from "../core/request";
import type { RouteMode } from "../core/route";
import type { Escalation, Run } from "../core/run";
import { buildRequest } from "../tasks";
import { type AppState, NO_CHOICES, type Verdict } from "./app-state";
import { canContinue, continuedRequest, partsBefore } from "./continued-run";
import { escalationByRule } from "./follow-rule";
import { noteOtherSide } from "./note-other-side";
import { isGoing } from "./run-writer";
import { createRunner, type RunBoard, type RunObserver } from "./runner";
import { currentOptions, missingInput, workIsGoing } from "./selectors";
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
  /** Asks the cloud the same after an answer of the device that looks wrong, and that stays. */
  escalate(escalation: Escalation): void;
  /** Goes on, on the given side, with the answer of a run that broke off. Does nothing where there is no such answer. */
  continueRun(runId: string, side: "local" | "cloud"): void;
  judge(runId: string, editIndex: number, verdict: Verdict | null): void;
  judgeAll(runId: string, editCount: number, verdict: Verdict | null): void;
  /** Applies waiting events at once, for a page that is being hidden. */
  flush(): void;
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
  const board: RunBoard = {
    read: (runId) => get().live[runId],
    write: (changed) => set((state) => ({ live: { ...state.live, ...Object.fromEntries(changed) } })),
  };
  const runner = createRunner({ get, set, dependencies }, board, {
    changed(run, ended) {
      observer.changed(run, ended);
      if (ended) void followRule(run);
    },
  });

  /** Whoever has gone on to something else meanwhile, or wants the text kept here by now, is left alone. */
  const followRule = async (run: Run) => {
    const escalation = await escalationByRule(get().settings, run);
    const { shownRunIds, composer } = get();
    if (escalation === null || composer.sensitive) return;
    if (shownRunIds.length === 1 && shownRunIds[0] === run.id) escalate(escalation);
  };

  const escalate = (escalation: Escalation) => {
    const { fromRunId, byRule } = escalation;
    const state = get();
    const before = state.live[fromRunId]?.run;
    if (before === undefined || workIsGoing(state)) return;
    // A rule is no verdict of the person's on this answer.
    if (!byRule) noteOtherSide(dependencies, before.request.task, before.answeredBy?.location, "cloud");
    const fresh = newRun(
      { ...before.request, id: newId() },
      { groupId: before.groupId, createdAt: scheduler.dateMs(), location: "cloud" },
    );
    const run = { ...fresh, escalation };
    start([run], [fromRunId, run.id]);
    void runner.start(run, "cloud");
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
      if (workIsGoing(state)) return;
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
        void runner.start(run, mode, sides[index] ?? null);
      });
    },

    stop: runner.stopAll,
    stopPane: runner.stop,

    runAgain(runId, wantedMode) {
      const state = get();
      const before = state.live[runId]?.run;
      if (before === undefined || isGoing(before)) return;
      noteOtherSide(dependencies, before.request.task, before.answeredBy?.location, wantedMode);
      const request = { ...before.request, id: newId() };
      const { escalation } = before;
      const inCompare = state.shownRunIds.length > 1 && escalation === undefined;
      const side = wantedMode ?? before.location ?? null;
      const fresh = newRun(request, {
        groupId: before.groupId,
        createdAt: scheduler.dateMs(),
        location: side,
      });
      const isAgain = escalation !== undefined && side === "cloud";
      // What was begun by a rule is now asked for by the person.
      const run = isAgain ? { ...fresh, escalation: { ...escalation, byRule: false } } : fresh;
      // On the device it is a fresh answer, beside no other.
      const panes = escalation !== undefined && !isAgain ? [runId] : state.shownRunIds;
      start(
        [run],
        panes.map((id) => (id === runId ? run.id : id)),
      );
      const mode = inCompare && wantedMode === undefined ? "compare" : (wantedMode ?? modeOf(before));
      void runner.start(run, mode, mode === "compare" ? side : null);
    },

    escalate,

    continueRun(runId, side) {
      const state = get();
      const before = state.live[runId]?.run;
      if (before === undefined || !canContinue(before)) return;
      const fresh = newRun(continuedRequest(before, newId()), {
        groupId: before.groupId,
        createdAt: scheduler.dateMs(),
        location: side,
      });
      const { escalation } = before;
      const run = {
        ...fresh,
        continues: partsBefore(before),
        ...(escalation === undefined ? {} : { escalation }),
      };
      start(
        [run],
        state.shownRunIds.map((id) => (id === runId ? run.id : id)),
      );
      void runner.start(run, side);
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

    flush: runner.flush,
  };
}

/** The request that the composer holds, under a fresh id. */
export function requestOf(state: AppState, id: string): InferenceRequest {
  const { composer } = state;
  const request = buildRequest(
    composer.task,
    { text: composer.text, options: currentOptions(state) },
    {
      id,
      attachments: composer.attachments.map((each) => each.attachment),
      sensitivity: composer.sensitive ? "sensitive" : "normal",
    },
  );
  return composer.privacy === NO_CHOICES ? request : { ...request, privacy: composer.privacy };
}

function modeOf(run: Run): RouteMode {
  return run.decision?.policy.mode ?? run.location ?? "auto";
}
