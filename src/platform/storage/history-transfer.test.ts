import "fake-indexeddb/auto";
import { deleteDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation, Turn } from "../../core/conversation";
import { openConversations } from "./conversation-store";
import { type Connection, createConnection, DATABASE_NAME } from "./history-database";
import { formatHistory, type HistoryContents } from "./history-file";
import { openHistory } from "./history-store";
import { openTransfer } from "./history-transfer";
import { exampleRun } from "./test-support/example-run";

const NOTHING: HistoryContents = { runs: [], conversations: [], turns: [] };
const CONVERSATION: Conversation = {
  id: "c1",
  title: "Trains",
  createdAt: 1,
  updatedAt: 2,
  mode: "auto",
  sensitive: false,
  preset: { id: "none", name: "None", text: "" },
  chosen: {},
};

let connection: Connection;

beforeEach(() => {
  connection = createConnection();
});

afterEach(async () => {
  vi.restoreAllMocks();
  await connection.close();
  await deleteDB(DATABASE_NAME);
});

function turn(order: number, text = `message ${order}`): Turn {
  const parentId = order === 0 ? null : `t${order - 1}`;
  const place = { id: `t${order}`, conversationId: "c1", parentId, order };
  return { ...place, role: "user", createdAt: 5, text, sensitive: false };
}

function answer(order: number): Turn {
  const place = { id: `t${order}`, conversationId: "c1", parentId: `t${order - 1}`, order };
  const run = exampleRun({ id: `t${order}`, groupId: "c1" });
  return { ...place, role: "assistant", run: { ...run, request: { ...run.request, messages: [] } } };
}

/** What the database holds, as a file would. */
async function everything(): Promise<HistoryContents> {
  const {
    exportedAt: _,
    format: _f,
    version: _v,
    ...all
  } = JSON.parse(await openTransfer(connection).exportText(NOTHING));
  return all;
}

function fileOf(contents: Partial<HistoryContents>): Blob {
  return new Blob([formatHistory({ ...NOTHING, ...contents })]);
}

describe("the history as a file", () => {
  it("brings runs and conversations to another browser, whole, and twice the same file adds nothing", async () => {
    const contents = {
      runs: [exampleRun()],
      conversations: [CONVERSATION],
      turns: [turn(0), answer(1)],
    };
    await openHistory(connection).save(exampleRun());
    await openConversations(connection).save(CONVERSATION, contents.turns);
    const file = new Blob([await openTransfer(connection).exportText(NOTHING)]);
    await connection.close();
    await deleteDB(DATABASE_NAME);

    const transfer = openTransfer(connection);
    expect(await transfer.importFile(file)).toEqual({ runs: 1, conversations: 1, turns: 2, quarantined: 0 });
    expect(await everything()).toEqual(contents);
    expect(await transfer.importFile(file)).toEqual({ runs: 0, conversations: 0, turns: 0, quarantined: 0 });
    expect(await everything()).toEqual(contents);
  });

  it("leaves what is here as it is and adds what a conversation has got elsewhere", async () => {
    await openHistory(connection).save(exampleRun({ id: "here", text: "mine" }));
    await openConversations(connection).save(CONVERSATION, [turn(0, "mine")]);
    const file = fileOf({
      runs: [exampleRun({ id: "here", text: "theirs" })],
      conversations: [{ ...CONVERSATION, title: "Theirs" }],
      turns: [turn(0, "theirs"), answer(1)],
    });
    expect(await openTransfer(connection).importFile(file)).toMatchObject({
      runs: 0,
      conversations: 0,
      turns: 1,
    });
    expect(await everything()).toEqual({
      runs: [exampleRun({ id: "here", text: "mine" })],
      conversations: [CONVERSATION],
      turns: [turn(0, "mine"), answer(1)],
    });
  });

  it("exports the newer state that memory has, and no attachment's data and no key", async () => {
    await openConversations(connection).save(CONVERSATION, [turn(0), answer(1)]);
    const newer = answer(1);
    if (newer.role === "assistant") newer.run = { ...newer.run, text: "longer", error: exampleError() };
    const text = await openTransfer(connection).exportText({ ...NOTHING, turns: [newer] });
    const { turns } = JSON.parse(text);
    expect(turns.map(({ id }: Turn) => id)).toEqual(["t0", "t1"]);
    expect(turns[1].run.text).toBe("longer");
    expect(text).not.toContain("sk-abcdefghijklmnop1234");
  });

  it("S1 exports what is in memory even where there is no database at all", async () => {
    vi.stubGlobal("indexedDB", undefined);
    try {
      const transfer = openTransfer(createConnection());
      await expect(transfer.exportText(NOTHING)).rejects.toMatchObject({ reason: "unavailable" });
      const exported = JSON.parse(await transfer.exportText({ ...NOTHING, runs: [exampleRun()] }));
      expect(exported.runs).toHaveLength(1);
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it("S6 counts damaged records and adds the rest; of a foreign file it takes nothing", async () => {
    const file = new Blob([
      JSON.stringify({ ...JSON.parse(formatHistory(NOTHING)), runs: [exampleRun(), { id: "broken" }, null] }),
    ]);
    const transfer = openTransfer(connection);
    expect(await transfer.importFile(file)).toMatchObject({ runs: 1, quarantined: 2 });
    const before = await everything();
    for (const foreign of [
      "",
      "{",
      "[]",
      '{"runs":[]}',
      '{"format":"other","version":1,"runs":[]}',
      "\u0000PK",
    ])
      await expect(transfer.importFile(new Blob([foreign]))).rejects.toMatchObject({ name: "StorageError" });
    expect(await everything()).toEqual(before);
  });

  it("S6 writes nothing of an import that does not fit", async () => {
    const put = IDBObjectStore.prototype.put;
    let writes = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof put>
    ) {
      writes += 1;
      if (writes > 2) throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      return put.apply(this, given);
    });
    const file = fileOf({ runs: [exampleRun()], conversations: [CONVERSATION], turns: [turn(0)] });
    await expect(openTransfer(connection).importFile(file)).rejects.toMatchObject({ reason: "quota" });
    vi.restoreAllMocks();
    expect(await everything()).toEqual(NOTHING);
  });
});

function exampleError() {
  const message = "key sk-abcdefghijklmnop1234 is not valid";
  return { code: "auth" as const, message, retryable: false };
}
