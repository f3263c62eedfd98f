import type { Run } from "../core/run";
import type { Notice } from "./app-state";
import type { LiveRun } from "./apply-run-event";
import type { HistoryContents } from "./dependencies";
import { isGoing } from "./run-writer";
import type { RunObserver } from "./runner";
import { createSaver } from "./saver";
import type { SliceContext } from "./slice";

/** Past runs. */
export interface HistoryActions {
  /** Reads the history; shows the last run when nothing is shown. */
  loadHistory(): Promise<void>;
  /** Shows a past run, or both of a Compare, on Work. */
  openGroup(groupId: string): void;
  removeGroup(groupId: string): Promise<void>;
  clearHistory(): Promise<void>;
  /** The kept history and whatever is only in memory, as a file's text. */
  exportHistory(): Promise<string>;
  /** Adds what a history file has and this browser has not. */
  importHistory(file: Blob): Promise<void>;
  dismissNotice(kind: Notice["kind"]): void;
  notify(notice: Notice): void;
}

/** What the history asks of the chat, whose code may not be there yet. */
export interface ConversationsInMemory {
  all(): Omit<HistoryContents, "runs">;
  reread(): Promise<void>;
}

export function createHistorySlice(
  { get, set, dependencies }: SliceContext,
  conversations: ConversationsInMemory,
): HistoryActions & RunObserver {
  const { history, scheduler } = dependencies;

  const notify = (notice: Notice) => {
    set((state) => ({
      notices: [...state.notices.filter((each) => each.kind !== notice.kind), notice],
      dismissed: state.dismissed.filter((kind) => kind !== notice.kind),
    }));
  };

  const remember = (run: Run) => {
    set((state) => ({ history: [run, ...state.history.filter((each) => each.id !== run.id)] }));
  };

  const saver = createSaver<Run>({
    nowMs: scheduler.nowMs,
    isOn: () => get().settings.keepHistory,
    write: (run) => history.save(run),
    failed: (thrown) => notify(saveFailure(thrown)),
  });

  const show = (runs: readonly Run[]) => {
    const ordered = [...runs].sort((one, other) => paneOrder(one) - paneOrder(other)).slice(0, 2);
    set({
      live: Object.fromEntries(
        ordered.map((run): [string, LiveRun] => [run.id, { run, retry: null, fellBackFrom: null }]),
      ),
      shownRunIds: ordered.map((run) => run.id),
    });
  };

  const busy = () => Object.values(get().live).some((live) => isGoing(live.run));

  return {
    changed(run, ended) {
      if (ended) remember(run);
      saver.changed(run.id, run, ended);
    },

    async loadHistory() {
      try {
        const { runs, quarantined } = await history.load();
        const clean = runs.map(closeInterrupted);
        set((state) => {
          const known = new Set(state.history.map((run) => run.id));
          return { history: [...state.history, ...clean.filter((run) => !known.has(run.id))] };
        });
        if (quarantined > 0) notify({ kind: "history-quarantined", count: quarantined });
        const last = clean[0];
        if (last !== undefined && get().shownRunIds.length === 0)
          show(latestOfEachPane(clean.filter((run) => run.groupId === last.groupId)));
      } catch (thrown) {
        notify(saveFailure(thrown));
      }
    },

    openGroup(groupId) {
      if (busy()) return;
      show(latestOfEachPane(get().history.filter((run) => run.groupId === groupId)));
    },

    async removeGroup(groupId) {
      const ids = get()
        .history.filter((run) => run.groupId === groupId)
        .map((run) => run.id);
      set((state) => ({
        history: state.history.filter((run) => run.groupId !== groupId),
        shownRunIds: state.shownRunIds.some((id) => ids.includes(id)) ? [] : state.shownRunIds,
      }));
      await history.remove(ids).catch(() => notify({ kind: "storage-failed" }));
    },

    async clearHistory() {
      set((state) => ({ history: [], shownRunIds: busy() ? state.shownRunIds : [] }));
      await history.clear().catch(() => notify({ kind: "storage-failed" }));
    },

    async exportHistory() {
      const transfer = await dependencies.openTransfer();
      return transfer.exportText({ runs: get().history, ...conversations.all() });
    },

    async importHistory(file) {
      try {
        const { quarantined, ...added } = await (await dependencies.openTransfer()).importFile(file);
        const { runs } = await history.load();
        set((state) => {
          const kept = new Set(runs.map((run) => run.id));
          const inMemory = state.history.filter((run) => !kept.has(run.id));
          const all = [...inMemory, ...runs.map(closeInterrupted)];
          return { history: all.sort((one, other) => other.createdAt - one.createdAt) };
        });
        await conversations.reread();
        notify({ kind: "import-done", added });
        if (quarantined > 0) notify({ kind: "history-quarantined", count: quarantined });
      } catch (thrown) {
        notify({ kind: "import-failed", detail: thrown instanceof Error ? thrown.message : String(thrown) });
      }
    },

    dismissNotice(kind) {
      set((state) => ({ dismissed: [...new Set([...state.dismissed, kind])] }));
      // What this browser lacks stays so; everything else may matter again.
      if (kind === "webgpu-missing") dependencies.dismissals.save([kind]);
    },

    notify,
  };
}

/** The banner for something that could not be kept. */
export function saveFailure(thrown: unknown): Notice {
  return { kind: isQuota(thrown) ? "storage-full" : "storage-failed" };
}

/** The storage layer says why in `reason`; a browser says it in the name. */
function isQuota(thrown: unknown): boolean {
  if (typeof thrown !== "object" || thrown === null) return false;
  if ("reason" in thrown) return thrown.reason === "quota";
  return "name" in thrown && thrown.name === "QuotaExceededError";
}

/** A run whose tab went away is shown with what it had, as stopped. */
export function closeInterrupted(run: Run): Run {
  return isGoing(run) ? { ...run, status: "cancelled", progress: null } : run;
}

/**
 * Of a group in which panes were run again, the newest run of each pane. The two runs of a Compare are submitted at
 * one moment, which also tells when a tab was killed before their decisions were made.
 */
export function latestOfEachPane(runs: readonly Run[]): Run[] {
  const isCompare =
    runs.every(({ escalation }) => escalation === undefined) &&
    new Set(runs.map((run) => run.createdAt)).size < runs.length;
  const newest = new Map<string, Run>();
  for (const run of runs) {
    const pane = isCompare ? (run.location ?? "none") : "single";
    const other = newest.get(pane);
    if (other === undefined || other.createdAt < run.createdAt) newest.set(pane, run);
  }
  // What an answer was asked for after stands above it.
  const before = [...newest.values()].map(({ escalation }) => escalation?.fromRunId);
  return [...runs.filter(({ id }) => before.includes(id)), ...newest.values()];
}

function paneOrder(run: Run): number {
  return run.location === "cloud" ? 1 : 0;
}
