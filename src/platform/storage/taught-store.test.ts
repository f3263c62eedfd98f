import "fake-indexeddb/auto";
import { deleteDB, openDB } from "idb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Connection, createConnection, DATABASE_NAME, DATABASE_VERSION } from "./history-database";
import { openHistory } from "./history-store";
import { openTaught, type TaughtStore } from "./taught-store";
import { exampleRun } from "./test-support/example-run";
import { exampleTagger, exampleTaught, exampleWeights } from "./test-support/example-taught";

let connection: Connection;
let taught: TaughtStore;

beforeEach(() => {
  connection = createConnection();
  taught = openTaught(connection);
});

afterEach(async () => {
  await connection.close();
  await deleteDB(DATABASE_NAME);
});

describe("openTaught", () => {
  it("gives back what was saved, the newest first, also over another connection", async () => {
    await taught.save(exampleTaught(), [{ version: 1, weights: exampleWeights() }]);
    await taught.save(exampleTaught({ id: "classifier-2", createdAt: 9 }));
    const next = createConnection();
    const { specialists } = await openTaught(next).list();
    expect(specialists).toEqual([exampleTaught({ id: "classifier-2", createdAt: 9 }), exampleTaught()]);
    expect(await openTaught(next).weights("classifier-1", 1)).toEqual(exampleWeights());
    expect(await openTaught(next).weights("classifier-1", 2)).toBeNull();
    await next.close();
  });

  it("drops the weights of versions that a specialist no longer has, and only those", async () => {
    const [first] = exampleTaught().versions;
    if (first === undefined) throw new Error("the example has no version");
    await taught.save(exampleTaught(), [{ version: 1, weights: exampleWeights() }]);
    await taught.save(exampleTaught({ id: "classifier-2" }), [{ version: 1, weights: exampleWeights() }]);
    const second = exampleTaught({ versions: [{ ...first, number: 2 }], versionInUse: 2, revision: 1 });
    await taught.save(second, [{ version: 2, weights: exampleWeights() }]);
    expect(await taught.weights("classifier-1", 1)).toBeNull();
    expect(await taught.weights("classifier-1", 2)).not.toBeNull();
    expect(await taught.weights("classifier-2", 1)).not.toBeNull();
  });

  it("does not overwrite what another tab has written since", async () => {
    await taught.save(exampleTaught({ revision: 1 }));
    await taught.save(exampleTaught({ revision: 2, name: "Of the other tab" }));
    const late = taught.save(exampleTaught({ revision: 2, name: "Late" }), [
      { version: 1, weights: exampleWeights() },
    ]);
    await expect(late).rejects.toMatchObject({ reason: "outdated" });
    expect((await taught.list()).specialists.map(({ name }) => name)).toEqual(["Of the other tab"]);
    expect(await taught.weights("classifier-1", 1)).toBeNull();
  });

  it("keeps a tagger with its marks and its report", async () => {
    const tagger = exampleTagger();
    await taught.save(tagger);
    expect((await taught.list()).specialists).toEqual([tagger]);
  });

  it("removes one with all its weights and leaves the others", async () => {
    await taught.save(exampleTaught(), [{ version: 1, weights: exampleWeights() }]);
    await taught.save(exampleTaught({ id: "classifier-2" }), [{ version: 1, weights: exampleWeights() }]);
    await taught.remove("classifier-1");
    expect((await taught.list()).specialists.map(({ id }) => id)).toEqual(["classifier-2"]);
    expect(await taught.weights("classifier-1", 1)).toBeNull();
    expect(await taught.weights("classifier-2", 1)).not.toBeNull();
  });

  it("S4 puts a damaged specialist aside once, and takes damaged weights for missing ones", async () => {
    await taught.save(exampleTaught(), [{ version: 1, weights: exampleWeights() }]);
    await connection.close();
    const database = await openDB(DATABASE_NAME, DATABASE_VERSION);
    await database.put("taught", { id: "classifier-9", kind: "oracle" });
    await database.put("taughtWeights", { ...exampleWeights(), values: Int8Array.of(1) }, [
      "classifier-1",
      1,
    ]);
    database.close();
    expect(await taught.list()).toMatchObject({ specialists: [exampleTaught()], quarantined: 1 });
    expect((await taught.list()).quarantined).toBe(0);
    expect(await taught.weights("classifier-1", 1)).toBeNull();
  });
});

describe("the third version of the database", () => {
  it("S7 adds specialists to a database of the second version and leaves its runs and conversations", async () => {
    const old = await openDB(DATABASE_NAME, 2, {
      upgrade(fresh) {
        const runs = fresh.createObjectStore("runs", { keyPath: "id" });
        runs.createIndex("createdAt", "createdAt");
        runs.createIndex("groupId", "groupId");
        fresh.createObjectStore("quarantine", { autoIncrement: true });
        fresh.createObjectStore("conversations", { keyPath: "id" });
        const turns = fresh.createObjectStore("turns", { keyPath: "id" });
        turns.createIndex("place", ["conversationId", "order"]);
      },
    });
    await old.put("runs", exampleRun());
    await old.put("conversations", { id: "c1", title: "kept as it is" });
    old.close();
    expect((await taught.list()).specialists).toEqual([]);
    await taught.save(exampleTaught(), [{ version: 1, weights: exampleWeights() }]);
    expect((await openHistory(connection).load()).runs).toEqual([exampleRun()]);
    const conversation = await connection.use((database) => database.get("conversations", "c1"));
    expect(conversation).toMatchObject({ title: "kept as it is" });
  });
});
