import type { Conversation, Turn } from "../../core/conversation";
import { readConversation, readTurn } from "./conversation-schema";
import {
  type Connection,
  type DamagedRecord,
  type HistoryDatabase,
  quarantine,
  writeAll,
} from "./history-database";
import { toStoredRun } from "./stored-run";

/** Conversations kept on this device. Every method throws `StorageError` and nothing else. */
export interface Conversations {
  /** All conversations without their turns, the newest first. `quarantined` counts damaged ones, put aside. */
  list(): Promise<{ conversations: readonly Conversation[]; quarantined: number }>;
  /** All turns of one, in the order in which they were made. */
  turns(conversationId: string): Promise<{ turns: readonly Turn[]; quarantined: number }>;
  /** Writes or replaces a conversation and some of its turns, all or none. */
  save(conversation: Conversation, turns: readonly Turn[]): Promise<void>;
  /**
   * The newest turns of the path that ends with `lastId`, at most `most`, oldest first: what a long conversation can
   * show before all of it was read. Empty for one that is read as quickly whole.
   */
  recent(conversationId: string, lastId: string, most: number): Promise<readonly Turn[]>;
  /** Deletes a conversation with all its turns. */
  remove(conversationId: string): Promise<void>;
  /** Deletes all conversations. */
  clear(): Promise<void>;
}

const WRITTEN = ["conversations", "turns"] as const;
/** Turns are read in batches of so many places: thousands at once would hold up the page. */
const BATCH_ORDERS = 400;

/** Opens the conversations in the app's database. */
export function openConversations(connection: Connection): Conversations {
  return {
    list: () =>
      connection.use(async (database) => {
        const conversations: Conversation[] = [];
        const damaged: DamagedRecord[] = [];
        const salvaged: Conversation[] = [];
        for (const key of await database.getAllKeys("conversations")) {
          const record = await database.get("conversations", key).catch(() => undefined);
          const conversation = readConversation(record);
          if (conversation !== null) conversations.push(conversation);
          else {
            damaged.push({ key, record });
            if ((await nextOrder(database, key, 0)) !== null) salvaged.push(withoutFacts(key));
          }
        }
        const lost = await turnsWithoutPlace(database);
        if (lost.length > 0) await quarantine(database, "turns", lost);
        if (damaged.length > 0) {
          await quarantine(database, "conversations", damaged);
          await writeAll(database, WRITTEN, (store) =>
            salvaged.map((conversation) => () => store("conversations").put(conversation)),
          );
        }
        return {
          conversations: [...conversations, ...salvaged].sort(
            (one, other) => other.updatedAt - one.updatedAt,
          ),
          quarantined: damaged.length + lost.length,
        };
      }),

    turns: (conversationId) =>
      connection.use(async (database) => {
        const turns: Turn[] = [];
        const damaged: DamagedRecord[] = [];
        let order = await nextOrder(database, conversationId, 0);
        while (order !== null) {
          const end = order + BATCH_ORDERS;
          const range = IDBKeyRange.bound([conversationId, order], [conversationId, end], false, true);
          const batch = await readBatch(database, range);
          for (const { key, record } of batch) {
            const turn = readTurn(record);
            if (turn === null) damaged.push({ key, record });
            else turns.push(turn);
          }
          // Places follow one another, mostly; only over a gap the next one is looked for.
          order = batch.length > 0 ? end : await nextOrder(database, conversationId, end);
        }
        if (damaged.length > 0) await quarantine(database, "turns", damaged);
        return { turns, quarantined: damaged.length };
      }),

    recent: (conversationId, lastId, most) =>
      connection.use(async (database) => {
        const count = await database.countFromIndex("turns", "place", rangeOf(conversationId));
        if (count <= BATCH_ORDERS) return [];
        const { store } = database.transaction("turns");
        const turns: Turn[] = [];
        let id: string | null = lastId;
        while (id !== null && turns.length < most) {
          const turn: Turn | null = readTurn(await store.get(id).catch(() => undefined));
          // A damaged one is put aside when the whole is read.
          if (turn === null || turn.conversationId !== conversationId) break;
          turns.push(turn);
          id = turn.parentId;
        }
        return turns.reverse();
      }),

    save: (conversation, turns) =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => [
          () => store("conversations").put(conversation),
          ...turns.map((turn) => () => store("turns").put(toStoredTurn(turn))),
        ]),
      ),

    remove: (conversationId) =>
      connection.use(async (database) => {
        const keys = await database.getAllKeysFromIndex("turns", "place", rangeOf(conversationId));
        await writeAll(database, WRITTEN, (store) => [
          () => store("conversations").delete(conversationId),
          ...keys.map((key) => () => store("turns").delete(key)),
        ]);
      }),

    clear: () =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => WRITTEN.map((name) => () => store(name).clear())),
      ),
  };
}

/** The places of all turns of a conversation. */
function rangeOf(conversationId: string): IDBKeyRange {
  return IDBKeyRange.bound([conversationId], [conversationId, []]);
}

/** What is left of a conversation whose own record was damaged, for the turns that are still there. */
function withoutFacts(id: string): Conversation {
  const now = Date.now();
  return {
    id,
    title: "",
    createdAt: now,
    updatedAt: now,
    mode: "local",
    sensitive: false,
    preset: { id: "none", name: "", text: "" },
    chosen: {},
  };
}

/** The first place at or after `order` that a turn of the conversation has; null without one. */
async function nextOrder(
  database: HistoryDatabase,
  conversationId: string,
  order: number,
): Promise<number | null> {
  const range = IDBKeyRange.bound([conversationId, order], [conversationId, []]);
  const cursor = await database.transaction("turns").store.index("place").openKeyCursor(range);
  const found: unknown = Array.isArray(cursor?.key) ? cursor.key[1] : undefined;
  return typeof found === "number" ? found : null;
}

/** All records of a range; each on its own where one of them cannot even be read. */
async function readBatch(database: HistoryDatabase, range: IDBKeyRange): Promise<DamagedRecord[]> {
  try {
    const records = await database.getAllFromIndex("turns", "place", range);
    return records.map((record) => ({ key: record.id, record }));
  } catch {
    const keys = await database.getAllKeysFromIndex("turns", "place", range);
    return Promise.all(
      keys.map(async (key) => ({ key, record: await database.get("turns", key).catch(() => undefined) })),
    );
  }
}

/** A record that belongs to no conversation or has no place in it is in no index; it is damaged by that alone. */
async function turnsWithoutPlace(database: HistoryDatabase): Promise<DamagedRecord[]> {
  const [all, placed] = await Promise.all([
    database.count("turns"),
    database.countFromIndex("turns", "place"),
  ]);
  if (all === placed) return [];
  const known = new Set(await database.getAllKeysFromIndex("turns", "place"));
  const keys = (await database.getAllKeys("turns")).filter((key) => !known.has(key));
  return Promise.all(
    keys.map(async (key) => ({ key, record: await database.get("turns", key).catch(() => undefined) })),
  );
}

/** The turn as it is kept: a run without its messages, which are the path to it. */
export function toStoredTurn(turn: Turn): Turn {
  if (turn.role === "user") return turn;
  const run = toStoredRun(turn.run);
  return { ...turn, run: { ...run, request: { ...run.request, messages: [] } } };
}
