import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { InferenceEvent } from "../../core/event";
import { collect } from "../shared/test-support/collect";
import { createMemoryCaches } from "../shared/test-support/memory-caches";
import { downloadModel } from "./download-model";
import { CACHE_NAMES, deleteStored, lookUpStored } from "./model-files";
import { exampleModel } from "./test-support/example";
import { type Answer, type ModelServer, startModelServer } from "./test-support/model-server";

const CONFIG = "/resolve/main/mlc-chat-config.json";
const MANIFEST = "/resolve/main/tensor-cache.json";
const TOKENIZER = "/resolve/main/tokenizer.json";
const SHARD_0 = "/resolve/main/params_shard_0.bin";
const SHARD_1 = "/resolve/main/params_shard_1.bin";
const LIBRARY = "/lib.wasm";

let server: ModelServer;
let caches: CacheStorage;
beforeEach(async () => {
  server = await startModelServer();
  caches = createMemoryCaches();
});
afterEach(() => server.close());

const model = () => exampleModel(server.url);

function download(signal = new AbortController().signal, stallMs = 5000) {
  return collect(downloadModel(model(), signal, { fetch, caches, stallMs }));
}

async function storedPaths(): Promise<string[]> {
  const paths: string[] = [];
  for (const name of Object.values(CACHE_NAMES)) {
    for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
  }
  return paths.sort();
}

/** Answers `bad` the first `times` times, then what was there before. */
function failFirst(path: string, times: number, bad: Answer): void {
  const good = server.files.get(path);
  let left = times;
  server.files.set(path, (response) => {
    left -= 1;
    if (left < 0 && good !== undefined && typeof good !== "function") response.end(good.body);
    else if (typeof bad === "function") bad(response);
    else response.writeHead(bad.status ?? 200, { "content-type": bad.type ?? "text/plain" }).end(bad.body);
  });
}

describe("downloadModel", () => {
  it("puts each file into the library's caches, and counts the bytes of the weights", async () => {
    const { events, error } = await download();
    expect(error).toBeUndefined();
    expect(await storedPaths()).toEqual([LIBRARY, CONFIG, SHARD_0, SHARD_1, MANIFEST, TOKENIZER].sort());
    expect(await lookUpStored(model(), caches)).toEqual({
      isComplete: true,
      storedBytes: 2_501_000,
      totalBytes: 2_501_000,
    });
    const loaded = (event: InferenceEvent) => (event.type === "load-progress" ? event.loaded : -1);
    expect(events.every((event) => event.type === "load-progress")).toBe(true);
    expect(events.map(loaded)).toEqual(events.map(loaded).sort((one, other) => one - other));
    expect(events.at(-1)).toMatchObject({ loaded: 2_501_000, total: 2_501_000 });
    expect(events.length).toBeGreaterThan(4);
    expect(new Set(server.requests).size).toBe(server.requests.length);
  });

  it("makes no request for a model that is here", async () => {
    await download();
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([]);
  });

  it("L6 fetches only the missing file again after a 404", async () => {
    const shard = server.files.get(SHARD_1) as Answer;
    server.files.delete(SHARD_1);
    expect((await download()).error).toMatchObject({
      code: "model-file-missing",
      status: 404,
      retryable: false,
      detail: `${server.url}${SHARD_1}: HTTP 404`,
    });
    expect(await lookUpStored(model(), caches)).toMatchObject({ isComplete: false, storedBytes: 2_500_000 });
    server.files.set(SHARD_1, shard);
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([SHARD_1]);
  });

  it("L6 keeps nothing of a file whose connection broke, and fetches only that file again", async () => {
    failFirst(SHARD_0, 1, (response) => {
      response.writeHead(200, { "content-length": "2500000" });
      response.write(new Uint8Array(1_200_000), () => response.destroy());
    });
    expect((await download()).error).toMatchObject({ code: "network", retryable: true });
    expect(await storedPaths()).not.toContain(SHARD_0);
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([SHARD_0, SHARD_1]);
  });

  const html: Answer = { type: "text/html; charset=utf-8", body: "<!doctype html><title>Sign in</title>" };
  const poisoned: readonly [string, string, Answer][] = [
    ["a web page in place of the config", CONFIG, html],
    ["a web page in place of the manifest", MANIFEST, html],
    ["a web page in place of the model library", LIBRARY, html],
    ["a web page in place of weights", SHARD_1, html],
    ["a web page that calls itself bytes in place of weights", SHARD_1, { body: "<!doctype html>" }],
    ["a truncated tokenizer", TOKENIZER, { type: "application/json", body: '{"version": "1.' }],
    ["truncated weights", SHARD_1, { body: new Uint8Array(999) }],
    ["weights that are too large", SHARD_1, { body: new Uint8Array(1001) }],
    ["an empty file", SHARD_1, { body: "" }],
    ["a truncated model library", LIBRARY, { body: new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0]) }],
  ];
  for (const [fault, path, bad] of poisoned) {
    it(`L7 fetches once more for ${fault}, then refuses and keeps nothing of it`, async () => {
      server.files.set(path, bad);
      const { error } = await download();
      expect(error).toMatchObject({ code: "model-file-corrupt", detail: expect.stringContaining(path) });
      expect(server.requests.filter((each) => each === path)).toHaveLength(2);
      expect(await storedPaths()).not.toContain(path);
    });
    it(`L7 gets over ${fault} when the second time is right`, async () => {
      failFirst(path, 1, bad);
      expect((await download()).error).toBeUndefined();
      expect((await lookUpStored(model(), caches)).isComplete).toBe(true);
    });
  }

  it("L7 keeps neither config nor manifest when they do not list what they must", async () => {
    for (const [path, value] of [
      [CONFIG, { tokenizer_files: ["merges.txt"] }],
      [MANIFEST, { records: [] }],
      [MANIFEST, { records: [{ dataPath: "../../other/model.bin", nbytes: 3 }] }],
      [MANIFEST, { records: [{ dataPath: "https://elsewhere.example/x.bin", nbytes: 3 }] }],
    ] as const) {
      const good = server.files.get(path) as Answer;
      server.files.set(path, { type: "application/json", body: JSON.stringify(value) });
      expect((await download()).error).toMatchObject({ code: "model-file-corrupt" });
      expect(await storedPaths()).toEqual([LIBRARY]);
      server.files.set(path, good);
    }
  });

  it("ends with `cancelled` in the middle of a file, keeps whole files and resumes after them", async () => {
    let isClosed: () => void = () => {};
    const closed = new Promise<void>((resolve) => {
      isClosed = resolve;
    });
    failFirst(SHARD_0, 1, (response) => {
      response.on("close", isClosed);
      response.writeHead(200, { "content-length": "2500000" });
      response.write(new Uint8Array(1_500_000));
    });
    const controller = new AbortController();
    const events: InferenceEvent[] = [];
    const stream = downloadModel(model(), controller.signal, { fetch, caches });
    await expect(async () => {
      for await (const event of stream) {
        events.push(event);
        if (event.type === "load-progress" && event.loaded > 1_000_000) controller.abort();
      }
    }).rejects.toMatchObject({ code: "cancelled" });
    await closed;
    expect(await storedPaths()).toEqual([LIBRARY, CONFIG, MANIFEST, TOKENIZER].sort());
    server.requests.length = 0;
    expect((await download()).error).toBeUndefined();
    expect(server.requests).toEqual([SHARD_0, SHARD_1]);
  });

  it("stops the transfer when the loop is left", async () => {
    const closed = new Promise<void>((resolve) => {
      server.files.set(SHARD_0, (response) => {
        response.on("close", resolve);
        response.writeHead(200, { "content-length": "2500000" });
        response.write(new Uint8Array(1_500_000));
      });
    });
    for await (const event of downloadModel(model(), new AbortController().signal, { fetch, caches })) {
      if (event.type === "load-progress" && event.loaded > 1_000_000) break;
    }
    await closed;
  });

  it("stops reading a file that has no end", async () => {
    let open = 0;
    server.files.set(SHARD_1, (response) => {
      open += 1;
      response.on("close", () => {
        open -= 1;
      });
      const more = () => {
        if (!response.destroyed) response.write(new Uint8Array(10_000), () => setTimeout(more, 1));
      };
      more();
    });
    expect((await download()).error).toMatchObject({
      code: "model-file-corrupt",
      detail: `${server.url}${SHARD_1}: it is larger than 1000 bytes`,
    });
    await expect.poll(() => open).toBe(0);
  });

  it("gives up on a server that sends nothing more, before or after its headers", async () => {
    for (const hang of [
      () => {},
      (response: Parameters<Extract<Answer, (...args: never[]) => void>>[0]) => {
        response.writeHead(200, { "content-length": "1000" });
        response.write(new Uint8Array(10));
      },
    ]) {
      server.files.set(SHARD_1, hang);
      expect((await download(undefined, 200)).error).toMatchObject({
        code: "network",
        detail: `${server.url}${SHARD_1}: nothing came for 0.2 s`,
      });
    }
  });

  it("S2 says what could not be stored when the storage is full", async () => {
    const full = {
      open: async (name: string) => {
        const cache = await caches.open(name);
        const put = () => Promise.reject(new DOMException("Quota exceeded.", "QuotaExceededError"));
        return name === CACHE_NAMES.model ? Object.assign(Object.create(cache), cache, { put }) : cache;
      },
    } as CacheStorage;
    const { error } = await collect(
      downloadModel(model(), new AbortController().signal, { fetch, caches: full }),
    );
    expect(error).toMatchObject({
      code: "model-load-failed",
      retryable: false,
      detail: expect.stringContaining("QuotaExceededError"),
    });
    expect((await lookUpStored(model(), caches)).isComplete).toBe(false);
  });

  it("says `network` when nobody answers", async () => {
    const nowhere = exampleModel("http://127.0.0.1:9");
    const stream = downloadModel(nowhere, new AbortController().signal, { fetch, caches });
    expect((await collect(stream)).error).toMatchObject({ code: "network", retryable: true });
  });
});

describe("deleteStored", () => {
  it("deletes the files of one model and leaves those of another", async () => {
    const other = await startModelServer();
    try {
      await download();
      const otherModel = exampleModel(other.url, { id: "web-llm/other" });
      await collect(downloadModel(otherModel, new AbortController().signal, { fetch, caches }));
      await deleteStored(model(), [], caches);
      expect((await lookUpStored(model(), caches)).storedBytes).toBe(0);
      expect((await lookUpStored(otherModel, caches)).isComplete).toBe(true);
      expect(await storedPaths()).toHaveLength(6);
    } finally {
      await other.close();
    }
  });

  it("keeps a model library that another stored model uses, and no other", async () => {
    const shared = exampleModel(`${server.url}/other`, { id: "web-llm/other" });
    const sharing = {
      ...shared,
      source: {
        type: "hugging-face",
        url: `${server.url}/other`,
        revision: "main",
        libraryUrl: `${server.url}${LIBRARY}`,
      },
    } as const;
    await download();
    await (await caches.open(CACHE_NAMES.config)).put(
      `${server.url}/other${CONFIG}`,
      new Response("{}", { headers: { "content-type": "application/json" } }),
    );
    await deleteStored(model(), [model(), sharing], caches);
    expect(await storedPaths()).toEqual([LIBRARY, `/other${CONFIG}`]);
    await deleteStored(sharing, [model(), sharing], caches);
    expect(await storedPaths()).toEqual([]);
  });
});
