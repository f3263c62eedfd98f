import type { QueuedDownload } from "../../platform/storage/download-queue";
import type { StoreDependencies } from "../dependencies";

/** Keeps this tab's downloads where the next start finds them. */
export interface QueueKeeper {
  /** Writes down what is to be fetched now; what other tabs have is left as it is. */
  keep(own: readonly Omit<QueuedDownload, "tabId">[]): void;
  /** Takes what tabs left behind that are gone: closed, reloaded or killed. One tab gets each of it. */
  takeOver(): Promise<readonly QueuedDownload[]>;
}

export function createQueueKeeper({
  tabs,
  downloadQueue,
}: Pick<StoreDependencies, "tabs" | "downloadQueue">): QueueKeeper {
  return {
    keep(own) {
      const others = downloadQueue.load().filter(({ tabId }) => tabId !== tabs.id);
      if (others.length + own.length === 0 && downloadQueue.load().length === 0) return;
      downloadQueue.save([...others, ...own.map(({ modelId, job }) => ({ modelId, job, tabId: tabs.id }))]);
    },
    async takeOver() {
      const tabIds = [...new Set(downloadQueue.load().map(({ tabId }) => tabId))];
      const alive = await Promise.all(tabIds.map((tabId) => tabs.isAlive(tabId)));
      const isGone = ({ tabId }: QueuedDownload) => alive[tabIds.indexOf(tabId)] === false;
      // Read again: another tab may have taken them meanwhile.
      const queued = downloadQueue.load();
      const left = queued.filter(isGone);
      if (left.length > 0) downloadQueue.save(queued.filter((entry) => !isGone(entry)));
      return left;
    },
  };
}
