import { describe, expect, it } from "vitest";
import { openLoadSentinel } from "./load-sentinel";

/** One browser profile: storage and locks that all of its tabs share. */
function createProfile() {
  const entries = new Map<string, string>();
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
    key: (index: number) => [...entries.keys()][index] ?? null,
    get length() {
      return entries.size;
    },
  };
  let tabs = 0;
  function openTab() {
    const tab = `tab-${++tabs}`;
    const locks = {
      async request(name: string, callback: () => Promise<void>) {
        held.set(name, tab);
        await callback();
        held.delete(name);
      },
      query: async () => ({ held: [...held.keys()].map((name) => ({ name })), pending: [] }),
    } as unknown as Pick<LockManager, "request" | "query">;
    const leave: (() => void)[] = [];
    const sentinel = openLoadSentinel({
      storage,
      locks,
      onLeave: (callback) => void leave.push(callback),
      newId: () => tab,
    });
    return {
      sentinel,
      close: () => {
        for (const callback of leave) callback();
      },
      /** As the browser does when memory runs out: nothing of the tab runs any more. */
      kill: () => {
        for (const [name, owner] of held) if (owner === tab) held.delete(name);
      },
    };
  }
  return { openTab, entries };
}

const LARGE = { modelId: "large", label: "Large 8B" };

describe("openLoadSentinel", () => {
  it("L4 tells the next tab which model was being loaded when a tab was killed, once", async () => {
    const { openTab } = createProfile();
    const first = openTab();
    first.sentinel.begin(LARGE);
    first.kill();
    const second = openTab();
    expect(await second.sentinel.takeCrashed()).toEqual([LARGE]);
    expect(await second.sentinel.takeCrashed()).toEqual([]);
  });

  it("tells nothing of a load that has ended, of a page that was left, or of a tab that is still loading", async () => {
    const { openTab } = createProfile();
    const ended = openTab();
    ended.sentinel.begin(LARGE)();
    ended.kill();
    const left = openTab();
    left.sentinel.begin(LARGE);
    left.close();
    openTab().sentinel.begin(LARGE);
    expect(await openTab().sentinel.takeCrashed()).toEqual([]);
  });

  it("keeps the note of a newer load when an older one ends late", async () => {
    const { openTab } = createProfile();
    const tab = openTab();
    const endFirst = tab.sentinel.begin({ modelId: "small", label: "Small" });
    tab.sentinel.begin(LARGE);
    endFirst();
    tab.kill();
    expect(await openTab().sentinel.takeCrashed()).toEqual([LARGE]);
  });

  it("drops a damaged note and goes on", async () => {
    const { openTab, entries } = createProfile();
    entries.set("nearside.loading.x", "{");
    const first = openTab();
    first.sentinel.begin(LARGE);
    first.kill();
    expect(await openTab().sentinel.takeCrashed()).toEqual([LARGE]);
    expect([...entries]).toEqual([]);
  });
});
