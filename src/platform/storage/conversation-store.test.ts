import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Conversation, Turn } from "../../core/conversation";
import { type Conversations, openConversations } from "./conversation-store";
import { type Connection, createConnection, DATABASE_NAME, DATABASE_VERSION } from "./history-database";
import { openHistory } from "./history-store";
import { exampleRun } from "./test-support/example-run";

let connection: Connection;
let conversations: Conversations;

beforeEach(() => {
  connection = createConnection();
  conversations = openConversations(connection);
});

afterEach(async () => {
  vi.restoreAllMocks();
  await connection.close();
  await deleteDB(DATABASE_NAME);
});

function conversation(change: Partial<Conversation> = {}): Conversation {
  return {
    id: "c1",
    title: "Trains",
    createdAt: 1,
    updatedAt: 2,
    mode: "auto",
    sensitive: true,
    preset: { id: "concise", name: "Concise", text: "Be brief." },
    chosen: { "": "t0" },
    ...change,
  };
}

function userTurn(order: number, change: Partial<Extract<Turn, { role: "user" }>> = {}): Turn {
  return {
    id: `t${order}`,
    conversationId: "c1",
    parentId: order === 0 ? null : `t${order - 1}`,
    order,
    role: "user",
    createdAt: 5,
    text: `message ${order}`,
    sensitive: false,
    ...change,
  };
}

function answer(order: number): Turn {
  const run = exampleRun({ id: `t${order}` });
  return {
    id: `t${order}`,
    conversationId: "c1",
    parentId: `t${order - 1}`,
    order,
    role: "assistant",
    run: { ...run, request: { ...run.request, id: `t${order}`, messages: [] } },
  };
}

async function putRaw(name: string, ...records: unknown[]): Promise<void> {
  const database = await openDB(DATABASE_NAME, DATABASE_VERSION);
  for (const record of records) await database.put(name, record);
  database.close();
}

async function countRaw(name: string): Promise<number> {
  const database = await openDB(DATABASE_NAME, DATABASE_VERSION);
  const count = await database.count(name);
  database.close();
  return count;
}

describe("openConversations", () => {
  it("gives back a conversation and its turns with every field, in their order, and no one else's", async () => {
    const turns = [userTurn(0), answer(1), userTurn(2)];
    await conversations.save(conversation(), [...turns].reverse());
    await conversations.save(conversation({ id: "c2", updatedAt: 9 }), [
      userTurn(0, { id: "other", conversationId: "c2" }),
    ]);
    expect((await conversations.list()).conversations.map(({ id }) => id)).toEqual(["c2", "c1"]);
    expect((await conversations.list()).conversations[1]).toEqual(conversation());
    expect(await conversations.turns("c1")).toEqual({ turns, quarantined: 0 });
  });

  it("keeps an answer without the messages that led to it: they are its path", async () => {
    const told = answer(1);
    if (told.role === "assistant") {
      told.run = {
        ...told.run,
        request: { ...told.run.request, messages: [{ role: "user", content: "again" }] },
      };
    }
    await conversations.save(conversation(), [userTurn(0), told]);
    expect((await conversations.turns("c1")).turns[1]).toEqual(answer(1));
  });

  it("reads a long conversation in batches, with gaps and with two turns that share a place", async () => {
    const turns = Array.from({ length: 450 }, (_, order) => userTurn(order * 3));
    await conversations.save(conversation(), [...turns, userTurn(597, { id: "twin" })]);
    const read = (await conversations.turns("c1")).turns;
    expect(read).toHaveLength(451);
    expect(new Set(read.map(({ id }) => id)).size).toBe(451);
    expect(read.map(({ order }) => order)).toEqual(read.map(({ order }) => order).sort((a, b) => a - b));
  });

  it("reads the end of a long conversation's shown path first, and nothing of a short one", async () => {
    const path = Array.from({ length: 500 }, (_, order) => userTurn(order));
    const branch = userTurn(500, { id: "branch", parentId: "t100" });
    await conversations.save(conversation({ lastShownId: "t499" }), [...path, branch]);
    expect(await conversations.recent("c1", "t499", 40)).toEqual(path.slice(-40));
    expect((await conversations.recent("c1", "branch", 3)).map(({ id }) => id)).toEqual([
      "t99",
      "t100",
      "branch",
    ]);
    expect(await conversations.recent("c1", "never there", 40)).toEqual([]);
    await putRaw("turns", { ...userTurn(490), text: 5 });
    expect((await conversations.recent("c1", "t499", 40)).map(({ order }) => order)[0]).toBe(491);
    await conversations.save(conversation({ id: "c2" }), [userTurn(0, { id: "x", conversationId: "c2" })]);
    expect(await conversations.recent("c2", "x", 40)).toEqual([]);
  });

  it("deletes all conversations and leaves the runs of Work", async () => {
    await openHistory(connection).save(exampleRun());
    await conversations.save(conversation(), [userTurn(0), answer(1)]);
    await conversations.clear();
    expect((await conversations.list()).conversations).toEqual([]);
    expect(await countRaw("turns")).toBe(0);
    expect(await countRaw("runs")).toBe(1);
  });

  it("deletes a conversation with all its turns", async () => {
    await conversations.save(conversation(), [userTurn(0), answer(1)]);
    await conversations.save(conversation({ id: "c2" }), [userTurn(0, { id: "x", conversationId: "c2" })]);
    await conversations.remove("c1");
    expect((await conversations.list()).conversations.map(({ id }) => id)).toEqual(["c2"]);
    expect(await countRaw("turns")).toBe(1);
  });

  it("S1 writes a conversation and its turns together or not at all", async () => {
    const put = IDBObjectStore.prototype.put;
    let writes = 0;
    vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(function (
      this: IDBObjectStore,
      ...given: Parameters<typeof put>
    ) {
      writes += 1;
      if (writes > 1) throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      return put.apply(this, given);
    });
    await expect(conversations.save(conversation(), [userTurn(0)])).rejects.toMatchObject({
      reason: "quota",
    });
    vi.restoreAllMocks();
    expect((await conversations.list()).conversations).toEqual([]);
  });

  it("S6 puts damaged turns aside and loads the rest", async () => {
    await conversations.save(conversation(), [userTurn(0), answer(1)]);
    await putRaw("turns", { ...userTurn(2), text: 5 }, { id: "nowhere", text: "no conversation" });
    expect((await conversations.list()).quarantined).toBe(1);
    expect(await conversations.turns("c1")).toMatchObject({
      quarantined: 1,
      turns: [{ id: "t0" }, { id: "t1" }],
    });
    expect(await countRaw("quarantine")).toBe(2);
    expect((await conversations.list()).quarantined).toBe(0);
    expect((await conversations.turns("c1")).quarantined).toBe(0);
  });

  it("S6 puts a damaged conversation aside and still reaches its turns, which may only be answered here", async () => {
    await conversations.save(conversation(), [userTurn(0)]);
    await putRaw("conversations", { id: "c1", title: ["broken"] }, { id: "empty" });
    const listed = await conversations.list();
    expect(listed.quarantined).toBe(2);
    expect(listed.conversations).toMatchObject([{ id: "c1", mode: "local" }]);
    expect((await conversations.turns("c1")).turns).toEqual([userTurn(0)]);
    expect((await conversations.list()).conversations).toEqual(listed.conversations);
  });

  it("S5 opens clean with the text that was saved last when the tab was killed in mid-answer", async () => {
    const half = answer(1);
    if (half.role === "assistant") half.run = { ...half.run, status: "decoding", text: "Once upon" };
    await conversations.save(conversation(), [userTurn(0), half]);
    const next = createConnection();
    const { turns } = await openConversations(next).turns("c1");
    expect(turns[1]).toMatchObject({ run: { status: "decoding", text: "Once upon" } });
    await next.close();
  });
});

describe("the second version of the database", () => {
  async function firstVersion(): Promise<void> {
    const database = await openDB(DATABASE_NAME, 1, {
      upgrade(fresh) {
        const runs = fresh.createObjectStore("runs", { keyPath: "id" });
        runs.createIndex("createdAt", "createdAt");
        runs.createIndex("groupId", "groupId");
        fresh.createObjectStore("quarantine", { autoIncrement: true });
      },
    });
    await database.put("runs", exampleRun());
    database.close();
  }

  it("S7 adds conversations to a database of the first version and leaves its runs as they are", async () => {
    await firstVersion();
    expect((await conversations.list()).conversations).toEqual([]);
    await conversations.save(conversation(), [userTurn(0)]);
    expect((await openHistory(connection).load()).runs).toEqual([exampleRun()]);
  });

  it("S7 leaves the old data intact when the upgrade fails half-way, and works at the next try", async () => {
    await firstVersion();
    const create = IDBDatabase.prototype.createObjectStore;
    vi.spyOn(IDBDatabase.prototype, "createObjectStore").mockImplementation(function (
      this: IDBDatabase,
      ...given: Parameters<typeof create>
    ) {
      if (given[0] === "turns") throw new DOMException("no room for an index", "UnknownError");
      return create.apply(this, given);
    });
    await expect(conversations.list()).rejects.toMatchObject({ name: "StorageError" });
    vi.restoreAllMocks();
    const old = await openDB(DATABASE_NAME, 1);
    expect([...old.objectStoreNames]).toEqual(["quarantine", "runs"]);
    expect(await old.getAll("runs")).toEqual([exampleRun()]);
    old.close();
    expect((await conversations.list()).conversations).toEqual([]);
    expect((await openHistory(connection).load()).runs).toEqual([exampleRun()]);
  });
});
