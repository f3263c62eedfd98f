import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import { collect } from "../../shared/test-support/collect";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { downloadModel } from "./download-model";
import { lookUpStored, openModelStore, removeStored } from "./model-store";
import { exampleModel } from "./test-support/example";
import { type Fault, type ModelServer, serveWhole, startModelServer } from "./test-support/model-server";
import { EXTERNAL_FILE, tinyDecoder } from "./test-support/tiny-decoder";

const GRAPH = "onnx/model.onnx";
const WEIGHTS = `onnx/${EXTERNAL_FILE}`;
const ALL = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "generation_config.json",
  GRAPH,
  WEIGHTS,
];

const html: Fault = (response) => {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" });
  response.end("<!doctype html><title>Sign in</title>");
};
const plainHtml: Fault = (response) => {
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end("<!doctype html><title>Sign in</title>");
};
/** Ends in good order, as a proxy that lost its upstream does. */
const cutOff: Fault = (response, _attempt, whole) => {
  response.writeHead(200, { "content-type": "application/octet-stream" });
  response.end(whole.subarray(0, Math.floor(whole.byteLength / 2)));
};
const reset: Fault = (response, _attempt, whole) => {
  response.writeHead(200, { "content-length": whole.byteLength });
  response.write(whole.subarray(0, 10), () => response.destroy());
};
const status =
  (code: number): Fault =>
  (response) => {
    response.writeHead(code, { "content-type": "text/plain" });
    response.end("no");
  };
/** Misbehaves once, then serves the file. */
const once =
  (fault: Fault): Fault =>
  (response, attempt, whole) =>
    attempt === 1 ? fault(response, attempt, whole) : serveWhole(response, whole);

let server: ModelServer;
let caches: CacheStorage;

beforeEach(async () => {
  server = await startModelServer(tinyDecoder({ external: true }));
  caches = createMemoryCaches();
});
afterEach(() => server.close());

function download(
  change = {},
  signal = new AbortController().signal,
): Promise<{ events: InferenceEvent[]; error?: unknown }> {
  return collect(downloadModel(exampleModel(server.url, change), signal, { fetch, caches }));
}

async function storedPaths(): Promise<string[]> {
  const store = await openModelStore(exampleModel(server.url), caches);
  const present = await Promise.all(ALL.map((path) => store.has(path)));
  return ALL.filter((_, index) => present[index]);
}

function requestsFor(path: string): number {
  return server.requests.filter((each) => each === path).length;
}

describe("downloadModel", () => {
  it("fetches every file once, the graph's weights too, and nothing the second time", async () => {
    const { events, error } = await download();
    expect(error).toBeUndefined();
    expect(server.requests).toEqual(ALL);
    const total = [...server.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(events.at(-1)).toEqual({
      type: "load-progress",
      phase: "Downloading",
      loaded: total,
      total,
    });
    const model = exampleModel(server.url);
    expect(await lookUpStored(model, caches)).toEqual({
      isComplete: true,
      storedBytes: total,
      totalBytes: total,
    });

    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  it("tells of progress that grows and never goes over its total", async () => {
    server.files.set(WEIGHTS, new Uint8Array(5_000_000));
    const { events } = await download({ downloadBytes: 5_100_000 });
    const steps = events.flatMap((event) => (event.type === "load-progress" ? [event] : []));
    expect(steps.length).toBeGreaterThan(4);
    steps.forEach(({ loaded, total }, index) => {
      expect(loaded).toBeGreaterThanOrEqual(steps[index - 1]?.loaded ?? 0);
      if (total > 0) expect(loaded).toBeLessThanOrEqual(total);
    });
  });

  it("does without the files that a model may lack", async () => {
    for (const path of ["tokenizer_config.json", "generation_config.json"]) server.files.delete(path);
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toContain("chat_template.jinja");
    expect(await lookUpStored(exampleModel(server.url), caches)).toMatchObject({ isComplete: true });
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  it.each([404, 403])("L6 says which file is missing when the server answers %i", async (code) => {
    server.faults.set(GRAPH, status(code));
    const { error } = await download();
    expect(error).toMatchObject({ code: "model-file-missing", status: code, retryable: false });
    expect((error as InferenceError).detail).toContain(GRAPH);
    expect(requestsFor(GRAPH)).toBe(1);
  });

  it("L6 fetches once more after a reset, and later only what is still missing", async () => {
    server.faults.set(WEIGHTS, reset);
    const { error } = await download();
    expect(error).toMatchObject({ code: "network", retryable: true });
    expect(requestsFor(WEIGHTS)).toBe(2);
    expect(await storedPaths()).toEqual(ALL.filter((path) => path !== WEIGHTS));
    const stored = await lookUpStored(exampleModel(server.url), caches);
    expect(stored.isComplete).toBe(false);
    expect(stored.storedBytes).toBeGreaterThan(0);

    server.faults.clear();
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([WEIGHTS]);
  });

  it("L6 gets over one reset, and over one answer of a server in trouble, by itself", async () => {
    server.faults.set(GRAPH, once(reset));
    server.faults.set("config.json", once(status(503)));
    expect((await download()).error).toBeUndefined();
    expect(requestsFor(GRAPH)).toBe(2);
    expect(requestsFor("config.json")).toBe(2);
  });

  for (const path of ALL) {
    for (const [name, fault] of Object.entries({ html, plainHtml, cutOff })) {
      it(`L7 refuses ${path} after two tries when it is ${name}, and keeps nothing of it`, async () => {
        server.faults.set(path, fault);
        // A page in place of the weights that does not call itself one is too short for what the graph reads.
        const { error } = await download();
        expect(error).toMatchObject({ code: "model-file-corrupt", retryable: false });
        expect((error as InferenceError).detail).toContain(path);
        expect(requestsFor(path)).toBe(2);
        expect(await storedPaths()).toEqual(ALL.slice(0, ALL.indexOf(path)));
        expect(await lookUpStored(exampleModel(server.url), caches)).toMatchObject({ isComplete: false });

        server.faults.clear();
        expect((await download()).error).toBeUndefined();
      });
    }
  }

  it("L7 refuses what the server itself calls a web page, however long it is", async () => {
    server.faults.set(WEIGHTS, (response, _attempt, whole) => {
      response.writeHead(200, { "content-type": "text/html" });
      response.end("<p>Sign in</p>".padEnd(whole.byteLength));
    });
    expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
    expect(await storedPaths()).not.toContain(WEIGHTS);
  });

  it("L7 refuses a page in place of a chat template", async () => {
    server.files.delete("tokenizer_config.json");
    server.faults.set("chat_template.jinja", plainHtml);
    expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
    expect(requestsFor("chat_template.jinja")).toBe(2);
  });

  it("L7 takes the second answer when only the first was bad", async () => {
    server.faults.set(GRAPH, once(cutOff));
    server.faults.set("tokenizer.json", once(html));
    expect((await download()).error).toBeUndefined();
    expect(await storedPaths()).toEqual(ALL);
  });

  it("refuses weights outside the model's folder", async () => {
    const graph = server.files.get(GRAPH) ?? new Uint8Array();
    const text = Buffer.from(graph).toString("latin1");
    const elsewhere = text.replaceAll(EXTERNAL_FILE, "../secrets_data".padEnd(EXTERNAL_FILE.length, "x"));
    server.files.set(GRAPH, new Uint8Array(Buffer.from(elsewhere, "latin1")));
    expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
    expect(server.requests.some((path) => path.includes("secrets"))).toBe(false);
  });

  it("stops in mid-file when aborted, and goes on from there", async () => {
    const controller = new AbortController();
    server.faults.set(WEIGHTS, (response, _attempt, whole) => {
      response.writeHead(200, { "content-length": whole.byteLength });
      response.write(whole.subarray(0, 10), () => controller.abort());
    });
    expect((await download({}, controller.signal)).error).toMatchObject({ code: "cancelled" });
    expect(requestsFor(WEIGHTS)).toBe(1);
    server.faults.clear();
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([WEIGHTS]);
  });

  it("says so when there is no server", async () => {
    const { url } = server;
    await server.close();
    server = await startModelServer(new Map());
    const { error } = await collect(
      downloadModel(exampleModel(url), new AbortController().signal, { fetch, caches }),
    );
    expect(error).toMatchObject({ code: "network" });
  });

  it("shares the tokenizer with another variant of the same repository", async () => {
    server.files.set("onnx/model_q4.onnx", server.files.get(GRAPH) ?? new Uint8Array());
    await download();
    server.requests.length = 0;
    expect((await download({ quantization: "q4" })).error).toBeUndefined();
    expect(server.requests).toEqual(["onnx/model_q4.onnx"]);
    const stored = await lookUpStored(exampleModel(server.url, { quantization: "q4" }), caches);
    expect(stored).toEqual(await lookUpStored(exampleModel(server.url), caches));
  });

  it("S3 fetches again what the browser threw away, and only that", async () => {
    await download();
    const store = await openModelStore(exampleModel(server.url), caches);
    await store.forget(WEIGHTS);
    await store.forget("config.json");
    expect(await lookUpStored(exampleModel(server.url), caches)).toMatchObject({ isComplete: false });
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual(["config.json", WEIGHTS]);
    expect(await lookUpStored(exampleModel(server.url), caches)).toMatchObject({ isComplete: true });
  });

  it("S2 says so when the storage is full, and keeps what fitted", async () => {
    const full = createMemoryCaches();
    const open = full.open.bind(full);
    full.open = async (name) => {
      const cache = await open(name);
      const put = cache.put.bind(cache);
      cache.put = async (request, response) => {
        if (String(request).endsWith(GRAPH)) throw new DOMException("no room", "QuotaExceededError");
        await put(request, response);
      };
      return cache;
    };
    caches = full;
    const { error } = await download();
    expect(error).toBeInstanceOf(InferenceError);
    expect(error).toMatchObject({ code: "model-load-failed", retryable: false });
    expect((error as InferenceError).detail).toContain("QuotaExceededError");
    expect(await storedPaths()).toEqual(ALL.slice(0, 4));
  });

  it("refuses a record without an address or with a variant nobody knows", async () => {
    expect((await download({ source: { type: "none" } })).error).toMatchObject({ code: "model-missing" });
    expect((await download({ quantization: "q3" })).error).toMatchObject({ code: "model-missing" });
    expect(server.requests).toEqual([]);
  });
});

describe("removeStored", () => {
  it("deletes everything, and then the model must be downloaded again", async () => {
    await download();
    await removeStored(exampleModel(server.url), caches);
    expect(await storedPaths()).toEqual([]);
    expect(await lookUpStored(exampleModel(server.url), caches)).toEqual({
      isComplete: false,
      storedBytes: 0,
      totalBytes: 0,
    });
  });

  it("leaves the files that another variant of the same repository needs", async () => {
    server.files.set("onnx/model_q4.onnx", server.files.get(GRAPH) ?? new Uint8Array());
    await download();
    await download({ quantization: "q4" });
    await removeStored(exampleModel(server.url, { quantization: "q4" }), caches);
    expect(await storedPaths()).toEqual(ALL);
    expect(await lookUpStored(exampleModel(server.url), caches)).toMatchObject({ isComplete: true });
  });
});
