import type { Run } from "../../core/run";
import { openConversations, toStoredTurn } from "./conversation-store";
import { type Connection, writeAll } from "./history-database";
import {
  formatHistory,
  type HistoryContents,
  IMPORT_LIMIT_CHARACTERS,
  parseHistory,
  tooLarge,
} from "./history-file";
import { openHistory } from "./history-store";
import { StorageError } from "./storage-error";
import { toStoredRun } from "./stored-run";

/** How many records of a file were new here, and how many could not be read. */
export interface ImportResult {
  runs: number;
  conversations: number;
  /** Turns of new conversations, and of those that were here already. */
  turns: number;
  quarantined: number;
}

/** Everything that is kept as one file, and back. Every method throws `StorageError` and nothing else. */
export interface HistoryTransfer {
  /** All that is kept; `inMemory` is what could not be, such as after S1, and newer states of what is. */
  exportText(inMemory: HistoryContents): Promise<string>;
  /** Adds the records of a file; those already here are left as they are. All or none is written. */
  importFile(file: Blob): Promise<ImportResult>;
}

const WRITTEN = ["runs", "conversations", "turns"] as const;
/** A character takes at most so many bytes in the file. */
const MOST_CHARACTER_BYTES = 4;

/** Opens the way in and out of the app's database. */
export function openTransfer(connection: Connection): HistoryTransfer {
  return {
    async exportText(inMemory) {
      const kept = await readKept(connection, hasRecords(inMemory));
      return formatHistory({
        runs: newest(kept.runs, inMemory.runs.map(toStoredRun)),
        conversations: newest(kept.conversations, inMemory.conversations),
        turns: newest(kept.turns, inMemory.turns.map(toStoredTurn)),
      });
    },

    async importFile(file) {
      if (file.size > IMPORT_LIMIT_CHARACTERS * MOST_CHARACTER_BYTES) throw tooLarge();
      const { quarantined, ...contents } = parseHistory(await textOf(file));
      return { ...(await addMissing(connection, contents)), quarantined };
    },
  };
}

/** All readable records. Where the database fails, an export must still be able to save what memory has. */
async function readKept(connection: Connection, mayFail: boolean): Promise<HistoryContents> {
  try {
    const runs: readonly Run[] = (await openHistory(connection).load({ limit: Number.POSITIVE_INFINITY }))
      .runs;
    const chat = openConversations(connection);
    const { conversations } = await chat.list();
    const turns: HistoryContents["turns"][number][] = [];
    for (const { id } of conversations) for (const turn of (await chat.turns(id)).turns) turns.push(turn);
    return { runs, conversations, turns };
  } catch (thrown) {
    if (mayFail) return { runs: [], conversations: [], turns: [] };
    throw thrown;
  }
}

async function addMissing(
  connection: Connection,
  { runs, conversations, turns }: HistoryContents,
): Promise<Omit<ImportResult, "quarantined">> {
  return connection.use(async (database) => {
    const missing = <Item extends { id: string }>(items: readonly Item[], present: readonly string[]) => {
      const known = new Set(present);
      return items.filter(({ id }) => !known.has(id));
    };
    const fresh = {
      runs: missing(runs, await database.getAllKeys("runs")),
      conversations: missing(conversations, await database.getAllKeys("conversations")),
      turns: missing(turns, await database.getAllKeys("turns")),
    };
    await writeAll(database, WRITTEN, (store) => [
      ...fresh.runs.map((run) => () => store("runs").put(toStoredRun(run))),
      ...fresh.conversations.map((each) => () => store("conversations").put(each)),
      ...fresh.turns.map((turn) => () => store("turns").put(toStoredTurn(turn))),
    ]);
    return {
      runs: fresh.runs.length,
      conversations: fresh.conversations.length,
      turns: fresh.turns.length,
    };
  });
}

async function textOf(file: Blob): Promise<string> {
  try {
    return await file.text();
  } catch (thrown) {
    throw new StorageError("failed", "the browser could not read the file", thrown);
  }
}

function hasRecords({ runs, conversations, turns }: HistoryContents): boolean {
  return runs.length + conversations.length + turns.length > 0;
}

/** By id, where the second list wins. */
function newest<Item extends { id: string }>(kept: readonly Item[], newer: readonly Item[]): readonly Item[] {
  return [...new Map([...kept, ...newer].map((item) => [item.id, item])).values()];
}
