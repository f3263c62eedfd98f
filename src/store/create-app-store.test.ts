import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import { nextTask } from "../engines/shared/next-task";
import { createAppStore } from "./create-app-store";
import { connectionTo, endpointAddress, endpointsOf, keyFor } from "./selectors";
import { decisionFor, settle, testDependencies } from "./test-support/test-dependencies";

const POLICY = { mode: "compare", allowCloudFallback: false, allowLocalFallback: false } as const;

function compareStore() {
  const dependencies = testDependencies();
  const store = createAppStore(dependencies);
  store.actions.setText("hello");
  store.actions.submit("compare");
  const [local, cloud] = dependencies.streams;
  if (local === undefined || cloud === undefined) throw new Error("two streams were expected");
  const paneOf = (index: number) => {
    const id = store.getState().shownRunIds[index] ?? "";
    return store.getState().live[id];
  };
  return { dependencies, store, local, cloud, paneOf };
}

describe("submit", () => {
  it("makes two runs of one group in Compare, each with its own signal", () => {
    const { local, cloud, paneOf } = compareStore();
    expect([local.pane, cloud.pane]).toEqual(["local", "cloud"]);
    expect(local.signal).not.toBe(cloud.signal);
    expect(local.request.id).not.toBe(cloud.request.id);
    expect(paneOf(0)?.run.groupId).toBe(paneOf(1)?.run.groupId);
    expect([paneOf(0)?.run.location, paneOf(1)?.run.location]).toEqual(["local", "cloud"]);
  });

  it("leaves the other pane alone when one fails, and keeps the partial text", async () => {
    const { local, cloud, paneOf, store } = compareStore();
    cloud.send({ type: "text-delta", text: "half an ans" });
    cloud.fail(new InferenceError("stream-reset", "reset"));
    local.send({ type: "text-delta", text: "whole" });
    await settle();
    expect(paneOf(1)?.run).toMatchObject({
      status: "failed",
      text: "half an ans",
      error: { code: "stream-reset" },
    });
    expect(local.signal.aborted).toBe(false);
    store.actions.flush();
    expect(paneOf(0)?.run).toMatchObject({ status: "decoding", text: "whole" });
    local.end();
    await settle();
    expect(paneOf(0)?.run).toMatchObject({ status: "done", text: "whole", error: null });
  });

  it("lets other tasks pass while events come without a pause, and loses none of them", async () => {
    const base = testDependencies();
    const words = Array.from({ length: 40_000 }, (_, index) => `${index} `);
    let isOver = false;
    const store = createAppStore({
      ...base,
      // The real clock: the slices of a burst are real time.
      scheduler: { ...base.scheduler, nowMs: () => performance.now() },
      run: {
        ...base.run,
        async *stream() {
          for (const text of words) yield { type: "text-delta", text };
          isOver = true;
        },
      },
    });
    store.actions.setText("hello");
    store.actions.submit("cloud");
    let tasksMeanwhile = 0;
    while (!isOver) {
      await nextTask();
      if (!isOver) tasksMeanwhile += 1;
    }
    await settle();
    expect(tasksMeanwhile).toBeGreaterThan(0);
    const id = store.getState().shownRunIds[0] ?? "";
    expect(store.getState().live[id]?.run).toMatchObject({ status: "done", text: words.join("") });
  });

  it("stops one pane without the other, and all with stop", async () => {
    const { local, cloud, paneOf, store } = compareStore();
    local.send({ type: "text-delta", text: "kept" });
    await settle();
    store.actions.stopPane(paneOf(0)?.run.id ?? "");
    await settle();
    expect(paneOf(0)?.run).toMatchObject({ status: "cancelled", text: "kept", error: null });
    expect(cloud.signal.aborted).toBe(false);
    store.actions.stop();
    await settle();
    expect(cloud.signal.aborted).toBe(true);
    expect(paneOf(1)?.run.status).toBe("cancelled");
  });

  it("does nothing without a text, and says what is missing until the input changes", () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.submit();
    expect(dependencies.streams).toHaveLength(0);
    expect(store.getState().composer.missing).toBe("text");
    store.actions.setText("a");
    expect(store.getState().composer.missing).toBeNull();
  });

  it("asks for a required option", () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.setTask("ask");
    store.actions.setText("a text");
    store.actions.submit();
    expect(store.getState().composer.missing).toBe("option");
    store.actions.setOption("question", "what?");
    store.actions.submit("local");
    expect(dependencies.streams[0]?.request.options).toEqual({ question: "what?" });
  });

  it("does not start a second run while one is going", () => {
    const { dependencies, store } = compareStore();
    store.actions.submit();
    expect(dependencies.streams).toHaveLength(2);
  });

  it("marks the request as sensitive when the text is to stay", () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.setText("secret");
    store.actions.setSensitive(true);
    store.actions.submit("cloud");
    expect(dependencies.streams[0]?.request.sensitivity).toBe("sensitive");
  });

  it("runs again on the other side under a new id", async () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.setText("hello");
    store.actions.submit("local");
    const [first] = dependencies.streams;
    first?.fail(new InferenceError("model-not-downloaded", "missing"));
    await settle();
    store.actions.runAgain(first?.request.id ?? "", "cloud");
    const [, second] = dependencies.streams;
    expect(second?.request.text).toBe("hello");
    expect(second?.request.id).not.toBe(first?.request.id);
    expect(store.getState().shownRunIds).toEqual([second?.request.id]);
  });

  it("shows who really answered after a fallback", async () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.setText("hello");
    store.actions.submit("auto");
    const [stream] = dependencies.streams;
    if (stream === undefined) throw new Error("no stream");
    stream.send(
      { type: "decision", decision: decisionFor(stream.request, { ...POLICY, mode: "auto" }, "cloud") },
      { type: "leg", location: "cloud", modelId: "c", modelLabel: "C", fallback: false },
      { type: "uploaded", bytes: 120 },
      { type: "leg", location: "local", modelId: "l", modelLabel: "L", fallback: true },
      { type: "text-delta", text: "x" },
    );
    stream.end();
    await settle();
    const live = store.getState().live[stream.request.id];
    expect(live?.run).toMatchObject({
      location: "local",
      uploadedBytes: 120,
      answeredBy: { location: "local", modelId: "l" },
    });
    expect(live?.fellBackFrom).toBe("cloud");
  });
});

describe("an option of a task that is kept", () => {
  it("outlives the tab in the settings, and others do not", () => {
    const dependencies = testDependencies();
    const first = createAppStore(dependencies);
    first.actions.setTask("sensitive");
    first.actions.setOption("caution", "quiet");
    first.actions.setTask("summarise");
    first.actions.setOption("sentences", "7");
    const { settings } = first.getState();
    expect(settings.keptOptions).toEqual({ "sensitive.caution": "quiet" });
    const next = createAppStore({
      ...testDependencies(),
      settings: { load: () => settings, save: () => {} },
    });
    expect(next.getState().composer.options).toEqual({ sensitive: { caution: "quiet" } });
    next.actions.setTask("sensitive");
    next.actions.setText("Ask Sarah.");
    next.actions.submit("local");
    expect(next.getState().live[next.getState().shownRunIds[0] ?? ""]?.run.request.options).toEqual({
      caution: "quiet",
    });
  });
});

describe("history", () => {
  it("S1 keeps the run in memory and shows the banner when the storage is full", async () => {
    const { dependencies, local, cloud, store } = compareStore();
    dependencies.saveFailure.current = Object.assign(new Error("full"), { reason: "quota" });
    local.send({ type: "text-delta", text: "kept" });
    local.end();
    cloud.end();
    await settle();
    expect(store.getState().notices.map((notice) => notice.kind)).toContain("storage-full");
    expect(store.getState().history.map((run) => run.text)).toContain("kept");
    expect(await store.actions.exportHistory()).toContain("kept");
  });

  it("S5 saves a going run about once a second", async () => {
    const { dependencies, local } = compareStore();
    for (let step = 0; step < 50; step += 1) {
      local.send({ type: "text-delta", text: "x" });
      await settle();
      dependencies.scheduler.advance(100);
      dependencies.scheduler.paint();
    }
    await settle();
    expect(dependencies.saved.length).toBeGreaterThanOrEqual(4);
    expect(dependencies.saved.length).toBeLessThanOrEqual(6);
    expect(dependencies.saved.at(-1)?.text.length).toBeGreaterThanOrEqual(40);
  });

  it("S5 opens the last group with an interrupted run as stopped, text kept", async () => {
    const { local, cloud, store } = compareStore();
    local.send({ type: "text-delta", text: "half" });
    local.end();
    cloud.end();
    await settle();
    const runs = store.getState().history.map((run) => ({ ...run, status: "decoding" as const }));
    const second = createAppStore(testDependencies(runs));
    await second.start();
    const shown = second.getState().shownRunIds.map((id) => second.getState().live[id]?.run);
    expect(shown.map((run) => run?.status)).toEqual(["cancelled", "cancelled"]);
    expect(shown[0]?.text).toBe("half");
  });

  it("keeps nothing when history is off", async () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    store.actions.updateSettings({ keepHistory: false });
    store.actions.setText("hello");
    store.actions.submit("local");
    dependencies.streams[0]?.end();
    await settle();
    expect(dependencies.saved).toHaveLength(0);
    expect(store.getState().history).toHaveLength(1);
  });
});

describe("keys", () => {
  it("binds a key to the origin it was entered for", () => {
    const store = createAppStore(testDependencies());
    store.actions.chooseProvider("one");
    store.actions.setKey("key-one");
    expect(keyFor(store.getState(), store.getState().settings.provider.baseUrl)).toBe("key-one");
    store.actions.chooseProvider("two");
    expect(keyFor(store.getState(), store.getState().settings.provider.baseUrl)).toBe("");
    store.actions.updateProvider({ baseUrl: "https://one.example/other" });
    expect(keyFor(store.getState(), store.getState().settings.provider.baseUrl)).toBe("key-one");
    store.actions.forgetKeys();
    expect(keyFor(store.getState(), store.getState().settings.provider.baseUrl)).toBe("");
  });
});

describe("endpoints", () => {
  const hosts = (store: ReturnType<typeof createAppStore>) =>
    endpointsOf(store.getState().settings).map(
      ({ providerId, isOff }) => `${providerId}${isOff ? " off" : ""}`,
    );

  it("are added, raised, switched and removed in the person's order, and never all removed", () => {
    const store = createAppStore(testDependencies());
    const { actions } = store;
    actions.chooseProvider("one");
    actions.addEndpoint();
    expect(hosts(store)).toEqual(["one", "two"]);
    actions.raiseEndpoint(1);
    expect(hosts(store)).toEqual(["two", "one"]);
    actions.raiseEndpoint(0);
    expect(hosts(store)).toEqual(["two", "one"]);
    actions.switchEndpoint(0, false);
    expect(hosts(store)).toEqual(["two off", "one"]);
    actions.switchEndpoint(0, true);
    actions.removeEndpoint(0);
    expect(hosts(store)).toEqual(["one"]);
    actions.removeEndpoint(0);
    expect(hosts(store)).toEqual(["one"]);
  });

  it("gives each address its own key and no other", () => {
    const store = createAppStore(testDependencies());
    store.actions.chooseProvider("one");
    store.actions.addEndpoint();
    const [first, second] = endpointsOf(store.getState().settings);
    store.actions.setKey("key-two", second?.baseUrl);
    expect(connectionTo(store.getState(), first).apiKey).toBe("");
    expect(connectionTo(store.getState(), second).apiKey).toBe("key-two");
  });
});

describe("testing a connection", () => {
  it("asks the endpoint that is named with its own key, and keeps the results apart", async () => {
    const dependencies = testDependencies();
    const asked: string[] = [];
    dependencies.models.listCloud = async ({ baseUrl, apiKey }) => {
      asked.push(`${baseUrl} ${apiKey}`);
      if (apiKey === "") throw new InferenceError("auth", "no key");
      return [{ name: "m2" }];
    };
    const store = createAppStore(dependencies);
    const { actions } = store;
    actions.chooseProvider("one");
    actions.addEndpoint();
    actions.setKey("key-two", "https://two.example/v1");
    await actions.testConnection();
    await actions.testConnection(1);
    await actions.testConnection(2);
    expect(asked).toEqual(["https://one.example/v1 ", "https://two.example/v1 key-two"]);
    const results = () =>
      endpointsOf(store.getState().settings).map(
        (endpoint) => store.getState().connectionTests[endpointAddress(endpoint)]?.state,
      );
    expect(results()).toEqual(["failed", "ok"]);
    actions.raiseEndpoint(1);
    expect(results()).toEqual(["ok", "failed"]);
    actions.updateEndpoint(1, { baseUrl: "https://three.example/v1" });
    expect(results()).toEqual(["ok", undefined]);
    actions.forgetKeys();
    expect(results()).toEqual([undefined, undefined]);
  });

  it("shows nothing of a test whose key was changed meanwhile", async () => {
    const dependencies = testDependencies();
    let answer: (models: readonly { name: string }[]) => void = () => {};
    dependencies.models.listCloud = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const store = createAppStore(dependencies);
    const testing = store.actions.testConnection();
    store.actions.setKey("another");
    answer([]);
    await testing;
    expect(store.getState().connectionTests).toEqual({});
  });
});

describe("preview", () => {
  it("asks once after typing rests", async () => {
    const dependencies = testDependencies();
    const store = createAppStore(dependencies);
    for (const text of ["h", "he", "hel"]) store.actions.setText(text);
    dependencies.scheduler.advance(1000);
    await settle();
    expect(dependencies.previews.map((request) => request.text)).toEqual(["hel"]);
    expect(store.getState().preview?.target?.location).toBe("local");
  });
});

describe("the offline kit", () => {
  it("is fetched once the page has settled, and not while a run is going", async () => {
    const { dependencies, store, local, cloud } = compareStore();
    await store.start();
    dependencies.scheduler.advance(10_000);
    await settle();
    expect(store.getState().offlineKit).toBe("unknown");
    for (const side of [local, cloud]) side.end();
    await settle();
    dependencies.scheduler.advance(10_000);
    await settle();
    expect(store.getState().offlineKit).toBe("kept");
  });
});
