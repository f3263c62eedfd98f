import { openAsBlob } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { cutOff, flipped, html, plainHtml, status } from "../../../../e2e/fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../../../../e2e/fixtures/model-host/model-host";
import type { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import { createDownloadHandler } from "../../shared/downloads/download-handler";
import { bytesInParts } from "../../shared/downloads/file-parts";
import { OPEN_NETWORK } from "../../shared/downloads/model-network";
import { collect } from "../../shared/test-support/collect";
import { createMemoryCaches } from "../../shared/test-support/memory-caches";
import { lookUpStored, openModelStore, removeStored, storedFiles } from "./model-store";
import { obtainModel } from "./obtain-model";
import { exampleModel } from "./test-support/example";
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

let host: ModelHost;
let caches: CacheStorage;

beforeEach(async () => {
  host = await startModelHost(tinyDecoder({ external: true }), { isListed: true, redirects: true });
  caches = createMemoryCaches();
});
afterEach(() => host.close());

function handler(partBytes = 1_000_000_000) {
  const limits = { retryDelaysMs: [1, 1], partBytes };
  return createDownloadHandler({ obtainModel, storedFiles }, { fetch, caches, locks: undefined, limits });
}

function download(change = {}, partBytes?: number): Promise<{ events: InferenceEvent[]; error?: unknown }> {
  return collect(
    handler(partBytes).download(exampleModel(host.url, change), OPEN_NETWORK, new AbortController().signal),
  );
}

async function storedPaths(): Promise<string[]> {
  const store = await openModelStore(exampleModel(host.url), caches);
  const present = await Promise.all(ALL.map((path) => store.has(path)));
  return ALL.filter((_, index) => present[index]);
}

function requestsFor(path: string): number {
  return host.requests().filter((each) => each === path).length;
}

describe("a download", () => {
  it("fetches every file once, the graph's weights too, and nothing the second time", async () => {
    const { events, error } = await download();
    expect(error).toBeUndefined();
    expect(host.requests()).toEqual(["list", ...ALL]);
    const total = [...host.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(events.at(-1)).toEqual({ type: "load-progress", phase: "Downloading", loaded: total, total });
    const model = exampleModel(host.url);
    expect(await lookUpStored(model, caches)).toEqual({
      isComplete: true,
      storedBytes: total,
      totalBytes: total,
    });

    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });

  it("knows the exact total, external weights included, once the first file is here", async () => {
    host.files.set(WEIGHTS, new Uint8Array(5_000_000));
    const { events } = await download();
    const total = [...host.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    const steps = events.flatMap((event) => (event.type === "load-progress" ? [event] : []));
    expect(steps.length).toBeGreaterThan(6);
    expect(steps.slice(2).every((step) => step.total === total)).toBe(true);
    for (const [index, { loaded }] of steps.entries()) {
      expect(loaded).toBeGreaterThanOrEqual(steps[index - 1]?.loaded ?? 0);
    }
  });

  it("never says more than a total where the host lists nothing", async () => {
    host.options.isListed = false;
    host.files.set(WEIGHTS, new Uint8Array(5_000_000));
    for (const downloadBytes of [0, 1_000_000, 5_100_000]) {
      caches = createMemoryCaches();
      const { events } = await download({ downloadBytes });
      for (const event of events) {
        if (event.type !== "load-progress" || event.total === 0) continue;
        expect(event.loaded).toBeLessThanOrEqual(event.total);
      }
    }
  });

  it("does without the files that a model may lack", async () => {
    for (const path of ["tokenizer_config.json", "generation_config.json"]) host.files.delete(path);
    for (const isListed of [true, false]) {
      caches = createMemoryCaches();
      host.options.isListed = isListed;
      host.forget();
      expect((await download()).error).toBeUndefined();
      // A list spares the question.
      expect(host.requests().includes("chat_template.jinja")).toBe(!isListed);
      expect(await lookUpStored(exampleModel(host.url), caches)).toMatchObject({ isComplete: true });
      host.forget();
      expect((await download()).error).toBeUndefined();
      expect(host.requests()).toEqual([]);
    }
  });

  it.each([404, 403])("L6 says which file is missing when the host answers %i", async (code) => {
    host.faults.set(GRAPH, status(code));
    const { error } = await download();
    expect(error).toMatchObject({ code: "model-file-missing", status: code, retryable: false });
    expect((error as InferenceError).detail).toContain(GRAPH);
    expect(requestsFor(GRAPH)).toBe(1);
    expect(await storedPaths()).toEqual(ALL.slice(0, 4));

    host.faults.clear();
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", GRAPH, WEIGHTS]);
  });

  for (const path of ALL) {
    for (const [name, fault] of Object.entries({ html, plainHtml, cutOff })) {
      it(`L7 refuses ${path} by its form when it is ${name} and the host lists nothing`, async () => {
        host.options.isListed = false;
        host.faults.set(path, fault);
        const { error } = await download();
        expect(error).toMatchObject({ code: "model-file-corrupt", retryable: false });
        expect((error as InferenceError).detail).toContain(path);
        expect(requestsFor(path)).toBe(2);
        expect(await storedPaths()).toEqual(ALL.slice(0, ALL.indexOf(path)));
        expect(await lookUpStored(exampleModel(host.url), caches)).toMatchObject({ isComplete: false });

        host.faults.clear();
        expect((await download()).error).toBeUndefined();
      });
    }
  }

  it("L7 notices one bit in the weights by the hash that the host lists", async () => {
    host.faults.set(WEIGHTS, flipped);
    expect((await download()).error).toMatchObject({
      code: "model-file-corrupt",
      detail: expect.stringContaining("SHA-256"),
    });
    expect(await storedPaths()).not.toContain(WEIGHTS);
  });

  it("L7 refuses a page in place of a chat template", async () => {
    host.options.isListed = false;
    host.files.delete("tokenizer_config.json");
    host.faults.set("chat_template.jinja", plainHtml);
    expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
    expect(requestsFor("chat_template.jinja")).toBe(2);
  });

  it("refuses weights outside the model's folder", async () => {
    const graph = host.files.get(GRAPH) ?? new Uint8Array();
    const text = Buffer.from(graph).toString("latin1");
    const elsewhere = text.replaceAll(EXTERNAL_FILE, "../secrets_data".padEnd(EXTERNAL_FILE.length, "x"));
    host.files.set(GRAPH, new Uint8Array(Buffer.from(elsewhere, "latin1")));
    expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
    expect(host.requests().some((path) => path.includes("secrets"))).toBe(false);
  });

  it("shares the tokenizer with another variant of the same repository", async () => {
    host.files.set("onnx/model_q4.onnx", host.files.get(GRAPH) ?? new Uint8Array());
    await download();
    host.forget();
    expect((await download({ quantization: "q4" })).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", "onnx/model_q4.onnx"]);
    const stored = await lookUpStored(exampleModel(host.url, { quantization: "q4" }), caches);
    expect(stored).toEqual(await lookUpStored(exampleModel(host.url), caches));
  });

  it("S3 fetches again what the browser threw away, and only that", async () => {
    await download();
    const store = await openModelStore(exampleModel(host.url), caches);
    await store.forget(WEIGHTS);
    await store.forget("config.json");
    expect(await lookUpStored(exampleModel(host.url), caches)).toMatchObject({ isComplete: false });
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", "config.json", WEIGHTS]);
    expect(await lookUpStored(exampleModel(host.url), caches)).toMatchObject({ isComplete: true });
  });

  it("refuses a record without an address or with a variant nobody knows", async () => {
    expect((await download({ source: { type: "none" } })).error).toMatchObject({ code: "model-missing" });
    expect((await download({ quantization: "q3" })).error).toMatchObject({ code: "model-missing" });
    expect(host.requests()).toEqual([]);
  });
});

describe("files from disk", () => {
  const source = {
    type: "hugging-face",
    url: "https://disk.invalid/tiny",
    revision: "main",
    isFromDisk: true,
  } as const;
  const model = () => exampleModel(host.url, { source });
  const inputs = (folder: string) =>
    [...host.files].map(([path, content]) => ({
      path: folder + path,
      file: new Blob([Uint8Array.from(content)]),
    }));
  const importAll = (files: ReturnType<typeof inputs>) =>
    collect(handler().importFiles(model(), files, new AbortController().signal));

  it.each(["", "some folder/"])(
    "are kept from “%s” with the checks of a download, without a request",
    async (folder) => {
      expect((await importAll(inputs(folder))).error).toBeUndefined();
      expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: true });
      expect(host.requests()).toEqual([]);
    },
  );

  it("are found without their folders", async () => {
    const flat = inputs("").map(({ path, file }) => ({ path: path.split("/").at(-1) ?? "", file }));
    expect((await importAll(flat)).error).toBeUndefined();
  });

  it("say which of them is not as it was when it was chosen", async () => {
    const path = join(await mkdtemp(join(tmpdir(), "nearside-import-")), "config.json");
    await writeFile(path, host.files.get("config.json") ?? "");
    const changed = { path: "config.json", file: await openAsBlob(path) };
    await writeFile(path, "{}");
    const { error } = await importAll([...inputs("").filter((each) => each.path !== "config.json"), changed]);
    await rm(dirname(path), { recursive: true });
    expect(error).toMatchObject({
      code: "model-file-missing",
      detail: "config.json was moved or changed after it was chosen",
    });
  });

  it("must be all that the graph needs", async () => {
    expect((await importAll(inputs("").filter(({ path }) => path !== WEIGHTS))).error).toMatchObject({
      code: "model-file-missing",
      detail: `Not among the files: ${WEIGHTS}`,
    });
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: false });
  });
});

describe("a model whose large files are in parts", () => {
  const model = () => exampleModel(host.url);
  const inParts = () => bytesInParts(caches, () => true);

  beforeEach(async () => {
    const weights = new Uint8Array(2_000_000);
    weights.set(host.files.get(WEIGHTS) ?? new Uint8Array());
    host.files.set(WEIGHTS, weights);
  });

  it("is read as any other, and repaired", async () => {
    expect((await download({}, 300_000)).error).toBeUndefined();
    expect(await inParts()).toBe(2_000_000);
    const store = await openModelStore(model(), caches);
    expect(
      Buffer.compare(
        (await store.read(WEIGHTS)) ?? new Uint8Array(),
        host.files.get(WEIGHTS) ?? new Uint8Array(),
      ),
    ).toBe(0);
    const repaired = await collect(handler().repair(model(), new AbortController().signal));
    expect(repaired.error).toBeUndefined();
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: true });
  });

  it("counts once while more is to come", async () => {
    host.files.set(WEIGHTS, new Uint8Array(2_000_000));
    host.faults.set("config.json", status(404));
    await download({}, 300_000);
    host.faults.clear();
    await download({}, 300_000);
    const store = await openModelStore(model(), caches);
    await store.writeManifest({ ...(await store.readManifest()), isComplete: false });
    const total = [...host.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: false, storedBytes: total });
  });

  it("S3 is not complete without one of them", async () => {
    await download({}, 300_000);
    const cache = await caches.open("nearside/partial-downloads");
    const [first] = await cache.keys();
    await cache.delete(first ?? "");
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: false });
    expect(await (await openModelStore(model(), caches)).read(WEIGHTS)).toBeNull();
  });

  it("leaves none of them when it is deleted, nor when it comes from disk in their place", async () => {
    await download({}, 300_000);
    await removeStored(model(), caches);
    expect(await inParts()).toBe(0);
    await download({}, 300_000);
    const inputs = [...host.files].map(([path, data]) => ({ path, file: new Blob([new Uint8Array(data)]) }));
    const imported = await collect(handler().importFiles(model(), inputs, new AbortController().signal));
    expect(imported.error).toBeUndefined();
    expect(await inParts()).toBe(0);
    expect(await storedPaths()).toEqual(ALL);
  });
});

describe("removeStored", () => {
  it("deletes everything, and then the model must be downloaded again", async () => {
    await download();
    await removeStored(exampleModel(host.url), caches);
    expect(await storedPaths()).toEqual([]);
    expect(await lookUpStored(exampleModel(host.url), caches)).toEqual({
      isComplete: false,
      storedBytes: 0,
      totalBytes: 0,
    });
  });

  it("leaves the files that another variant of the same repository needs", async () => {
    host.files.set("onnx/model_q4.onnx", host.files.get(GRAPH) ?? new Uint8Array());
    await download();
    await download({ quantization: "q4" });
    await removeStored(exampleModel(host.url, { quantization: "q4" }), caches);
    expect(await storedPaths()).toEqual(ALL);
    expect(await lookUpStored(exampleModel(host.url), caches)).toMatchObject({ isComplete: true });
  });
});
