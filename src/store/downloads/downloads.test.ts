import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import type { Availability, ModelRecord } from "../../core/model";
import { createAppStore } from "../create-app-store";
import { type OpenTransfer, openTransfer } from "../test-support/open-transfer";
import { settle, TEST_MODEL, testDependencies } from "../test-support/test-dependencies";

const SOURCE = { type: "hugging-face", url: "https://models.example/a", revision: "main" } as const;
const A: ModelRecord = { ...TEST_MODEL, id: "a", label: "A", source: SOURCE, downloadBytes: 100 };
const B: ModelRecord = { ...A, id: "b", label: "B" };

/** A store whose downloads, loads and imports the test drives, and whose model files are a set of ids. */
function downloadStore() {
  const dependencies = testDependencies();
  const downloads: OpenTransfer[] = [];
  const loads: OpenTransfer[] = [];
  const imports: OpenTransfer[] = [];
  const complete = new Set<string>();
  const removed: string[] = [];
  let online = (_online: boolean) => {};
  let persistAsked = 0;
  const into = (list: OpenTransfer[]) => (model: ModelRecord, signal: AbortSignal) => {
    const { transfer, events } = openTransfer(model, signal);
    list.push(transfer);
    return events;
  };
  const importing = into(imports);
  dependencies.models = {
    ...dependencies.models,
    local: () => [A, B],
    availability: async (model): Promise<Availability> =>
      complete.has(model.id)
        ? { state: "ready", storedBytes: 100 }
        : { state: "downloadable", downloadBytes: 100 },
    download: into(downloads),
    prepare: into(loads),
    importFiles: (model, _files, signal) => importing(model, signal),
    async remove(model) {
      removed.push(model.id);
      complete.delete(model.id);
    },
  };
  dependencies.device = {
    ...dependencies.device,
    async persistStorage() {
      persistAsked += 1;
      return true;
    },
    onOnlineChange(listener) {
      online = listener;
      return () => {};
    },
  };
  const store = createAppStore(dependencies);
  return {
    dependencies,
    store,
    actions: store.actions,
    downloads,
    loads,
    imports,
    complete,
    removed,
    persistAsked: () => persistAsked,
    setOnline: (value: boolean) => online(value),
    of: (id: string) => store.getState().downloads[id],
    /** Tells of progress and lets it be painted. */
    async progress(transfer: OpenTransfer | undefined, loaded: number, total = 100) {
      transfer?.progress(loaded, total);
      await settle();
      dependencies.scheduler.paint();
    },
  };
}

describe("the queue of downloads", () => {
  it("runs one at a time, in the order in which they were asked for", async () => {
    const { actions, downloads, of } = downloadStore();
    void actions.download(A, "download");
    void actions.download(B, "download");
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["a"]);
    expect([of("a")?.state, of("b")?.state]).toEqual(["running", "queued"]);
    downloads[0]?.end();
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["a", "b"]);
    expect([of("a"), of("b")?.state]).toEqual([undefined, "running"]);
  });

  it("loads after a download only where that was asked for", async () => {
    const { actions, downloads, loads, of } = downloadStore();
    const both = actions.download(A);
    await settle();
    downloads[0]?.end();
    await settle();
    expect(of("a")).toMatchObject({ state: "running", step: "loading" });
    loads[0]?.end();
    await both;
    const only = actions.download(B, "download");
    await settle();
    downloads[1]?.end();
    await only;
    expect(loads).toHaveLength(1);
  });

  it("shows bytes, speed and the time that is left", async () => {
    const { actions, downloads, dependencies, of, progress } = downloadStore();
    void actions.download(A, "download");
    await settle();
    await progress(downloads[0], 0);
    dependencies.scheduler.advance(1000);
    await progress(downloads[0], 20);
    expect(of("a")).toMatchObject({ loaded: 20, total: 100, bytesPerSecond: 20, secondsLeft: 4 });
  });

  it("asks the browser to keep the files before the first download, once, and keeps its answer", async () => {
    const { actions, downloads, store, persistAsked } = downloadStore();
    void actions.download(A, "download");
    void actions.download(B, "download");
    await settle();
    expect(persistAsked()).toBe(1);
    expect(store.getState().storage?.persisted).toBe(true);
    downloads[0]?.end();
    await settle();
    expect(downloads).toHaveLength(2);
    expect(persistAsked()).toBe(1);
  });

  it("pauses for the person, lets the next one run, and goes on when told", async () => {
    const { actions, downloads, of, progress } = downloadStore();
    const ended = actions.download(A, "download");
    void actions.download(B, "download");
    await settle();
    await progress(downloads[0], 40);
    actions.pauseDownload("a");
    expect(of("a")).toMatchObject({ state: "paused", by: "person" });
    await settle();
    expect(downloads[0]?.signal.aborted).toBe(true);
    expect(of("a")).toMatchObject({ state: "paused", by: "person", loaded: 40 });
    expect(of("b")?.state).toBe("running");
    actions.resumeDownload("a");
    expect(of("a")?.state).toBe("queued");
    downloads[1]?.end();
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["a", "b", "a"]);
    downloads[2]?.end();
    await ended;
    expect(of("a")).toBeUndefined();
  });

  it("goes on even when it is resumed before it has stopped", async () => {
    const { actions, downloads, of } = downloadStore();
    void actions.download(A, "download");
    await settle();
    actions.pauseDownload("a");
    actions.resumeDownload("a");
    await settle();
    await settle();
    expect(downloads).toHaveLength(2);
    expect(of("a")?.state).toBe("running");
  });

  it("cancels what runs, what waits and what has failed", async () => {
    const { actions, downloads, of, removed } = downloadStore();
    const first = actions.download(A, "download");
    const second = actions.download(B, "download");
    await settle();
    actions.cancelDownload("b");
    await second;
    actions.cancelDownload("a");
    await first;
    expect([of("a"), of("b")]).toEqual([undefined, undefined]);
    void actions.download(A, "download");
    await settle();
    downloads[1]?.fail(new InferenceError("model-file-corrupt", "bad"));
    await settle();
    expect(of("a")).toMatchObject({ state: "failed", error: { code: "model-file-corrupt" } });
    actions.cancelDownload("a");
    expect(of("a")).toBeUndefined();
    // What has arrived is deleted only when the person says so.
    expect(removed).toEqual([]);
  });

  it("tries again where it failed, as the same job", async () => {
    const { actions, downloads, loads } = downloadStore();
    void actions.download(A);
    await settle();
    downloads[0]?.end();
    await settle();
    loads[0]?.fail(new InferenceError("model-load-failed", "bad"));
    await settle();
    actions.resumeDownload("a");
    await settle();
    downloads[1]?.end();
    await settle();
    expect(loads).toHaveLength(2);
  });

  it("gives one download to two who ask for it", async () => {
    const { actions, downloads } = downloadStore();
    const first = actions.download(A, "download");
    const second = actions.download(A, "download");
    await settle();
    expect(downloads).toHaveLength(1);
    downloads[0]?.end();
    await Promise.all([first, second]);
  });

  it("takes files from disk in its turn", async () => {
    const { actions, downloads, imports, of } = downloadStore();
    void actions.download(A, "download");
    const imported = actions.importModel(B, [{ path: "config.json", file: new Blob(["{}"]) }]);
    await settle();
    expect(of("b")).toMatchObject({ state: "queued", job: "import" });
    downloads[0]?.end();
    await settle();
    imports[0]?.end();
    await imported;
    expect(of("b")).toBeUndefined();
  });
});

describe("a queue that outlives its page", () => {
  /** The page again, over what the one before kept. */
  function reload({ dependencies: before }: ReturnType<typeof downloadStore>) {
    const after = downloadStore();
    const isAlive = async (tabId: string) => tabId !== "tab";
    after.dependencies.tabs = { ...after.dependencies.tabs, id: "tab-after", isAlive };
    after.dependencies.downloadQueue = before.downloadQueue;
    return { ...after, store: createAppStore(after.dependencies) };
  }

  it("comes back paused, and goes on only when the person says so", async () => {
    const before = downloadStore();
    void before.actions.download(A, "download");
    void before.actions.download(B);
    await settle();
    const { store, downloads, loads } = reload(before);
    await store.start();
    expect(Object.values(store.getState().downloads)).toMatchObject([
      { modelId: "a", state: "paused", by: "person", loaded: 0, total: 100 },
      { modelId: "b", state: "paused", by: "person" },
    ]);
    await settle();
    expect(downloads).toHaveLength(0);
    store.actions.resumeDownload("b");
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["b"]);
    downloads[0]?.end();
    await settle();
    // As the job that it was.
    expect(loads).toHaveLength(1);
  });

  it("comes back in one tab only, and not while its own still lives", async () => {
    const before = downloadStore();
    void before.actions.download(A, "download");
    await settle();
    const alive = reload(before);
    alive.dependencies.tabs = { ...alive.dependencies.tabs, isAlive: async () => true };
    const living = createAppStore(alive.dependencies);
    await living.start();
    expect(living.getState().downloads).toEqual({});
    const first = reload(before).store;
    await first.start();
    const second = reload(before).store;
    await second.start();
    expect(Object.keys(first.getState().downloads)).toEqual(["a"]);
    expect(second.getState().downloads).toEqual({});
  });

  it("forgets what ended, failed, was cancelled or is here by now", async () => {
    const before = downloadStore();
    void before.actions.download(A, "download");
    await settle();
    before.downloads[0]?.fail(new InferenceError("model-file-corrupt", "bad"));
    await settle();
    expect(before.dependencies.downloadQueue.load()).toEqual([]);
    void before.actions.download(B, "download");
    await settle();
    expect(before.dependencies.downloadQueue.load()).toMatchObject([{ modelId: "b" }]);
    const after = reload(before);
    after.complete.add("b");
    await after.store.start();
    expect(after.store.getState().downloads).toEqual({});
    before.actions.cancelDownload("b");
    await settle();
    await settle();
    expect(before.dependencies.downloadQueue.load()).toEqual([]);
  });
});

describe("a lost network", () => {
  it("L8 pauses what runs and what waits, and goes on by itself", async () => {
    const { store, actions, downloads, of, setOnline } = downloadStore();
    await store.start();
    void actions.download(A, "download");
    void actions.download(B, "download");
    await settle();
    setOnline(false);
    await settle();
    expect(of("a")).toMatchObject({ state: "paused", by: "offline" });
    expect(of("b")).toMatchObject({ state: "paused", by: "offline" });
    setOnline(true);
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["a", "a"]);
    expect([of("a")?.state, of("b")?.state]).toEqual(["running", "queued"]);
  });

  it("L8 takes a failed request for a pause when the browser tells of the lost network only then", async () => {
    const { store, actions, downloads, of, setOnline, dependencies } = downloadStore();
    await store.start();
    void actions.download(A, "download");
    await settle();
    downloads[0]?.fail(new InferenceError("network", "failed to fetch"));
    await settle();
    expect(of("a")?.state).toBe("failed");
    dependencies.scheduler.advance(500);
    setOnline(false);
    expect(of("a")).toMatchObject({ state: "paused", by: "offline" });
    setOnline(true);
    await settle();
    expect(downloads).toHaveLength(2);
    expect(of("a")?.state).toBe("running");
  });

  it("L8 leaves what the person paused, and an old failure, as they are", async () => {
    const { store, actions, downloads, of, setOnline, dependencies } = downloadStore();
    await store.start();
    void actions.download(A, "download");
    void actions.download(B, "download");
    await settle();
    actions.pauseDownload("a");
    await settle();
    downloads[1]?.fail(new InferenceError("network", "failed to fetch"));
    await settle();
    dependencies.scheduler.advance(60_000);
    setOnline(false);
    setOnline(true);
    await settle();
    expect(of("a")).toMatchObject({ state: "paused", by: "person" });
    expect(of("b")).toMatchObject({ state: "failed" });
  });
});

describe("the air gap", () => {
  it("stops what runs, and lets nothing begin or go on", async () => {
    const { actions, downloads, of } = downloadStore();
    void actions.download(A, "download");
    await settle();
    actions.updateSettings({ airGap: true });
    await settle();
    expect(downloads[0]?.signal.aborted).toBe(true);
    expect(of("a")).toMatchObject({ state: "paused", by: "person" });
    void actions.download(B, "download");
    actions.resumeDownload("a");
    await settle();
    expect(downloads).toHaveLength(1);
    expect(of("b")).toMatchObject({ state: "failed", error: { code: "model-not-downloaded" } });
    expect(of("a")?.state).toBe("failed");
  });

  it("does not keep files on disk out", async () => {
    const { actions, imports } = downloadStore();
    actions.updateSettings({ airGap: true });
    void actions.importModel(A, []);
    await settle();
    expect(imports).toHaveLength(1);
  });
});

describe("storage", () => {
  it("S2 deletes what the person chose and goes on with the download that found no room", async () => {
    const { actions, downloads, complete, removed, of } = downloadStore();
    complete.add("b");
    void actions.download(A, "download");
    await settle();
    downloads[0]?.fail(new InferenceError("storage-full", "full"));
    await settle();
    expect(of("a")).toMatchObject({ state: "failed", error: { code: "storage-full" } });
    await actions.makeRoom("a", [B]);
    await settle();
    expect(removed).toEqual(["b"]);
    expect(downloads).toHaveLength(2);
    expect(of("a")?.state).toBe("running");
  });

  it("S3 notices what the browser took away, and downloads it again", async () => {
    const { store, actions, downloads, complete } = downloadStore();
    complete.add("a");
    await store.start();
    expect(store.getState().notices.map(({ kind }) => kind)).not.toContain("models-evicted");
    complete.clear();
    await actions.refreshAvailability();
    expect(store.getState().notices).toContainEqual({ kind: "models-evicted", detail: "A" });
    actions.downloadEvicted();
    await settle();
    expect(downloads.map(({ model }) => model.id)).toEqual(["a"]);
    downloads[0]?.end();
    await settle();
    expect(store.getState().evictedIds).toEqual([]);
  });

  it("S3 says nothing of what the person deleted", async () => {
    const { store, actions, complete } = downloadStore();
    complete.add("a");
    await store.start();
    await actions.removeDownload(A);
    await actions.refreshAvailability();
    expect(store.getState().notices.map(({ kind }) => kind)).not.toContain("models-evicted");
  });

  it("does not let an answer from before a download overwrite the one after it", async () => {
    const { dependencies, store, actions, downloads, complete } = downloadStore();
    let answerSlowly = () => {};
    const slow = new Promise<void>((resolve) => {
      answerSlowly = resolve;
    });
    const quick = dependencies.models.availability;
    dependencies.models.availability = async (model) => {
      const answer = await quick(model);
      await slow;
      return answer;
    };
    const looking = actions.refreshAvailability();
    await settle();
    dependencies.models.availability = quick;
    const ended = actions.download(A, "download");
    await settle();
    complete.add("a");
    downloads[0]?.end();
    await ended;
    answerSlowly();
    await looking;
    expect(store.getState().availability.a?.state).toBe("ready");
    expect(store.getState().availability.b?.state).toBe("downloadable");
  });

  it("tells which files a check deleted", async () => {
    const { dependencies, store, actions } = downloadStore();
    dependencies.models.repair = async function* () {
      yield { type: "load-progress", phase: "checking", loaded: 1, total: 2 };
      return ["onnx/model.onnx"];
    };
    await actions.checkFiles(A);
    expect(store.getState().fileChecks.a).toEqual({ state: "done", deleted: ["onnx/model.onnx"] });
  });
});
