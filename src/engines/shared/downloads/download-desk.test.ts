import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import * as faults from "../../../../e2e/fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../../../../e2e/fixtures/model-host/model-host";
import { sha256 } from "../../../../e2e/fixtures/model-host/repository-list";
import type { ModelNetwork } from "../../../core/engine";
import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { collect } from "../test-support/collect";
import { createMemoryCaches } from "../test-support/memory-caches";
import { createDownloadDesk, type DownloadScope } from "./download-desk";
import { bytesInParts, openParts } from "./file-parts";
import { deleteKept, isDamaged, keptBytes, lookUpFile, readKept } from "./kept-file";
import { OPEN_NETWORK } from "./model-network";
import type { WantedFile } from "./wanted-file";

const CACHE = "test/files";
const CONFIG = "config.json";
const WEIGHTS = "weights.bin";
const WEIGHTS_BYTES = 3_000_000;

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Every byte tells where it stands, so that a part in the wrong place is seen. */
function patterned(bytes: number, seed = 0): Uint8Array {
  return Uint8Array.from({ length: bytes }, (_, index) => (index * 31 + (index >> 8) * 7 + seed) & 0xff);
}

const WHOLE = patterned(WEIGHTS_BYTES);

let host: ModelHost;
let caches: CacheStorage;
beforeEach(async () => {
  host = await startModelHost(
    new Map([
      [CONFIG, bytesOf('{"a":1}')],
      [WEIGHTS, WHOLE],
    ]),
    { isListed: true, redirects: true },
  );
  caches = createMemoryCaches();
});
afterEach(() => host.close());

function modelAt(url = host.url, change: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: "test/tiny",
    label: "Tiny",
    engine: "onnx",
    kind: "language-model",
    tasks: [],
    source: { type: "hugging-face", url, revision: "main" },
    downloadBytes: 0,
    requiredFeatures: [],
    modalities: ["text"],
    license: "Apache-2.0",
    ...change,
  };
}

function wanted(path: string, change: Partial<WantedFile> = {}): WantedFile {
  return {
    url: `${host.url}/resolve/main/${path}`,
    cacheName: CACHE,
    path,
    ...(path.endsWith(".json")
      ? {
          inspect: (data) => {
            try {
              JSON.parse(new TextDecoder().decode(data));
              return null;
            } catch {
              return "it is not JSON";
            }
          },
        }
      : {}),
    ...change,
  };
}

interface Attempt {
  files?: readonly WantedFile[];
  network?: ModelNetwork;
  model?: ModelRecord;
  signal?: AbortSignal;
  scope?: Partial<DownloadScope>;
  limits?: DownloadScope["limits"];
}

/** As an engine does it: one file after the other. */
function stream(attempt: Attempt = {}): AsyncGenerator<InferenceEvent, void, void> {
  const { files = [wanted(CONFIG), wanted(WEIGHTS)], network = OPEN_NETWORK, model = modelAt() } = attempt;
  const limits = { stallMs: 5000, retryDelaysMs: [1, 1, 1], ...attempt.limits };
  const scope = { fetch, caches, limits, ...attempt.scope };
  return (async function* () {
    const desk = createDownloadDesk(model, network, attempt.signal ?? new AbortController().signal, scope);
    desk.plan(files);
    yield desk.progress();
    for (const file of files) yield* desk.obtain(file);
  })();
}

const download = (attempt?: Attempt) => collect(stream(attempt));

async function kept(path: string): Promise<Response | undefined> {
  return (await caches.open(CACHE)).match(wanted(path).url);
}

async function keptBlob(path: string): Promise<Blob | null> {
  return readKept(caches, await caches.open(CACHE), wanted(path).url);
}

async function expectKept(path: string, content = host.files.get(path)): Promise<void> {
  const response = await kept(path);
  expect(response?.headers.get("x-nearside-sha256")).toBe(sha256(content ?? new Uint8Array()));
  const found = new Uint8Array((await (await keptBlob(path))?.arrayBuffer()) ?? new ArrayBuffer());
  expect(Buffer.compare(found, content ?? new Uint8Array())).toBe(0);
}

type BeforePut = (key: string, response: Response, cache: Cache) => unknown;

/** As `caches`, but `before` is awaited before anything is put, and nothing is where it throws. */
function withPut(before: BeforePut): CacheStorage {
  return {
    open: async (name: string) => {
      const cache = await caches.open(name);
      return {
        ...cache,
        async put(key: string, response: Response) {
          await before(key, response, cache);
          await cache.put(key, response);
        },
      };
    },
  } as unknown as CacheStorage;
}

/** As `caches`, but without room for what `isTooMuch`. */
function fullFor(isTooMuch: (key: string, cache: Cache) => unknown): CacheStorage {
  return withPut(async (key, _, cache) => {
    if (await isTooMuch(key, cache)) throw new DOMException("Quota exceeded.", "QuotaExceededError");
  });
}

const partial = () => bytesInParts(caches, () => true);
const rangesOf = (path: string) =>
  host.log.filter((each) => each.path === path).map(({ range }) => range ?? "all");
/** The next download, from an honest host, asks for what comes after so many bytes, and ends well. */
async function expectRestAlone(here: number): Promise<void> {
  host.faults.clear();
  host.forget();
  expect((await download()).error).toBeUndefined();
  expect(rangesOf(WEIGHTS)).toEqual([`bytes=${here}-`]);
  await expectKept(WEIGHTS);
}

const BROKEN = { limits: { retryDelaysMs: [] } };

describe("a download", () => {
  it("fetches at the commit that the revision is now, through redirects, and keeps under the revision", async () => {
    const { events, error } = await download();
    expect(error).toBeUndefined();
    expect(host.requests()).toEqual(["list", CONFIG, WEIGHTS]);
    expect(host.log[1]?.url).toContain(`/resolve/${host.commit}/`);
    expect(host.log[2]).toMatchObject({ isFromStore: true, range: null });
    await expectKept(CONFIG);
    await expectKept(WEIGHTS);
    expect(await partial()).toBe(0);
    expect(events.at(-1)).toEqual({
      type: "load-progress",
      phase: "Downloading",
      loaded: WEIGHTS_BYTES + 7,
      total: WEIGHTS_BYTES + 7,
    });

    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });

  it("tells exact totals once the host has listed the files, and bytes that only grow", async () => {
    const { events } = await download();
    const steps = events.flatMap((event) => (event.type === "load-progress" ? [event] : []));
    expect(steps.length).toBeGreaterThan(4);
    expect(steps.slice(1).every(({ total }) => total === WEIGHTS_BYTES + 7)).toBe(true);
    for (const [index, { loaded }] of steps.entries()) {
      expect(loaded).toBeGreaterThanOrEqual(steps[index - 1]?.loaded ?? 0);
    }
  });

  it("does without the host's list", async () => {
    host.options.isListed = false;
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", CONFIG, WEIGHTS]);
    expect(host.log[1]?.url).toContain("/resolve/main/");
    await expectKept(WEIGHTS);
  });

  it("asks the mirror for everything, and keeps under the model's own address", async () => {
    const model = modelAt("https://models.example/models/tiny");
    const url = `https://models.example/models/tiny/resolve/main/${CONFIG}`;
    const network = { host: `${host.origin}/`, airGap: false };
    expect((await download({ model, network, files: [{ ...wanted(CONFIG), url }] })).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", CONFIG]);
    expect(await (await caches.open(CACHE)).match(url)).toBeDefined();
  });

  it("asks for a file that the host does not list only if the model must have it", async () => {
    const extra = { ...wanted("extra.json"), isOptional: true };
    expect((await download({ files: [wanted(CONFIG), extra] })).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", CONFIG]);
    host.options.isListed = false;
    caches = createMemoryCaches();
    expect((await download({ files: [extra] })).error).toBeUndefined();
    expect(host.requests().at(-1)).toBe("extra.json");
  });

  it("makes no request under the air gap, nor for a model from disk; what is here is still found", async () => {
    const airGap = { host: null, airGap: true };
    const source = { ...modelAt().source, isFromDisk: true } as ModelRecord["source"];
    for (const attempt of [{ network: airGap }, { model: modelAt(host.url, { source }) }]) {
      expect((await download(attempt)).error).toMatchObject({ code: "model-not-downloaded" });
    }
    expect(host.requests()).toEqual([]);
    await download();
    host.forget();
    expect((await download({ network: airGap })).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });
});

describe("a broken connection", () => {
  it("L6 goes on inside the file with a range, in the same download", async () => {
    host.faults.set(WEIGHTS, faults.first(1, faults.resetAfter(1_000_000)));
    expect((await download()).error).toBeUndefined();
    const [all, rest] = rangesOf(WEIGHTS);
    expect(all).toBe("all");
    const from = Number(/^bytes=(\d+)-$/.exec(rest ?? "")?.[1]);
    expect(from).toBeGreaterThan(0);
    expect(from).toBeLessThanOrEqual(1_000_000);
    await expectKept(WEIGHTS);
  });

  it("L6 gives up after some attempts, keeps what has come, and the next download asks for the rest alone", async () => {
    host.faults.set(WEIGHTS, faults.resetAfter(100_000));
    const { error } = await download();
    expect(error).toMatchObject({ code: "network", retryable: true, engine: "onnx", model: "test/tiny" });
    expect(rangesOf(WEIGHTS)).toHaveLength(4);
    const here = await partial();
    expect(here).toBeGreaterThan(100_000);
    expect(await kept(WEIGHTS)).toBeUndefined();

    await expectRestAlone(here);
    expect(host.requests()).toEqual(["list", WEIGHTS]);
    expect(await partial()).toBe(0);
  });

  it("L6 goes on for as long as each attempt brings something", async () => {
    host.faults.set(WEIGHTS, faults.first(7, faults.resetAfter(400_000)));
    expect((await download()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toHaveLength(8);
    await expectKept(WEIGHTS);
  });

  it("L6 takes a stall for a broken connection, before and after the first byte", async () => {
    for (const fault of [faults.silent, faults.stallAfter(100)]) {
      caches = createMemoryCaches();
      host.faults.set(WEIGHTS, fault);
      const { error } = await download({ limits: { stallMs: 150, retryDelaysMs: [1] } });
      expect(error).toMatchObject({
        code: "network",
        detail: expect.stringContaining("nothing came for 0.15 s"),
      });
    }
    host.faults.set(WEIGHTS, faults.first(100, faults.silent));
    host.faults.clear();
    expect((await download()).error).toBeUndefined();
  });

  it("L6 gets over a server in trouble, and not over a file that is missing", async () => {
    host.faults.set(CONFIG, faults.first(1, faults.status(503)));
    host.faults.set(WEIGHTS, faults.first(2, faults.status(429)));
    expect((await download()).error).toBeUndefined();
    caches = createMemoryCaches();
    host.forget();
    host.faults.set(WEIGHTS, faults.status(404));
    expect((await download()).error).toMatchObject({
      code: "model-file-missing",
      status: 404,
      retryable: false,
      detail: expect.stringContaining(WEIGHTS),
    });
    expect(rangesOf(WEIGHTS)).toHaveLength(1);
    host.faults.clear();
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", WEIGHTS]);
  });

  for (const [name, fault] of Object.entries({
    "sends all of it instead": faults.noRanges,
    "sends another part": faults.wrongRange,
  })) {
    it(`L6 fetches the whole file where the server ${name}`, async () => {
      host.faults.set(WEIGHTS, faults.resetAfter(1_000_000));
      await download(BROKEN);
      expect(await partial()).toBeGreaterThan(0);
      host.faults.set(WEIGHTS, fault);
      const { error } = await download();
      expect(error).toBeUndefined();
      await expectKept(WEIGHTS);
      expect(await partial()).toBe(0);
    });
  }

  it("L6 asks for the whole file where a host does not answer a request for a part", async () => {
    host.faults.set(WEIGHTS, faults.resetAfter(1_000_000));
    await download(BROKEN);
    host.faults.set(WEIGHTS, ({ from, serve, response }) => (from === null ? serve() : response.destroy()));
    expect((await download()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS).at(-1)).toBe("all");
    await expectKept(WEIGHTS);
  });

  it("L6 begins anew when the file has another commit or another ETag by then", async () => {
    for (const isListed of [true, false]) {
      caches = createMemoryCaches();
      host.options.isListed = isListed;
      host.faults.set(WEIGHTS, faults.resetAfter(1_000_000));
      // Without a commit only an ETag tells, and the fault above sends none.
      if (!isListed) host.faults.set(WEIGHTS, etagged(faults.resetAfter(1_000_000), '"old"'));
      await download(BROKEN);
      expect(await partial()).toBeGreaterThan(0);
      host.faults.clear();
      host.files.set(WEIGHTS, patterned(WEIGHTS_BYTES, 99));
      host.commit = "c0de".repeat(10);
      expect((await download()).error).toBeUndefined();
      await expectKept(WEIGHTS, patterned(WEIGHTS_BYTES, 99));
      expect(await partial()).toBe(0);
    }
  });

  it("L6 does not trust an older part of a file of which neither commit nor ETag is known", async () => {
    host.options.isListed = false;
    host.faults.set(WEIGHTS, faults.resetAfter(1_000_000));
    await download(BROKEN);
    host.faults.clear();
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual(["all"]);
    await expectKept(WEIGHTS);
  });

  it("L6 keeps the right bytes wherever and however often it breaks", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 0, max: 900_000 }), { maxLength: 5 }),
        fc.integer({ min: 1, max: 700_000 }),
        fc.boolean(),
        fc.boolean(),
        async (breaks, partBytes, isListed, mayBeInParts) => {
          caches = createMemoryCaches();
          host.options.isListed = isListed;
          let attempt = 0;
          host.faults.set(WEIGHTS, (exchange) => {
            const bytes = breaks[attempt];
            attempt += 1;
            if (bytes === undefined) exchange.serve();
            else faults.resetAfter(bytes)(exchange);
          });
          for (let tries = 0; tries < 8; tries += 1) {
            const { error } = await download({
              files: [wanted(CONFIG), wanted(WEIGHTS, { mayBeInParts })],
              limits: { retryDelaysMs: [1], pieceBytes: partBytes, partBytes },
            });
            if (error === undefined) break;
            expect(error).toMatchObject({ code: "network" });
            expect(await kept(WEIGHTS)).toBeUndefined();
          }
          await expectKept(WEIGHTS);
          if (!mayBeInParts) expect(await partial()).toBe(0);
          else expect([0, WEIGHTS_BYTES]).toContain(await partial());
        },
      ),
      { numRuns: 40 },
    );
  });

  it("L8 keeps what has come when it is stopped in mid-file, ends the transfer, and goes on from there", async () => {
    const controller = new AbortController();
    let isClosed = false;
    host.faults.set(WEIGHTS, (exchange) => {
      exchange.response.on("close", () => {
        isClosed = true;
      });
      faults.stallAfter(2_000_000)(exchange);
    });
    const events = stream({ signal: controller.signal });
    await expect(async () => {
      for await (const event of events) {
        if (event.type === "load-progress" && event.loaded > 1_000_000) controller.abort();
      }
    }).rejects.toMatchObject({ code: "cancelled" });
    const here = await partial();
    expect(here).toBeGreaterThan(1_000_000);
    await expect.poll(() => isClosed).toBe(true);
    await expectRestAlone(here);
  });

  it("S5 goes on from the last part that was kept when the tab was killed in mid-file", async () => {
    host.faults.set(WEIGHTS, faults.stallAfter(2_000_000));
    const events = stream({ limits: { pieceBytes: 500_000 } });
    // Nobody asks for the next event ever again, nor ends the generator.
    await expect
      .poll(async () => {
        events.next().catch(() => {});
        return partial();
      })
      .toBeGreaterThan(1_500_000);
    // Too little is still to come for another part.
    const here = await partial();
    await expectRestAlone(here);
  });
});

/** The same with an ETag. */
function etagged(fault: faults.Fault, etag: string): faults.Fault {
  return (exchange) => {
    exchange.response.setHeader("etag", etag);
    fault(exchange);
  };
}

describe("a quick line", () => {
  const QUICK = {
    quickBytesPerSecond: 1,
    leastRangeBytes: 200_000,
    mostRangeBytes: 500_000,
    rangeSeconds: 1,
    leastRestBytes: 1_000_000,
  };
  const quickly = (attempt: Attempt = {}) =>
    download({ ...attempt, limits: { ...QUICK, ...attempt.limits } });
  /** First and last byte of each part that was asked for with an end. */
  const cuts = () =>
    rangesOf(WEIGHTS).flatMap((range) => {
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range) ?? [];
      return first === undefined ? [] : [[Number(first), Number(last)] as const];
    });

  it("brings a large file in ranges, in order and once, after a beginning that shows how quick the line is", async () => {
    expect((await quickly()).error).toBeUndefined();
    await expectKept(WEIGHTS);
    expect(await partial()).toBe(0);
    const ranges = cuts();
    expect(ranges[0]).toEqual([0, QUICK.leastRangeBytes - 1]);
    expect(ranges.length).toBeGreaterThan(3);
    expect(rangesOf(WEIGHTS)).toHaveLength(ranges.length);
    let next = 0;
    for (const [first, last] of ranges) {
      expect(first).toBe(next);
      expect(last - first).toBeLessThan(QUICK.mostRangeBytes);
      next = last + 1;
    }
    expect(next).toBe(WEIGHTS_BYTES);
  });

  it("looks once whether the server has ranges where only the ETag pins the file", async () => {
    host.options.isListed = false;
    expect((await quickly({ files: [wanted(WEIGHTS)] })).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)[0]).toBe("all");
    expect(cuts()[0]).toEqual([WEIGHTS_BYTES - 1, WEIGHTS_BYTES - 1]);
    expect(cuts().length).toBeGreaterThan(3);
    await expectKept(WEIGHTS);
  });

  it("streams the rest where the beginning was slow", async () => {
    const slow = { quickBytesPerSecond: 1e12 };
    expect((await quickly({ limits: slow })).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual(["bytes=0-199999", "bytes=200000-"]);
    await expectKept(WEIGHTS);
  });

  it("L6 asks for all that is left where the beginning breaks off", async () => {
    host.faults.set(WEIGHTS, faults.first(1, faults.resetAfter(100_000)));
    expect((await quickly()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual(["bytes=0-199999", expect.stringMatching(/^bytes=\d+-$/)]);
    await expectKept(WEIGHTS);
  });

  it("asks for a whole file in ranges once the line is known", async () => {
    const more = "more.bin";
    host.files.set(more, patterned(900_000, 5));
    expect((await quickly({ files: [wanted(WEIGHTS), wanted(more)] })).error).toBeUndefined();
    expect(rangesOf(more)[0]).toMatch(/^bytes=0-\d+$/);
    await expectKept(more);
  });

  it("L6 goes on as a stream from the last good range when one breaks off", async () => {
    let broken = 0;
    host.faults.set(WEIGHTS, (exchange) => {
      const isRange = exchange.end < WEIGHTS_BYTES && exchange.from !== null;
      if (!isRange || (exchange.from ?? 0) < 1_500_000) return exchange.serve();
      broken += 1;
      faults.resetAfter(50_000)(exchange);
    });
    expect((await quickly()).error).toBeUndefined();
    expect(broken).toBeGreaterThan(0);
    expect(rangesOf(WEIGHTS).at(-1)).toMatch(/^bytes=\d+-$/);
    await expectKept(WEIGHTS);
  });

  it.each([
    ["another part", faults.wrongRange],
    ["the whole file", faults.noRanges],
    ["a page", faults.html],
    ["an error", faults.status(500)],
  ])("L7 takes %s for no range, and still gets the file", async (_, fault) => {
    host.faults.set(WEIGHTS, (exchange) => {
      const isRange = exchange.end < WEIGHTS_BYTES && exchange.from !== null;
      if (isRange) fault(exchange);
      else exchange.serve();
    });
    expect((await quickly()).error).toBeUndefined();
    await expectKept(WEIGHTS);
  });

  it("does not cut a file where the server has no ranges", async () => {
    host.options.hasRanges = false;
    expect((await quickly()).error).toBeUndefined();
    // It sent all when asked for a beginning.
    expect(rangesOf(WEIGHTS)).toEqual(["bytes=0-199999"]);
    await expectKept(WEIGHTS);
  });

  it("does not cut a file that nothing pins and that has no ETag", async () => {
    host.options.hasEtags = false;
    host.options.isListed = false;
    expect((await quickly({ files: [wanted(WEIGHTS)] })).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual(["all"]);
    await expectKept(WEIGHTS);
  });

  it("L6 does not put ranges of another file together, where only the ETag tells", async () => {
    host.options.isListed = false;
    const other = patterned(WEIGHTS_BYTES, 9);
    host.faults.set(WEIGHTS, (exchange) => {
      const isLate =
        exchange.from !== null && exchange.from >= 1_000_000 && exchange.from < WEIGHTS_BYTES - 1;
      if (isLate) host.files.set(WEIGHTS, other);
      exchange.serve();
    });
    expect((await quickly({ files: [wanted(WEIGHTS)] })).error).toBeUndefined();
    await expectKept(WEIGHTS, other);
  });

  it("L8 keeps the ranges that came when it is stopped, and asks for the rest alone", async () => {
    const controller = new AbortController();
    host.faults.set(WEIGHTS, (exchange) => {
      if (exchange.from !== null && exchange.from >= 1_500_000 && exchange.from < WEIGHTS_BYTES - 1) {
        controller.abort();
        faults.stallAfter(10)(exchange);
      } else exchange.serve();
    });
    expect((await quickly({ signal: controller.signal })).error).toMatchObject({ code: "cancelled" });
    const here = await partial();
    expect(here).toBeGreaterThanOrEqual(1_000_000);
    await expectRestAlone(here);
  });

  it("L6 takes a range that stalls for a broken one", async () => {
    host.faults.set(WEIGHTS, (exchange) => {
      const isRange = exchange.end < WEIGHTS_BYTES && exchange.from !== null;
      if (isRange) faults.stallAfter(10)(exchange);
      else exchange.serve();
    });
    expect((await quickly({ limits: { stallMs: 200, retryDelaysMs: [1] } })).error).toBeUndefined();
    await expectKept(WEIGHTS);
  });
});

describe("a bad file", () => {
  const bad = {
    "a web page": faults.html,
    "a web page that does not say so": faults.plainHtml,
    "half of it": faults.cutOff,
    "a byte too many": faults.tooLong,
    "one bit turned": faults.flipped,
  };
  for (const path of [CONFIG, WEIGHTS]) {
    for (const [name, fault] of Object.entries(bad)) {
      it(`L7 refuses ${name} in place of ${path} after two tries, and keeps nothing of it`, async () => {
        host.faults.set(path, fault);
        const { error } = await download();
        expect(error).toMatchObject({
          code: "model-file-corrupt",
          retryable: false,
          detail: expect.stringContaining(path),
        });
        expect(rangesOf(path)).toEqual(["all", "all"]);
        expect(await kept(path)).toBeUndefined();
        expect(await partial()).toBe(0);
        host.faults.clear();
        expect((await download()).error).toBeUndefined();
        await expectKept(path);
      });

      it(`L7 gets over ${name} in place of ${path} when the second time is right`, async () => {
        host.faults.set(path, faults.first(1, fault));
        expect((await download()).error).toBeUndefined();
        await expectKept(path);
      });
    }
  }

  it("L7 does not keep a part of a file that turned out bad, even after a resumption", async () => {
    host.files.set(WEIGHTS, patterned(WEIGHTS_BYTES, 3));
    host.faults.set(WEIGHTS, (exchange) => faults.resetAfter(1_000_000)({ ...exchange, whole: WHOLE }));
    await download(BROKEN);
    expect(await partial()).toBeGreaterThan(0);
    host.faults.clear();
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual([expect.stringMatching(/^bytes=/), "all"]);
    await expectKept(WEIGHTS);
  });

  it("L7 stops reading a file that has no end", async () => {
    host.options.isListed = false;
    let open = 0;
    host.faults.set(WEIGHTS, ({ response }) => {
      open += 1;
      response.on("close", () => {
        open -= 1;
      });
      const more = () => {
        if (!response.destroyed) response.write(new Uint8Array(10_000), () => setTimeout(more, 1));
      };
      more();
    });
    const files = [wanted(WEIGHTS, { bytes: 100_000 })];
    expect((await download({ files })).error).toMatchObject({
      code: "model-file-corrupt",
      detail: expect.stringContaining("it is larger than 100000 bytes"),
    });
    await expect.poll(() => open).toBe(0);
    expect(await partial()).toBe(0);
  });
});

describe("many files", () => {
  const shards = (count: number) => Array.from({ length: count }, (_, index) => `shard_${index}.bin`);

  function streamAll(paths: readonly string[], scope: Partial<DownloadScope> = {}) {
    const desk = createDownloadDesk(modelAt(), OPEN_NETWORK, new AbortController().signal, {
      fetch,
      caches,
      limits: { retryDelaysMs: [] },
      ...scope,
    });
    return desk.obtainAll(paths.map((path) => wanted(path)));
  }

  /** As `caches`, but what is put under a path of `held` waits for `release`. */
  function holding(held: string) {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    return { slow: withPut((url) => (url === wanted(held).url ? released : undefined)), release };
  }

  beforeEach(() => {
    for (const [index, path] of shards(3).entries()) host.files.set(path, patterned(400_000, index));
  });

  it("come while the one before is still being put in its place, and not two ahead", async () => {
    const { slow, release } = holding("shard_0.bin");
    const all = collect(streamAll(shards(3), { caches: slow }));
    await expect.poll(() => host.requests()).toContain("shard_1.bin");
    expect(await kept("shard_0.bin")).toBeUndefined();
    release();
    expect((await all).error).toBeUndefined();
    expect(host.requests()).toEqual(["list", ...shards(3)]);
    for (const path of shards(3)) await expectKept(path);
    expect(await partial()).toBe(0);
  });

  it("L6 keep what came whole when a later one is missing", async () => {
    host.faults.set("shard_2.bin", faults.status(404));
    const { slow, release } = holding("shard_1.bin");
    const all = collect(streamAll(shards(3), { caches: slow }));
    await expect.poll(() => host.requests()).toContain("shard_2.bin");
    release();
    expect((await all).error).toMatchObject({ code: "model-file-missing", status: 404 });
    await expectKept("shard_0.bin");
    await expectKept("shard_1.bin");
  });

  it("S2 stop when one cannot be kept, before a third is fetched", async () => {
    const { error } = await collect(streamAll(shards(3), { caches: fullFor(() => true) }));
    expect(error).toMatchObject({ code: "storage-full", detail: expect.stringContaining("shard_0.bin") });
    expect(host.requests()).toEqual(["list", "shard_0.bin", "shard_1.bin"]);
  });

  it("L7 do not keep a part of a bad file that was on its way to storage", async () => {
    host.faults.set(WEIGHTS, faults.flipped);
    const { error } = await download({ limits: { pieceBytes: 300_000 } });
    expect(error).toMatchObject({ code: "model-file-corrupt" });
    expect(await partial()).toBe(0);
  });
});

describe("a file that may stay in parts", () => {
  const inParts = (change: Partial<WantedFile> = {}) => wanted(WEIGHTS, { mayBeInParts: true, ...change });
  const SMALL_PARTS = { partBytes: 700_000 };
  const cache = () => caches.open(CACHE);
  const url = () => inParts().url;

  async function downloadInParts(
    limits: Attempt["limits"] = SMALL_PARTS,
    scope: Partial<DownloadScope> = {},
  ) {
    return download({ files: [wanted(CONFIG), inParts()], limits, scope });
  }

  /** As `caches`, and counts what is put into it. */
  function counting(): { caches: CacheStorage; bytes(): number } {
    let bytes = 0;
    const counted = withPut(async (_, response) => {
      bytes += (await response.clone().arrayBuffer()).byteLength;
    });
    return { caches: counted, bytes: () => bytes };
  }

  it("is written once, is here as a whole, and is not fetched again", async () => {
    const counted = counting();
    const { error, events } = await downloadInParts(SMALL_PARTS, { caches: counted.caches });
    expect(error).toBeUndefined();
    expect(events.at(-1)).toMatchObject({ loaded: WEIGHTS_BYTES + 7, total: WEIGHTS_BYTES + 7 });
    expect(counted.bytes()).toBe(WEIGHTS_BYTES + 7);
    await expectKept(WEIGHTS);
    expect(await lookUpFile(caches, await cache(), inParts())).toEqual({ bytes: WEIGHTS_BYTES, data: null });
    const inspected = await lookUpFile(caches, await cache(), inParts({ inspect: () => null }));
    expect(Buffer.compare(inspected?.data ?? new Uint8Array(), WHOLE)).toBe(0);
    host.forget();
    expect((await downloadInParts()).error).toBeUndefined();
    expect(host.requests()).toEqual([]);
  });

  it("is one entry where it came before its first part was due", async () => {
    await downloadInParts({});
    expect(await partial()).toBe(0);
    await expectKept(WEIGHTS);
  });

  it("L6 goes on from its parts after a break, and keeps them", async () => {
    host.faults.set(WEIGHTS, faults.resetAfter(2_000_000));
    const { error } = await downloadInParts({ ...SMALL_PARTS, ...BROKEN.limits });
    expect(error).toMatchObject({ code: "network" });
    expect(await keptBlob(WEIGHTS)).toBeNull();
    const here = await partial();
    host.faults.clear();
    host.forget();
    expect((await downloadInParts()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual([`bytes=${here}-`]);
    await expectKept(WEIGHTS);
  });

  it("has small parts of a thin line made larger ones", async () => {
    host.faults.set(WEIGHTS, faults.slowly(300_000, 15));
    expect(
      (await downloadInParts({ pieceMs: 1, quickPieceMs: 1, partBytes: 1_000_000 })).error,
    ).toBeUndefined();
    await expectKept(WEIGHTS);
    const keys = await (await caches.open("nearside/partial-downloads")).keys();
    expect(keys.length).toBeLessThanOrEqual(5);
    expect(await partial()).toBe(WEIGHTS_BYTES);
  });

  it("stays in its small parts where there is no room to make larger ones", async () => {
    const full = fullFor((key, cache) => cache.match(key));
    host.faults.set(WEIGHTS, faults.slowly(300_000, 15));
    const limits = { pieceMs: 1, quickPieceMs: 1, partBytes: 1_000_000 };
    expect((await downloadInParts(limits, { caches: full })).error).toBeUndefined();
    await expectKept(WEIGHTS);
  });

  it("L7 leaves nothing of itself when it is bad", async () => {
    host.faults.set(WEIGHTS, faults.flipped);
    const { error } = await downloadInParts();
    expect(error).toMatchObject({ code: "model-file-corrupt" });
    expect(await keptBlob(WEIGHTS)).toBeNull();
    expect(await partial()).toBe(0);
  });

  it("S3 is missing, and damaged, without one of its parts, and only the rest is fetched", async () => {
    await downloadInParts();
    const parts = await caches.open("nearside/partial-downloads");
    const keys = (await parts.keys()).map((request) => request.url);
    const offsets = keys.map((key) => Number(key.split("/").at(-1))).sort((a, b) => a - b);
    const [, , lost] = offsets;
    await parts.delete(keys.find((key) => key.endsWith(`/${lost}`)) ?? "");
    expect(await keptBytes(caches, await cache(), url())).toBe(0);
    expect(await isDamaged(caches, await cache(), inParts(), () => {})).toBe(true);
    host.forget();
    expect((await downloadInParts()).error).toBeUndefined();
    expect(rangesOf(WEIGHTS)).toEqual([`bytes=${lost}-`]);
    await expectKept(WEIGHTS);
  });

  it("is damaged with a part that is not as it was checked", async () => {
    await downloadInParts();
    expect(await isDamaged(caches, await cache(), inParts(), () => {})).toBe(false);
    const parts = await caches.open("nearside/partial-downloads");
    const key = (await parts.keys())[0]?.url ?? "";
    const response = await parts.match(key);
    const data = new Uint8Array((await response?.arrayBuffer()) ?? new ArrayBuffer());
    data[5] = (data[5] ?? 0) ^ 1;
    await parts.put(key, new Response(data, { headers: response?.headers ?? {} }));
    expect(await isDamaged(caches, await cache(), inParts(), () => {})).toBe(true);
    await deleteKept(caches, await cache(), url());
    expect(await partial()).toBe(0);
    expect(await keptBlob(WEIGHTS)).toBeNull();
  });

  it("S5 is whole when the tab was killed while parts were made one", async () => {
    await downloadInParts();
    const parts = await caches.open("nearside/partial-downloads");
    const first = (await parts.keys()).find((request) => request.url.endsWith("/0"))?.url ?? "";
    const old = await parts.match(first);
    const beginning = (await openParts(caches, url())).bytes;
    // The larger part is there, the smaller ones after it still are too.
    const second = (await parts.keys()).map((request) => Number(request.url.split("/").at(-1)));
    const end = second.sort((a, b) => a - b)[2] ?? 0;
    const headers = new Headers(old?.headers);
    headers.set("x-nearside-bytes", String(end));
    await parts.put(first, new Response(WHOLE.slice(0, end), { headers }));
    expect((await openParts(caches, url())).bytes).toBe(beginning);
    await expectKept(WEIGHTS);
    // Whoever goes on with such a file leaves nothing beside its parts.
    await (await cache()).delete(url());
    expect((await downloadInParts()).error).toBeUndefined();
    await expectKept(WEIGHTS);
    expect(await partial()).toBe(WEIGHTS_BYTES);
  });

  it("keeps parts side by side, and without the one that failed none after it", async () => {
    const parts = await openParts(caches, url());
    const some = await openParts(
      fullFor((key) => key.endsWith("/3")),
      url(),
    );
    const three = ["abc", "def", "ghi"].map((text) => some.append(new Blob([text]), "v"));
    const settled = await Promise.allSettled(three);
    expect(settled.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(parts.bytes).toBe(0);
    const again = await openParts(caches, url());
    expect(again.bytes).toBe(3);
    await Promise.all([again.append(new Blob(["de"]), "v"), again.append(new Blob(["fghi"]), "v")]);
    expect(await (await again.read())?.text()).toBe("abcdefghi");
    await again.deleteStray();
    expect(await (await (await openParts(caches, url())).read())?.text()).toBe("abcdefghi");
    expect(await partial()).toBe(9);
  });

  it("makes parts one only once, though more of them come meanwhile", async () => {
    const parts = await openParts(caches, url());
    let whole = "";
    await Promise.all(
      Array.from({ length: 20 }, async (_, index) => {
        const text = String(index).padStart(3, "-");
        whole += text;
        await parts.append(new Blob([text]), "v");
        await parts.merge(8);
      }),
    );
    expect(await (await parts.read())?.text()).toBe(whole);
    const reopened = await openParts(caches, url());
    expect(await (await reopened.read())?.text()).toBe(whole);
  });
});

describe("a full storage", () => {
  it("S2 is `storage-full`, keeps the parts, and needs no request when there is room", async () => {
    const full = fullFor((url) => url === wanted(WEIGHTS).url);
    const { error } = await download({ scope: { caches: full }, limits: { pieceBytes: 500_000 } });
    expect(error).toMatchObject({ code: "storage-full", detail: expect.stringContaining(WEIGHTS) });
    expect(await partial()).toBe(WEIGHTS_BYTES);
    host.forget();
    expect((await download()).error).toBeUndefined();
    expect(host.requests()).toEqual(["list"]);
    await expectKept(WEIGHTS);
    expect(await partial()).toBe(0);
  });

  it("S2 stops at the first part for which there is no room", async () => {
    let puts = 0;
    const full = fullFor((url) => {
      if (url.includes("partial")) puts += 1;
      return puts > 2;
    });
    const { error } = await download({ scope: { caches: full }, limits: { pieceBytes: 500_000 } });
    expect(error).toMatchObject({ code: "storage-full" });
    expect(await partial()).toBeGreaterThan(0);
    expect(await partial()).toBeLessThan(WEIGHTS_BYTES);
  });

  it("S2 says so before it fetches what cannot be kept", async () => {
    const estimate = async () => ({ quota: 2_000_000, usage: 1_000_000 });
    const { error } = await download({ scope: { estimate } });
    expect(error).toMatchObject({ code: "storage-full", detail: expect.stringContaining("room for 1 MB") });
    expect(host.requests()).toEqual(["list"]);
  });
});
