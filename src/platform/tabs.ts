/** This tab among the app's other tabs in the same browser. */
export interface Tabs {
  /** Of this tab, for as long as it lives. */
  readonly id: string;
  /** Tells all other tabs. */
  post(message: unknown): void;
  /** Calls back with what other tabs say; returns the way to stop. */
  onMessage(listener: (message: unknown) => void): () => void;
  /** Whether the tab of that id still lives; true where the browser cannot tell. Never throws. */
  isAlive(tabId: string): Promise<boolean>;
}

const CHANNEL = "nearside/tabs";
const lockName = (tabId: string) => `nearside/tab/${tabId}`;

/** Joins the other tabs. A tab holds a lock for as long as it lives, so that a killed one is told from a silent one. */
export function openTabs(id: string, locks: LockManager | undefined = navigator.locks): Tabs {
  const channel = new BroadcastChannel(CHANNEL);
  locks?.request(lockName(id), () => new Promise(() => {})).catch(() => {});
  return {
    id,
    post: (message) => channel.postMessage(message),
    onMessage(listener) {
      const hear = ({ data }: MessageEvent) => listener(data);
      channel.addEventListener("message", hear);
      return () => channel.removeEventListener("message", hear);
    },
    async isAlive(tabId) {
      try {
        if (locks === undefined) return true;
        const { held = [] } = await locks.query();
        return held.some(({ name }) => name === lockName(tabId));
      } catch {
        return true;
      }
    },
  };
}
