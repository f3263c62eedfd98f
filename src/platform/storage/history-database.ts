import { type DBSchema, type IDBPDatabase, type IDBPObjectStore, openDB } from "idb";
import type { Conversation, Turn } from "../../core/conversation";
import type { Run } from "../../core/run";
import type { LinearWeights, TaughtSpecialist } from "../../core/taught";
import { StorageError } from "./storage-error";

/** Name of the one database of the app. */
export const DATABASE_NAME = "nearside";
/** Raised with every change of the schema, together with a step in {@link migrate}. */
export const DATABASE_VERSION = 3;

/** A record that could not be read, kept aside as it was found. */
export interface QuarantinedRecord {
  at: number;
  key: string;
  record: unknown;
}

/** The object stores. They may hold anything: what comes out is checked. */
export interface HistorySchema extends DBSchema {
  runs: { key: string; value: Run; indexes: { createdAt: number; groupId: string } };
  quarantine: { key: number; value: QuarantinedRecord };
  conversations: { key: string; value: Conversation };
  /** `place` is conversation and order. */
  turns: { key: string; value: Turn; indexes: { place: [string, number] } };
  taught: { key: string; value: TaughtSpecialist };
  /** By id and version: apart from the rest, which is read whole at each visit. */
  taughtWeights: { key: [string, number]; value: LinearWeights };
}

/** An open connection. */
export type HistoryDatabase = IDBPDatabase<HistorySchema>;

type StoreName = "runs" | "quarantine" | "conversations" | "turns" | "taught" | "taughtWeights";
type WritableStore<Name extends StoreName> = IDBPObjectStore<HistorySchema, StoreName[], Name, "readwrite">;

/** What the page must know of other tabs. */
export interface ConnectionCallbacks {
  /** Another tab holds an older version open: ask to close or reload that tab. */
  onBlocked?: (() => void) | undefined;
  /** Another tab brought a newer version; this tab let go of the database and should be reloaded. */
  onOutdated?: (() => void) | undefined;
}

/** Brings a database of any older version up to date, step by step. A throw leaves the old data intact. */
export function migrate(database: HistoryDatabase, oldVersion: number): void {
  if (oldVersion < 1) {
    const runs = database.createObjectStore("runs", { keyPath: "id" });
    runs.createIndex("createdAt", "createdAt");
    runs.createIndex("groupId", "groupId");
    database.createObjectStore("quarantine", { autoIncrement: true });
  }
  if (oldVersion < 2) {
    database.createObjectStore("conversations", { keyPath: "id" });
    const turns = database.createObjectStore("turns", { keyPath: "id" });
    turns.createIndex("place", ["conversationId", "order"]);
  }
  if (oldVersion < 3) {
    database.createObjectStore("taught", { keyPath: "id" });
    database.createObjectStore("taughtWeights");
  }
}

/** Hands out one shared connection and opens it anew after the browser or another tab closed it. */
export interface Connection {
  /** @throws StorageError `blocked` at once while another tab is in the way; the opening goes on behind it. */
  use<Result>(work: (database: HistoryDatabase) => Promise<Result>): Promise<Result>;
  close(): Promise<void>;
}

/** A lazy connection; nothing is opened before its first use. */
export function createConnection(
  callbacks: ConnectionCallbacks = {},
  version = DATABASE_VERSION,
): Connection {
  let opening: Promise<HistoryDatabase> | null = null;
  let rejectBlocked: ((error: StorageError) => void) | null = null;
  let isBlocked = false;

  function open(): Promise<HistoryDatabase> {
    if (opening !== null) return opening;
    const current = openNow();
    opening = current;
    current.catch(() => {
      if (opening === current) opening = null;
    });
    return current;
  }

  async function openNow(): Promise<HistoryDatabase> {
    try {
      if (globalThis.indexedDB === undefined) {
        throw new StorageError("unavailable", "this browser has no IndexedDB here");
      }
      const database = await openDB<HistorySchema>(DATABASE_NAME, version, {
        upgrade(fresh, oldVersion, _newVersion, transaction) {
          // A failed upgrade is told by the opening itself.
          transaction.done.catch(() => {});
          migrate(fresh, oldVersion);
        },
        blocked() {
          isBlocked = true;
          rejectBlocked?.(blockedError());
          callbacks.onBlocked?.();
        },
        blocking(_current, _blocked, event) {
          // Letting go is what allows the other tab to go on; no half-done write is lost by it.
          (event.target as IDBDatabase).close();
          opening = null;
          callbacks.onOutdated?.();
        },
        terminated() {
          opening = null;
        },
      });
      isBlocked = false;
      return database;
    } catch (thrown) {
      isBlocked = false;
      throw thrown;
    }
  }

  async function connect(): Promise<HistoryDatabase> {
    if (isBlocked) throw blockedError();
    const blocked = new Promise<never>((_, reject) => {
      rejectBlocked = reject;
    });
    blocked.catch(() => {});
    const opened = open();
    opened.catch(() => {});
    return Promise.race([opened, blocked]);
  }

  return {
    async use(work) {
      try {
        return await work(await connect());
      } catch (thrown) {
        // A connection that was closed under us (`InvalidStateError`) is opened anew, once.
        if (!isClosed(thrown)) throw StorageError.from(thrown);
        opening = null;
        try {
          return await work(await connect());
        } catch (again) {
          throw StorageError.from(again);
        }
      }
    },
    async close() {
      const current = opening;
      opening = null;
      const database = await current?.catch(() => null);
      database?.close();
    },
  };
}

/**
 * Starts all of `work` in one transaction over the stores `names` and waits until it is on disk; any failure undoes the whole.
 * @throws the transaction's own error, which names the cause (a full disk) where a request says only "aborted".
 */
export async function writeAll(
  database: HistoryDatabase,
  names: readonly StoreName[],
  work: (store: <Name extends StoreName>(name: Name) => WritableStore<Name>) => (() => Promise<unknown>)[],
): Promise<void> {
  const transaction = database.transaction([...names], "readwrite");
  const done = transaction.done;
  done.catch(() => {});
  try {
    const steps = work((name) => transaction.objectStore(name));
    await Promise.all(steps.map(async (step) => step()));
  } catch (thrown) {
    if (transaction.error === null) tryAbort(transaction);
    throw transaction.error ?? thrown;
  }
  await done;
}

/** A record that was read and found damaged. */
export interface DamagedRecord {
  key: string;
  record: unknown;
}

/** Puts damaged records of a store aside, as they were found. */
export async function quarantine(
  database: HistoryDatabase,
  name: "runs" | "conversations" | "turns" | "taught",
  damaged: readonly DamagedRecord[],
): Promise<void> {
  const at = Date.now();
  await writeAll(database, [name, "quarantine"], (store) =>
    damaged.flatMap(({ key, record }) => [
      () => store("quarantine").add({ at, key, record }),
      () => store(name).delete(key),
    ]),
  );
}

function tryAbort(transaction: { abort(): void }): void {
  try {
    transaction.abort();
  } catch {
    // It has ended by itself.
  }
}

function blockedError(): StorageError {
  return new StorageError("blocked", "another tab holds an older version of the history open");
}

function isClosed(thrown: unknown): boolean {
  return thrown instanceof DOMException && thrown.name === "InvalidStateError";
}
