import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as faults from "../../../e2e/fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../../../e2e/fixtures/model-host/model-host";
import type { InferenceEvent } from "../../core/event";
import { createDownloadHandler } from "../shared/downloads/download-handler";
import { bytesInParts } from "../shared/downloads/file-parts";
import { OPEN_NETWORK } from "../shared/downloads/model-network";
import { collect } from "../shared/test-support/collect";
import { createMemoryCaches } from "../shared/test-support/memory-caches";
import type { DownloadHandler } from "../shared/worker-host";
import { CACHE_NAMES, deleteStored, lookUpStored, storedFiles } from "./model-files";
import { obtainModel } from "./obtain-model";
import { exampleModel, LIBRARY } from "./test-support/example";
import { tinyModel } from "./test-support/tiny-model";

const CONFIG = "mlc-chat-config.json";
const MANIFEST = "tensor-cache.json";
const TOKENIZER = "tokenizer.json";
const SHARD_0 = "params_shard_0.bin";
const SHARD_1 = "params_shard_1.bin";
const IN_REPOSITORY = [CONFIG, SHARD_0, SHARD_1, MANIFEST, TOKENIZER];

let host: ModelHost;
let caches: CacheStorage;
let handler: DownloadHandler;
beforeEach(async () => {
  host = await startModelHost(tinyModel(), { isListed: true, redirects: true });
  caches = createMemoryCaches();
  handler = createDownloadHandler(
    { obtainModel, storedFiles },
    { fetch, caches, locks: undefined, limits: { retryDelaysMs: [1] } },
  );
});
afterEach(() => host.close());

const model = () => exampleModel(host.url);
const live = () => new AbortController().signal;
const download = (of = model()) => collect(handler.download(of, OPEN_NETWORK, live()));
const allBytes = () => [...host.files.values()].reduce((sum, { byteLength }) => sum + byteLength, 0);
const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** Paths in the repository, and the whole path of what lies elsewhere. */
async function storedPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const name of Object.values(CACHE_NAMES)) {
    for (const { url } of await (await caches.open(name)).keys()) {
      paths.push(new URL(url).pathname.replace("/models/tiny/resolve/main/", ""));
    }
  }
  return paths.sort();
}

describe("a download", () => {
  it("puts each file into the library's caches, where the library looks, and counts all bytes", async () => {
    const { events, error } = await download();
    expect(error).toBeUndefined();
    expect(await storedPaths()).toEqual([LIBRARY, ...IN_REPOSITORY].sort());
    expect(await lookUpStored(model(), caches)).toEqual({
      isComplete: true,
      storedBytes: allBytes(),
      totalBytes: allBytes(),
    });
    const loaded = (event: InferenceEvent) => (event.type === "load-progress" ? event.loaded : -1);
    expect(events.every((event) => event.type === "load-progress")).toBe(true);
    expect(events.map(loaded)).toEqual(events.map(loaded).sort((one, other) => one - other));
    expect(events.at(-1)).toMatchObject({ loaded: allBytes(), total: allBytes() });
    expect(host.requests()).toEqual(["list", CONFIG, MANIFEST, LIBRARY, TOKENIZER, SHARD_0, SHARD_1]);
  });

  it("makes no request for a model that is here", async () => {
    await download();
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });

  it("L6 fetches only the missing file again after a 404", async () => {
    const shard = host.files.get(SHARD_1) as Uint8Array;
    host.options.isListed = false;
    host.files.delete(SHARD_1);
    expect((await download()).error).toMatchObject({
      code: "model-file-missing",
      status: 404,
      retryable: false,
      detail: `${host.url}/resolve/main/${SHARD_1}: HTTP 404`,
    });
    expect(await lookUpStored(model(), caches)).toMatchObject({
      isComplete: false,
      storedBytes: allBytes(),
      totalBytes: allBytes() + 1000,
    });
    host.files.set(SHARD_1, shard);
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", SHARD_1]);
  });

  const bad: readonly [string, string, Uint8Array][] = [
    ["a truncated tokenizer", TOKENIZER, new TextEncoder().encode('{"version": "1.')],
    ["truncated weights", SHARD_1, new Uint8Array(999)],
    ["weights that are too large", SHARD_1, new Uint8Array(1001)],
    ["an empty file", SHARD_1, new Uint8Array()],
    ["a truncated model library", LIBRARY, new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0])],
  ];
  for (const [fault, path, content] of bad) {
    it(`L7 refuses ${fault} by its form where the host lists nothing, and keeps nothing of it`, async () => {
      host.options.isListed = false;
      const good = host.files.get(path) as Uint8Array;
      host.files.set(path, content);
      expect((await download()).error).toMatchObject({
        code: "model-file-corrupt",
        detail: expect.stringContaining(path),
      });
      expect(host.requests().filter((each) => each === path)).toHaveLength(2);
      expect(await storedPaths()).not.toContain(path);
      host.files.set(path, good);
      expect((await download()).error).toBeUndefined();
    });
  }

  it("L7 keeps neither config nor list when they do not name what they must", async () => {
    for (const [path, value] of [
      [CONFIG, { tokenizer_files: ["merges.txt"] }],
      [MANIFEST, { records: [] }],
      [MANIFEST, { records: [{ dataPath: "../../other/model.bin", nbytes: 3 }] }],
      [MANIFEST, { records: [{ dataPath: "https://elsewhere.example/x.bin", nbytes: 3 }] }],
    ] as const) {
      const good = host.files.get(path) as Uint8Array;
      host.files.set(path, json(value));
      expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
      expect(await storedPaths()).toEqual([LIBRARY]);
      host.files.set(path, good);
    }
  });

  it("says `network` when nobody answers", async () => {
    expect((await download(exampleModel("http://127.0.0.1:9/models/tiny"))).error).toMatchObject({
      code: "network",
      retryable: true,
      engine: "web-llm",
    });
  });
});

describe("a model from disk", () => {
  const fromDisk = () => {
    const source = {
      type: "hugging-face",
      url: "https://disk.invalid/tiny",
      revision: "main",
      libraryUrl: "https://disk.invalid/tiny/lib.wasm",
      isFromDisk: true,
    } as const;
    return exampleModel(host.url, { source });
  };
  const inputs = (folder = "") =>
    [...host.files].map(([path, content]) => ({
      path: folder + path.replace(/^\//, ""),
      file: new Blob([Uint8Array.from(content)]),
    }));
  const importAll = (files = inputs()) => collect(handler.importFiles(fromDisk(), files, live()));

  it("is kept from files in a folder, checked, and never asks the network", async () => {
    for (const folder of ["", "my model/"]) {
      const { events, error } = await importAll(inputs(folder));
      expect(error).toBeUndefined();
      expect(events.at(-1)).toMatchObject({ loaded: allBytes(), total: allBytes() });
    }
    expect(await lookUpStored(fromDisk(), caches)).toMatchObject({ isComplete: true });
    expect((await download(fromDisk())).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });

  it("names what is missing among the files", async () => {
    const some = inputs().filter(({ path }) => path !== CONFIG && path !== "lib.wasm");
    expect((await importAll(some)).error).toMatchObject({
      code: "model-file-missing",
      detail: `Not among the files: ${CONFIG}, https://disk.invalid/tiny/lib.wasm`,
    });
    const shardless = inputs().filter(({ path }) => path !== SHARD_1);
    expect((await importAll(shardless)).error).toMatchObject({
      code: "model-file-missing",
      detail: `Not among the files: ${SHARD_1}`,
    });
    // What is here need not be chosen again.
    expect((await importAll(inputs().filter(({ path }) => path === SHARD_1))).error).toBeUndefined();
  });

  it("L7 refuses a damaged file and keeps nothing of it", async () => {
    host.files.set(SHARD_1, new Uint8Array(999));
    expect((await importAll()).error).toMatchObject({
      code: "model-file-corrupt",
      detail: `${SHARD_1}: it has 999 bytes instead of 1000`,
    });
    expect((await storedPaths()).some((path) => path.includes(SHARD_1))).toBe(false);
  });
});

describe("repair", () => {
  async function repair(): Promise<readonly string[]> {
    const stream = handler.repair(model(), live());
    for (;;) {
      const step = await stream.next();
      if (step.done === true) return step.value;
    }
  }

  it("L7 finds a kept file that changed, deletes it alone, and the next download fetches it alone", async () => {
    await download();
    expect(await repair()).toEqual([]);
    const cache = await caches.open(CACHE_NAMES.model);
    const url = `${host.url}/resolve/main/${SHARD_0}`;
    const kept = (await cache.match(url)) as Response;
    const content = new Uint8Array(await kept.clone().arrayBuffer());
    content[1_000_000] = 1;
    await cache.put(url, new Response(content, { headers: kept.headers }));
    host.forget();
    expect(await repair()).toEqual([SHARD_0]);
    expect(host.requests()).toEqual([]);
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: false });
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", SHARD_0]);
  });

  it("L7 looks at the form of files that were kept without a hash", async () => {
    await download();
    const cache = await caches.open(CACHE_NAMES.model);
    const url = (path: string) => `${host.url}/resolve/main/${path}`;
    await cache.put(url(TOKENIZER), new Response("<!doctype html>"));
    await cache.put(url(SHARD_1), new Response(new Uint8Array(10)));
    await cache.put(url(SHARD_0), new Response(new Uint8Array(2_500_000)));
    expect(await repair()).toEqual([TOKENIZER, SHARD_1]);
  });
});

describe("deleteStored", () => {
  it("deletes the files of one model and leaves those of another", async () => {
    const other = await startModelHost(tinyModel());
    try {
      await download();
      const otherModel = exampleModel(other.url, { id: "web-llm/other" });
      await download(otherModel);
      await deleteStored(model(), [], caches);
      expect((await lookUpStored(model(), caches)).storedBytes).toBe(0);
      expect((await lookUpStored(otherModel, caches)).isComplete).toBe(true);
      expect(await storedPaths()).toHaveLength(6);
    } finally {
      await other.close();
    }
  });

  it("keeps a model library that another stored model uses, and no other", async () => {
    const sharing = exampleModel(`${host.origin}/other`, { id: "web-llm/other" });
    await download();
    await (await caches.open(CACHE_NAMES.config)).put(
      `${host.origin}/other/resolve/main/${CONFIG}`,
      new Response("{}", { headers: { "content-type": "application/json" } }),
    );
    await deleteStored(model(), [model(), sharing], caches);
    expect(await storedPaths()).toEqual([LIBRARY, `/other/resolve/main/${CONFIG}`]);
    await deleteStored(sharing, [model(), sharing], caches);
    expect(await storedPaths()).toEqual([]);
  });

  it("deletes the part of a file that was begun", async () => {
    host.faults.set(SHARD_0, (exchange) =>
      faults.resetAfter(exchange.from === null ? 1_500_000 : 0)(exchange),
    );
    expect((await download()).error).toMatchObject({ code: "network" });
    const begun = await bytesInParts(caches, () => true);
    expect(begun).toBeGreaterThan(1_000_000);
    const { storedBytes } = await lookUpStored(model(), caches);
    expect(storedBytes).toBeGreaterThan(begun);
    await deleteStored(model(), [], caches);
    expect(await bytesInParts(caches, () => true)).toBe(0);
  });
});
