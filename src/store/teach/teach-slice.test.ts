import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MOST_EXAMPLES, MOST_VERSIONS } from "../../core/taught";
import { inProcessTeacher } from "../../engines/taught/test-support/in-process-teacher";
import { madeExamples } from "../../engines/taught/test-support/made-examples";
import { madeMarks } from "../../engines/taught/test-support/made-marks";
import { type Connection, createConnection } from "../../platform/storage/history-database";
import { StorageError } from "../../platform/storage/storage-error";
import { formatSpecialist, parseSpecialist } from "../../platform/storage/taught-file";
import { openTaught } from "../../platform/storage/taught-store";
import { type AppStore, createAppStore } from "../create-app-store";
import { testDependencies } from "../test-support/test-dependencies";
import type { TeachActions } from "./teach-slice";

let connection: Connection;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
  connection = createConnection();
});

afterEach(async () => {
  await connection.close();
});

/** A visit of the page; a later one finds what was kept. `saveFailure` stands for a full disk. */
async function visit(saveFailure: unknown = null): Promise<{ store: AppStore; teach: TeachActions }> {
  const kept = openTaught(connection);
  const save: typeof kept.save = async (...given) => {
    if (saveFailure !== null) throw saveFailure;
    await kept.save(...given);
  };
  let lastId = 0;
  const teacher = inProcessTeacher();
  const store = createAppStore({
    ...testDependencies(),
    newId: () => `id-${++lastId}`,
    openTeaching: async () => ({
      teacher,
      kept: { ...kept, save },
      format: formatSpecialist,
      parse: parseSpecialist,
    }),
  });
  const teach = await store.teach();
  await teach.openTeach();
  return { store, teach };
}

const specialistOf = (store: AppStore, id = "id-1") => {
  const found = store.getState().teach.specialists?.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no specialist ${id}`);
  return found;
};

describe("createTeachSlice", () => {
  it("teaches, judges, and finds everything again at the next visit", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    expect(await teach.addExamples("id-1", madeExamples(40))).toEqual({ added: 40, repeated: 0, left: 0 });
    await teach.train("id-1");
    expect(specialistOf(store)).toMatchObject({ versionInUse: 1, versions: [{ number: 1, examples: 40 }] });
    const [verdict] = await teach.classify("id-1", ["invoice payment due"]);
    expect(verdict?.labels[0]?.label).toBe("invoice");

    const next = await visit();
    expect(specialistOf(next.store)).toEqual(specialistOf(store));
    expect(await next.teach.classify("id-1", ["invoice payment due"])).toEqual([verdict]);
  });

  it("teaches a tagger, whose marks are found again at the next visit", async () => {
    const { store, teach } = await visit();
    await teach.create("Orders", "tagger");
    await teach.addExamples("id-1", madeMarks(40));
    await teach.train("id-1");
    const text = "please send order AB 1234 to Ida today";
    const [spans] = await teach.mark("id-1", [text]);
    expect(spans?.map(({ start, end, label }) => [text.slice(start, end), label])).toEqual([
      ["AB 1234", "order"],
      ["Ida", "person"],
    ]);
    const next = await visit();
    expect(specialistOf(next.store)).toEqual(specialistOf(store));
    expect(await next.teach.mark("id-1", [text])).toEqual([spans]);
  });

  it("renames and deletes a label in all examples, and in all marks, and brings back what it deleted", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", [
      { text: "one", label: "a" },
      { text: "two", label: "b" },
      { text: "three", label: "a" },
    ]);
    await teach.renameLabel("id-1", "a", "c");
    const labels = () => specialistOf(store).examples.map(({ label }) => label);
    expect(labels()).toEqual(["c", "b", "c"]);
    await teach.removeLabel("id-1", "c");
    expect(labels()).toEqual(["b"]);
    expect(store.getState().teach.undo).toMatchObject({ type: "examples", count: 2 });
    await teach.undo();
    expect(labels()).toEqual(["c", "b", "c"]);
    expect(store.getState().teach.undo).toBeNull();

    await teach.create("Orders", "tagger");
    await teach.addExamples("id-2", madeMarks(6));
    await teach.renameLabel("id-2", "order", "number");
    await teach.removeLabel("id-2", "person");
    const own = specialistOf(store, "id-2").examples;
    expect(own).toHaveLength(6);
    expect(new Set(own.flatMap(({ spans = [] }) => spans.map(({ label }) => label)))).toEqual(
      new Set(["number"]),
    );
  });

  it("brings a deleted specialist back with all its versions, for this visit", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(20));
    await teach.train("id-1");
    const before = specialistOf(store);
    await teach.remove("id-1");
    expect((await visit()).store.getState().teach.specialists).toEqual([]);
    await teach.undo();
    expect(specialistOf(store)).toEqual({ ...before, revision: (before.revision ?? 0) + 1 });
    const next = await visit();
    expect(await next.teach.classify("id-1", ["invoice payment due"])).toHaveLength(1);
  });

  it("shows what another tab made, instead of overwriting it, and says so", async () => {
    const one = await visit();
    await one.teach.create("Mail");
    const other = await visit();
    await other.teach.rename("id-1", "Of the other tab");
    await one.teach.addExamples("id-1", [{ text: "lost", label: "a" }]);
    expect(specialistOf(one.store)).toMatchObject({ name: "Of the other tab", examples: [] });
    expect(one.store.getState().teach.outdatedId).toBe("id-1");
    await one.teach.addExamples("id-1", [{ text: "kept", label: "a" }]);
    expect(one.store.getState().teach.outdatedId).toBeNull();
    const next = await visit();
    expect(specialistOf(next.store)).toMatchObject({
      name: "Of the other tab",
      examples: [{ text: "kept", label: "a" }],
    });
  });

  it("adds what is new alone, and no more than there is room for", async () => {
    const { teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", [{ text: "one", label: "a" }]);
    const again = [
      { text: " one ", label: "a" },
      { text: "one", label: "b" },
      { text: "two", label: "a" },
    ];
    expect(await teach.addExamples("id-1", [...again, ...again])).toEqual({ added: 2, repeated: 4, left: 0 });
    const many = Array.from({ length: MOST_EXAMPLES }, (_, index) => ({ text: `text ${index}`, label: "a" }));
    expect(await teach.addExamples("id-1", many)).toEqual({ added: MOST_EXAMPLES - 3, repeated: 0, left: 3 });
  });

  it("keeps the newest versions, and goes back to an older one", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(8));
    for (let training = 0; training <= MOST_VERSIONS; training += 1) await teach.train("id-1");
    const numbers = specialistOf(store).versions.map(({ number }) => number);
    expect(numbers).toEqual(Array.from({ length: MOST_VERSIONS }, (_, index) => index + 2));
    await teach.chooseVersion("id-1", 2);
    expect(specialistOf(store).versionInUse).toBe(2);
    expect(await teach.classify("id-1", ["invoice"])).toHaveLength(1);
    expect(await openTaught(connection).weights("id-1", 1)).toBeNull();
  });

  it("stops a training without a version, and trains again afterwards", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(20));
    const training = teach.train("id-1");
    // Asked of the worker by now.
    await Promise.resolve().then(() => {});
    teach.stopTraining();
    await training;
    expect(store.getState().teach.training).toBeNull();
    expect(specialistOf(store).versions).toEqual([]);
    await teach.train("id-1");
    expect(specialistOf(store).versionInUse).toBe(1);
  });

  it("goes on with an example that was added while it trained, and says what the version was trained on", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(20));
    const training = teach.train("id-1");
    await teach.addExamples("id-1", [{ text: "late", label: "holiday" }]);
    await training;
    expect(specialistOf(store).examples).toHaveLength(21);
    expect(specialistOf(store).versions[0]?.examples).toBe(20);
  });

  it("S1 works on in memory where nothing can be kept, and says so", async () => {
    const { store, teach } = await visit(new StorageError("quota", "full"));
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(20));
    await teach.train("id-1");
    expect(store.getState().notices).toContainEqual({ kind: "storage-full" });
    expect(await teach.classify("id-1", ["invoice payment"])).toHaveLength(1);
  });

  it("exports, imports beside the first under an id of its own, and deletes for good", async () => {
    const { store, teach } = await visit();
    await teach.create("Mail");
    await teach.addExamples("id-1", madeExamples(20));
    await teach.train("id-1");
    const file = await teach.exportText("id-1", { withExamples: true });
    await teach.importText(file);
    expect(specialistOf(store, "id-2").examples).toEqual(specialistOf(store).examples);
    expect(await teach.classify("id-2", ["invoice"])).toEqual(await teach.classify("id-1", ["invoice"]));
    await teach.remove("id-1");
    const next = await visit();
    expect(next.store.getState().teach.specialists?.map(({ id }) => id)).toEqual(["id-2"]);
    await expect(teach.importText("{}")).rejects.toThrow("not a file of a Nearside specialist");
  });
});
