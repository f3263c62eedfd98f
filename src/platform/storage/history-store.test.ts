import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createConnection, DATABASE_NAME, DATABASE_VERSION, type HistorySchema } from "./history-database";
import { type History, openHistory } from "./history-store";
import { StorageError } from "./storage-error";
import { exampleRun } from "./test-support/example-run";

let history: History;

beforeEach(() => {
  history = openHistory();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await history.close();
  await deleteDB(DATABASE_NAME);
});

async function rawRecords(): Promise<{ runs: unknown[]; quarantine: unknown[] }> {
  const database = await openDB<HistorySchema>(DATABASE_NAME, DATABASE_VERSION);
  const found = { runs: await database.getAll("runs"), quarantine: await database.getAll("quarantine") };
  database.close();
  return found;
}

async function putRaw(...records: unknown[]): Promise<void> {
  const database = await openDB(DATABASE_NAME, DATABASE_VERSION);
  for (const record of records) await database.put("runs", record);
  database.close();
}

describe("openHistory", () => {
  it("gives back a run with every field as it was", async () => {
    await history.save(exampleRun());
    expect((await history.load()).runs).toEqual([exampleRun()]);
  });

  it("keeps a run of a taught specialist, and why a built-in model computed where it did", async () => {
    const run = exampleRun();
    const { decision, metrics } = run;
    if (decision === null || decision.target === null || metrics === null) throw new Error("no decision");
    const source = { type: "taught", specialistId: "tagger-1", version: 2 } as const;
    const target = { location: "local", model: { ...decision.target.model, source } } as const;
    const measured = { type: "measured", wasmMs: 5, webgpuMs: 9.5 } as const;
    const own = exampleRun({
      decision: { ...decision, target },
      metrics: { ...metrics, executionProvider: "wasm", providerReason: measured },
    });
    await history.save(own);
    expect(await history.load()).toEqual({ runs: [own], quarantined: 0 });
  });

  it("lists the newest first, in pages, and finds both runs of a Compare", async () => {
    for (const at of [2, 5, 1, 4, 3]) {
      await history.save(exampleRun({ id: `r${at}`, groupId: at > 3 ? "pair" : `g${at}`, createdAt: at }));
    }
    const first = await history.load({ limit: 2 });
    expect(first.runs.map((run) => run.id)).toEqual(["r5", "r4"]);
    const second = await history.load({ limit: 2, before: 4 });
    expect(second.runs.map((run) => run.id)).toEqual(["r3", "r2"]);
    expect((await history.getGroup("pair")).map((run) => run.id).sort()).toEqual(["r4", "r5"]);
  });

  it("replaces, removes and clears", async () => {
    await history.save(exampleRun({ text: "old" }));
    await history.save(exampleRun({ text: "new" }));
    await history.save(exampleRun({ id: "other" }));
    await history.remove(["other", "never there"]);
    expect((await history.load()).runs.map((run) => run.text)).toEqual(["new"]);
    await history.clear();
    expect((await history.load()).runs).toEqual([]);
  });

  it("keeps neither the data of attachments nor a key that a server repeated", async () => {
    const key = "sk-proj-abcdefghijklmnopqrstuvwxyz";
    const run = exampleRun({
      error: {
        code: "auth",
        message: `Bearer ${key} was refused`,
        retryable: false,
        detail: `Incorrect API key provided: ${key}.`,
      },
    });
    await history.save({
      ...run,
      request: {
        ...run.request,
        attachments: [
          {
            type: "image",
            name: "cat.png",
            mimeType: "image/png",
            data: "QUFBQQ==",
            width: 4,
            height: 4,
            bytes: 4,
            detail: "low",
          },
        ],
      },
    });
    const raw = JSON.stringify(await rawRecords());
    expect(raw).not.toContain("QUFBQQ==");
    expect(raw).not.toContain("abcdefghijklmnop");
    expect(raw).toContain("cat.png");
  });
});

describe("faults", () => {
  it("S1 says `quota` when the storage is full, and loses nothing already kept", async () => {
    await history.save(exampleRun({ id: "kept" }));
    // The browser's own answer to a full disk; IndexedDB in Node has no quota to run into.
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
    });
    const lost = exampleRun({ id: "not-kept" });
    const failure = await history.save(lost).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(StorageError);
    expect(failure).toMatchObject({ reason: "quota", message: expect.stringContaining("quota") });
    vi.restoreAllMocks();
    expect((await history.load()).runs.map((run) => run.id)).toEqual(["kept"]);
    await history.save(lost);
    expect((await history.load()).runs).toHaveLength(2);
  });

  it("S4 lets go when another tab brings a newer version, and then asks to reload", async () => {
    const onOutdated = vi.fn();
    await history.close();
    history = openHistory(createConnection({ onOutdated }));
    await history.save(exampleRun());
    const newer = await openDB(DATABASE_NAME, DATABASE_VERSION + 1);
    expect(onOutdated).toHaveBeenCalledOnce();
    expect(await newer.count("runs")).toBe(1);
    await expect(history.save(exampleRun({ id: "late" }))).rejects.toMatchObject({ reason: "blocked" });
    newer.close();
  });

  it("S4 says at once that an older tab blocks it, and works as soon as that tab is closed", async () => {
    const old = await openDB(`${DATABASE_NAME}-s4`, 1).then((database) => {
      database.close();
      return openDB(DATABASE_NAME, 1, { upgrade: (database) => void database.createObjectStore("old") });
    });
    const onBlocked = vi.fn();
    const connection = createConnection({ onBlocked }, 2);
    await expect(connection.use(async () => "done")).rejects.toMatchObject({ reason: "blocked" });
    await expect(connection.use(async () => "done")).rejects.toMatchObject({ reason: "blocked" });
    expect(onBlocked).toHaveBeenCalledOnce();
    old.close();
    await vi.waitFor(async () => expect(await connection.use(async () => "done")).toBe("done"));
    await connection.close();
    await deleteDB(`${DATABASE_NAME}-s4`);
  });

  it("S5 reopens a run whose tab was killed in the middle of its stream with the text that was saved", async () => {
    await history.save(exampleRun({ status: "decoding", text: "Once upon", finishReason: null }));
    await history.save(exampleRun({ status: "decoding", text: "Once upon a time", finishReason: null }));
    // The tab dies here: nothing is closed, a new page opens the database.
    const nextPage = openHistory();
    expect((await nextPage.load()).runs).toMatchObject([{ status: "decoding", text: "Once upon a time" }]);
    await nextPage.close();
  });

  it("S5 leaves the former record when a write is cut off", async () => {
    await history.save(exampleRun({ text: "whole" }));
    const database = await openDB(DATABASE_NAME, DATABASE_VERSION);
    const transaction = database.transaction("runs", "readwrite");
    const writing = transaction.store.put(exampleRun({ text: "hal" })).catch(() => {});
    const done = transaction.done.catch(() => {});
    transaction.abort();
    await writing;
    await done;
    database.close();
    expect((await history.load()).runs.map((run) => run.text)).toEqual(["whole"]);
  });

  it("S6 puts corrupt records aside once and loads the rest", async () => {
    await history.save(exampleRun({ id: "good" }));
    await putRaw(
      { id: "no-date", text: 5 },
      { ...exampleRun({ id: "bad-status" }), status: "exploded" },
      { ...exampleRun({ id: "bad-metrics" }), metrics: "fast" },
    );
    const page = await history.load();
    expect(page.runs.map((run) => run.id)).toEqual(["good"]);
    expect(page.quarantined).toBe(3);
    const raw = await rawRecords();
    expect(raw.runs).toHaveLength(1);
    expect(raw.quarantine).toHaveLength(3);
    expect((await history.load()).quarantined).toBe(0);
  });

  it("S6 reads on behind a page of nothing but corrupt records", async () => {
    for (const at of [1, 2, 3]) await history.save(exampleRun({ id: `good-${at}`, createdAt: at }));
    await putRaw(...[4, 5, 6, 7, 8].map((at) => ({ id: `bad-${at}`, createdAt: at })));
    const page = await history.load({ limit: 2 });
    expect(page.runs.map((run) => run.id)).toEqual(["good-3", "good-2"]);
    expect(page.quarantined).toBe(5);
    expect((await rawRecords()).quarantine).toHaveLength(5);
  });
});
