import type { DownloadFacts, RemoteDownload } from "../app-state";
import type { SliceContext } from "../slice";

/** Tells the other tabs of this tab's downloads, and shows theirs (row L9). */
export interface DownloadSharing {
  progressed(facts: DownloadFacts): void;
  /** The model's files are not the same as before. */
  changed(modelId: string): void;
  /** Begins to listen. */
  start(): void;
}

/** What tabs tell one another. */
type TabMessage =
  | { type: "download-progress"; tabId: string; facts: DownloadFacts }
  | { type: "download-changed"; tabId: string; modelId: string }
  /** A tab that has just opened wants to know what is going on. */
  | { type: "download-question"; tabId: string };

const SHARE_EVERY_MS = 250;
/** A tab that was killed says nothing any more; so long may one be silent before it is looked for. */
const LOOK_EVERY_MS = 3000;

/** @param changedElsewhere called with a model whose files another tab changed. */
export function createDownloadSharing(
  { get, set, dependencies }: SliceContext,
  changedElsewhere: (modelId: string) => void,
): DownloadSharing {
  const { tabs, scheduler } = dependencies;
  let lastSharedMs = Number.NEGATIVE_INFINITY;

  const post = (message: TabMessage) => tabs.post(message);

  const drop = (modelId: string) => {
    if (get().remoteDownloads[modelId] === undefined) return;
    set((state) => {
      const { [modelId]: _, ...others } = state.remoteDownloads;
      return { remoteDownloads: others };
    });
  };

  /** Looks again and again whether the tabs that download still live, for as long as there are any. */
  const watch = () => {
    scheduler.after(LOOK_EVERY_MS, async () => {
      const remote = Object.values(get().remoteDownloads);
      const alive = await Promise.all(remote.map(({ tabId }) => tabs.isAlive(tabId)));
      for (const [index, { modelId }] of remote.entries()) {
        if (alive[index] === true) continue;
        drop(modelId);
        changedElsewhere(modelId);
      }
      if (Object.keys(get().remoteDownloads).length > 0) watch();
    });
  };

  const hear = (message: unknown) => {
    if (!isTabMessage(message) || message.tabId === tabs.id) return;
    if (message.type === "download-question") {
      for (const download of Object.values(get().downloads)) {
        if (download.state === "running") post(progressOf(tabs.id, download));
      }
    } else if (message.type === "download-changed") {
      drop(message.modelId);
      changedElsewhere(message.modelId);
    } else {
      const remote: RemoteDownload = { ...message.facts, tabId: message.tabId };
      const isFirst = Object.keys(get().remoteDownloads).length === 0;
      set((state) => ({ remoteDownloads: { ...state.remoteDownloads, [remote.modelId]: remote } }));
      if (isFirst) watch();
    }
  };

  return {
    progressed(facts) {
      // Its owner tells of it.
      if (facts.step === "waiting") return;
      const nowMs = scheduler.nowMs();
      if (nowMs - lastSharedMs < SHARE_EVERY_MS) return;
      lastSharedMs = nowMs;
      post(progressOf(tabs.id, facts));
    },
    changed(modelId) {
      lastSharedMs = Number.NEGATIVE_INFINITY;
      post({ type: "download-changed", tabId: tabs.id, modelId });
    },
    start() {
      tabs.onMessage(hear);
      post({ type: "download-question", tabId: tabs.id });
    },
  };
}

function progressOf(tabId: string, facts: DownloadFacts): TabMessage {
  const { modelId, label, job, loaded, total, step, bytesPerSecond, secondsLeft } = facts;
  return {
    type: "download-progress",
    tabId,
    facts: { modelId, label, job, loaded, total, step, bytesPerSecond, secondsLeft },
  };
}

/** Another tab may run another version of the app. */
function isTabMessage(message: unknown): message is TabMessage {
  if (typeof message !== "object" || message === null) return false;
  const { type, tabId, modelId, facts } = message as Record<string, unknown>;
  if (typeof tabId !== "string") return false;
  if (type === "download-question") return true;
  if (type === "download-changed") return typeof modelId === "string";
  return type === "download-progress" && isFacts(facts);
}

function isFacts(value: unknown): value is DownloadFacts {
  if (typeof value !== "object" || value === null) return false;
  const { modelId, label, loaded, total } = value as Record<string, unknown>;
  return (
    typeof modelId === "string" &&
    typeof label === "string" &&
    typeof loaded === "number" &&
    typeof total === "number"
  );
}
