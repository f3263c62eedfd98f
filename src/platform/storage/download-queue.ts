import type { TextStorage } from "./settings-store";

/** Where the queue lies in `localStorage`. */
export const DOWNLOAD_QUEUE_KEY = "nearside.downloads";

/** A download that waits, runs or is paused in some tab. */
export interface QueuedDownload {
  modelId: string;
  job: "download" | "download-and-load";
  tabId: string;
}

/** The queues of all tabs of this browser, kept over a reload and a restart. */
export interface DownloadQueue {
  load(): readonly QueuedDownload[];
  save(downloads: readonly QueuedDownload[]): void;
}

/** Opens the queue; damaged entries are left out. Never throws: without storage nothing outlives the page. */
export function openDownloadQueue(
  storage: Pick<TextStorage, "getItem" | "setItem"> = localStorage,
): DownloadQueue {
  return {
    load() {
      try {
        const stored: unknown = JSON.parse(storage.getItem(DOWNLOAD_QUEUE_KEY) ?? "[]");
        return Array.isArray(stored) ? stored.filter(isQueued) : [];
      } catch {
        return [];
      }
    },
    save(downloads) {
      try {
        storage.setItem(DOWNLOAD_QUEUE_KEY, JSON.stringify(downloads));
      } catch {
        // It is a convenience: what has arrived is found anyway.
      }
    },
  };
}

function isQueued(entry: unknown): entry is QueuedDownload {
  const { modelId, job, tabId } = (entry ?? {}) as Record<string, unknown>;
  return (
    typeof modelId === "string" &&
    typeof tabId === "string" &&
    (job === "download" || job === "download-and-load")
  );
}
