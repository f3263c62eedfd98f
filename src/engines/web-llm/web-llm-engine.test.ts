import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { LOAD_PHASES } from "../../core/event";
import { collect } from "../shared/test-support/collect";
import { describeEngineContract } from "../shared/test-support/describe-engine-contract";
import { WORKER_TIMEOUTS } from "../shared/worker-client";
import { exampleModel, exampleRequest } from "./test-support/example";
import { named } from "./test-support/fake-mlc-engine";
import { type Stand, startStand } from "./test-support/stand";

const live = () => ({ signal: new AbortController().signal });

describe("web-llm", () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await startStand({ words: ["One ", "two ", "three ", "four ", "five"], gapMs: 1 });
    await stand.download();
  });
  afterAll(async () => {
    // Nothing of all this may have asked for more than the download did.
    expect(stand.host.requests()).toEqual([]);
    await stand.host.close();
  });

  describeEngineContract("web-llm", () => ({
    createEngine: stand.createEngine,
    model: stand.model,
    request: exampleRequest(),
    failing: {
      model: exampleModel(`${stand.host.url}/absent`, { id: "web-llm/absent" }),
      request: exampleRequest(),
      code: "model-not-downloaded",
    },
    overlap: "serialised",
  }));
});

describe("createWebLlmEngine", () => {
  let stand: Stand | null = null;
  afterEach(async () => {
    await stand?.host.close();
    stand = null;
  });

  it("starts no worker, and so loads no library, to say what can run", async () => {
    stand = await startStand();
    const engine = stand.createEngine();
    expect((await engine.availability(stand.model)).state).toBe("downloadable");
    await engine.unload();
    await engine.remove?.(stand.model);
    expect(stand.workers).toEqual([]);
  });

  it("downloads, runs, and after `remove` has to be downloaded again", async () => {
    stand = await startStand();
    const { model, host, library } = stand;
    const engine = stand.createEngine();
    expect((await collect(engine.prepare(model, live()))).error).toBeUndefined();
    expect(await engine.availability(model)).toEqual({ state: "ready", storedBytes: 2_501_215 });
    expect((await collect(engine.run(exampleRequest(), model, live()))).error).toBeUndefined();
    expect(library.log.reloads).toHaveLength(1);
    expect(host.requests()).toHaveLength(7);

    await engine.remove?.(model);
    expect(library.log.unloads).toBe(1);
    expect((await engine.availability(model)).state).toBe("downloadable");
    expect((await collect(engine.run(exampleRequest(), model, live()))).error).toMatchObject({
      code: "model-not-downloaded",
    });
    expect(host.requests()).toHaveLength(7);
  });

  it("starts no worker to download what is all here", async () => {
    stand = await startStand();
    await stand.download();
    expect((await collect(stand.createEngine().prepare(stand.model, live()))).error).toBeUndefined();
    expect(stand.workers).toHaveLength(1);
    expect(stand.host.requests()).toEqual([]);
  });

  it("L1 makes no request and loads nothing where there is no adapter", async () => {
    stand = await startStand({ gpu: { available: false, code: "no-adapter", reason: "No adapter here." } });
    const { events, error } = await collect(stand.createEngine().prepare(stand.model, live()));
    expect(error).toMatchObject({ code: "webgpu-unavailable", detail: "No adapter here." });
    expect(events).toEqual([]);
    expect(stand.host.requests()).toEqual([]);
    expect(stand.workers).toEqual([]);
  });

  it("L2 makes no request for a 16-bit model where there is no shader-f16", async () => {
    stand = await startStand();
    const needy = exampleModel(stand.host.url, { requiredFeatures: ["shader-f16", "timestamp-query"] });
    const { error } = await collect(stand.createEngine().prepare(needy, live()));
    expect(error).toMatchObject({
      code: "feature-missing",
      detail: expect.stringContaining("timestamp-query"),
    });
    expect(stand.host.requests()).toEqual([]);
  });

  it("L9 lets one owner download a model; the other says that it waits, and finds it here", async () => {
    stand = await startStand();
    const { model, host } = stand;
    const both = await Promise.all(
      [stand.createEngine(), stand.createEngine()].map((engine) =>
        collect(engine.download?.(model, live()) ?? []),
      ),
    );
    for (const { error } of both) expect(error).toBeUndefined();
    expect(new Set(host.requests()).size).toBe(host.requests().length);
    const waiting = both.map(({ events }) =>
      events.filter((event) => event.type === "load-progress" && event.phase === LOAD_PHASES.waiting),
    );
    // Whoever waits sees how far the owner is.
    const [none = [], seen = []] = waiting.sort((one, other) => one.length - other.length);
    expect(none).toEqual([]);
    expect(seen[0]).toMatchObject({ loaded: 0, total: 0 });
    expect(seen.at(-1)).toMatchObject({ total: 2_501_215 });
    expect((await stand.createEngine().availability(model)).state).toBe("ready");
  });

  it("keeps the model that is loaded when a run asks for one that is not there", async () => {
    stand = await startStand();
    const { model, library } = stand;
    await stand.download();
    const engine = stand.createEngine();
    const absent = exampleModel(`${stand.host.url}/absent`, { id: "web-llm/absent" });
    await collect(engine.run(exampleRequest(), model, live()));
    await collect(engine.run(exampleRequest(), absent, live()));
    await collect(engine.run(exampleRequest(), model, live()));
    expect(library.log).toMatchObject({ reloads: [model.id], unloads: 0 });
    expect(stand.workers).toHaveLength(1);
  });

  it("L3 replaces the worker after the device was lost, and runs again", async () => {
    stand = await startStand({ failRun: named("DeviceLostError", "lost") });
    const { model, library, workers } = stand;
    await stand.download();
    const engine = stand.createEngine();
    expect((await collect(engine.run(exampleRequest(), model, live()))).error).toMatchObject({
      code: "device-lost",
      engine: "web-llm",
    });
    delete library.behaviour.failRun;
    expect((await collect(engine.run(exampleRequest(), model, live()))).error).toBeUndefined();
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, false]);
  });

  it("L5 fails with `worker-crashed` when the worker dies, and runs again in another", async () => {
    stand = await startStand({ words: ["One ", "two"], gapMs: 30 });
    const { model, workers } = stand;
    await stand.download();
    const engine = stand.createEngine();
    const texts: string[] = [];
    await expect(async () => {
      for await (const event of engine.run(exampleRequest(), model, live())) {
        if (event.type !== "text-delta") continue;
        texts.push(event.text);
        workers[0]?.crash("out of memory");
      }
    }).rejects.toMatchObject({ code: "worker-crashed" });
    expect(texts).toEqual(["One "]);
    expect((await collect(engine.run(exampleRequest(), model, live()))).error).toBeUndefined();
  });

  it("L10 is idle within a second of Stop in a load that never ends, and runs again", async () => {
    stand = await startStand({ reloadHangs: true });
    const { model, library, workers } = stand;
    await stand.download();
    const engine = stand.createEngine();
    const controller = new AbortController();
    const stopInLoad = async function* () {
      for await (const event of engine.run(exampleRequest(), model, { signal: controller.signal })) {
        if (library.log.hungReloads > 0) controller.abort();
        yield event;
      }
    };
    expect((await collect(stopInLoad())).error).toMatchObject({ code: "cancelled" });
    // Told at once; the worker is ended only when it has not stopped in time.
    expect(workers[0]?.isTerminated).toBe(false);
    expect(WORKER_TIMEOUTS.abortMs).toBeLessThan(1000);
    delete library.behaviour.reloadHangs;
    const again = engine.run(exampleRequest(), model, live())[Symbol.asyncIterator]();
    expect((await again.next()).value).toMatchObject({ type: "load-progress" });
    expect(workers[0]?.isTerminated).toBe(true);
    expect((await collect({ [Symbol.asyncIterator]: () => again })).error).toBeUndefined();
  });
});
