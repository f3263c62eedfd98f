import { describe, expect, it } from "vitest";
import type { Availability, ModelRecord } from "../../core/model";
import { createAppStore } from "../create-app-store";
import type { TabsPort } from "../dependencies";
import { type OpenTransfer, openTransfer } from "../test-support/open-transfer";
import { settle, TEST_MODEL, testDependencies } from "../test-support/test-dependencies";

const MODEL: ModelRecord = {
  ...TEST_MODEL,
  id: "m",
  label: "M",
  source: { type: "hugging-face", url: "https://models.example/m", revision: "main" },
};

/** Tabs over one channel, as the browser's: a tab does not hear itself. */
function joinTabs() {
  const listeners = new Map<string, (message: unknown) => void>();
  const alive = new Set<string>();
  return {
    alive,
    shout: (message: unknown) => {
      for (const listener of listeners.values()) listener(message);
    },
    join(id: string): TabsPort {
      alive.add(id);
      return {
        id,
        post(message) {
          for (const [other, listener] of listeners) if (other !== id) listener(structuredClone(message));
        },
        onMessage(listener) {
          listeners.set(id, listener);
          return () => listeners.delete(id);
        },
        isAlive: async (tabId) => alive.has(tabId),
      };
    },
  };
}

async function openTab(tabs: TabsPort, complete: Set<string>) {
  const dependencies = testDependencies();
  const transfers: OpenTransfer[] = [];
  dependencies.tabs = tabs;
  dependencies.models = {
    ...dependencies.models,
    local: () => [MODEL],
    availability: async ({ id }): Promise<Availability> =>
      complete.has(id) ? { state: "ready" } : { state: "downloadable", downloadBytes: 100 },
    download(model, signal) {
      const { transfer, events } = openTransfer(model, signal);
      transfers.push(transfer);
      return events;
    },
  };
  const store = createAppStore(dependencies);
  await store.start();
  return { store, transfers, scheduler: dependencies.scheduler };
}

async function twoTabs() {
  const channel = joinTabs();
  const complete = new Set<string>();
  const owner = await openTab(channel.join("one"), complete);
  const other = await openTab(channel.join("two"), complete);
  void owner.store.actions.download(MODEL, "download");
  await settle();
  owner.transfers[0]?.progress(30, 100);
  await settle();
  owner.scheduler.paint();
  return { channel, complete, owner, other };
}

describe("downloads over several tabs", () => {
  it("L9 shows the same progress in the other tab, and the model as ready there when it is done", async () => {
    const { owner, other, complete } = await twoTabs();
    expect(other.store.getState().remoteDownloads.m).toMatchObject({ loaded: 30, total: 100, tabId: "one" });
    complete.add("m");
    owner.transfers[0]?.end();
    await settle();
    await settle();
    expect(other.store.getState().remoteDownloads).toEqual({});
    expect(other.store.getState().availability.m).toEqual({ state: "ready" });
  });

  it("L9 tells a tab that opens later what is going on", async () => {
    const { channel, complete } = await twoTabs();
    const late = await openTab(channel.join("three"), complete);
    expect(late.store.getState().remoteDownloads.m).toMatchObject({ loaded: 30, total: 100 });
  });

  it("L9 notices that the tab which downloaded was killed", async () => {
    const { channel, other } = await twoTabs();
    other.scheduler.advance(3000);
    await settle();
    expect(other.store.getState().remoteDownloads.m).toBeDefined();
    channel.alive.delete("one");
    other.scheduler.advance(3000);
    await settle();
    expect(other.store.getState().remoteDownloads).toEqual({});
  });

  it("takes a pause for the end of what the other tab shows", async () => {
    const { owner, other } = await twoTabs();
    owner.store.actions.pauseDownload("m");
    await settle();
    expect(other.store.getState().remoteDownloads).toEqual({});
  });

  it.each([
    null,
    "hello",
    { type: "download-progress", tabId: "x" },
    { type: "download-progress", tabId: "x", facts: { modelId: "m", label: 3 } },
    { type: "download-changed", tabId: "x" },
    { type: "of-a-later-version", tabId: "x" },
  ])("survives a message it does not know: %j", async (message) => {
    const { channel, other } = await twoTabs();
    const before = other.store.getState().remoteDownloads;
    channel.shout(message);
    expect(other.store.getState().remoteDownloads).toBe(before);
  });
});
