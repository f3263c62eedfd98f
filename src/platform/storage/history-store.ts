import type { Run } from "../../core/run";
import {
  type Connection,
  createConnection,
  type DamagedRecord,
  type HistoryDatabase,
  quarantine,
  writeAll,
} from "./history-database";
import { readRun } from "./run-schema";
import { toStoredRun } from "./stored-run";

/** A page of runs, newest first. `quarantined` counts records that were damaged and put aside. */
export interface HistoryPage {
  runs: readonly Run[];
  quarantined: number;
}

/** Runs kept on this device. Every method throws `StorageError` and nothing else. */
export interface History {
  /** The newest runs. A run that was going when its tab ended comes back with the status it had last. */
  load(options?: { limit?: number; before?: number }): Promise<HistoryPage>;
  /** Both runs of a Compare, or one. */
  getGroup(groupId: string): Promise<readonly Run[]>;
  /** Writes or replaces one run, in one transaction: a tab killed in the middle leaves the former record. */
  save(run: Run): Promise<void>;
  remove(runIds: readonly string[]): Promise<void>;
  /** Also empties the quarantine. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Enough for a history page; older ones are read with `before`. */
const PAGE_RUNS = 500;

const WRITTEN = ["runs", "quarantine"] as const;

/** The history. Opened on first use, so that it costs nothing before. */
export function openHistory(connection: Connection = createConnection()): History {
  return {
    load: ({ limit = PAGE_RUNS, before = Number.POSITIVE_INFINITY } = {}) =>
      connection.use(async (database) => {
        let quarantined = 0;
        for (;;) {
          const { runs, damaged } = await readNewest(database, limit, before);
          if (damaged.length === 0) return { runs, quarantined };
          await quarantine(database, "runs", damaged);
          // They took the places of older ones.
          quarantined += damaged.length;
        }
      }),

    getGroup: (groupId) =>
      connection.use(async (database) => {
        const records = await database.getAllFromIndex("runs", "groupId", groupId);
        return records.map(readRun).filter((run) => run !== null);
      }),

    save: (run) =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => [() => store("runs").put(toStoredRun(run))]),
      ),

    remove: (runIds) =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => runIds.map((id) => () => store("runs").delete(id))),
      ),

    clear: () =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => [
          () => store("runs").clear(),
          () => store("quarantine").clear(),
        ]),
      ),

    close: () => connection.close(),
  };
}

/** Later pages do not walk over the keys of those before them. */
function rangeBefore(before: number): IDBKeyRange | null {
  return before === Number.POSITIVE_INFINITY ? null : IDBKeyRange.upperBound(before, true);
}

/**
 * Keys first and each record on its own, so that one unreadable record does not hide the others. All are asked for at
 * once, and each is checked when it comes: none waits for the round trip of another, and no task checks many.
 */
async function readNewest(
  database: HistoryDatabase,
  limit: number,
  before: number,
): Promise<{ runs: Run[]; damaged: DamagedRecord[] }> {
  const transaction = database.transaction("runs");
  const done = transaction.done.catch(() => {});
  const { store } = transaction;
  const keys: string[] = [];
  let cursor = await store.index("createdAt").openKeyCursor(rangeBefore(before), "prev");
  while (cursor !== null && keys.length < limit) {
    keys.push(cursor.primaryKey);
    cursor = await cursor.continue();
  }
  const indexed = new Set(keys);
  if (cursor === null && before === Number.POSITIVE_INFINITY)
    keys.push(...(await store.getAllKeys()).filter((key) => !indexed.has(key)));
  const damaged: DamagedRecord[] = [];
  const runs = await Promise.all(
    keys.map(async (key) => {
      const record = await store.get(key).catch(() => undefined);
      // A record without a usable date is in no index; it is damaged by that alone.
      const run = indexed.has(key) ? readRun(record) : null;
      if (run === null) damaged.push({ key, record });
      return run;
    }),
  );
  await done;
  return { runs: runs.filter((run) => run !== null), damaged };
}
