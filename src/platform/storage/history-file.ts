import type { Conversation, Turn } from "../../core/conversation";
import type { Run } from "../../core/run";
import { readConversation, readTurn } from "./conversation-schema";
import { readRun } from "./run-schema";
import { StorageError } from "./storage-error";

/** A larger file is refused before it is parsed. */
export const IMPORT_LIMIT_CHARACTERS = 100_000_000;
/** More runs, or more turns of conversations, than this in one file are refused. */
export const IMPORT_LIMIT_RECORDS = 200_000;

const FORMAT = "nearside-history";
const FORMAT_VERSION = 2;
/** Files of the first version hold runs alone. */
const VERSION_WITHOUT_CONVERSATIONS = 1;

/** All that is kept: the runs of Work, and conversations with their turns. */
export interface HistoryContents {
  runs: readonly Run[];
  conversations: readonly Conversation[];
  turns: readonly Turn[];
}

/** The history file: JSON with a format name, a version and the records. Figures that are no number are left out. */
export function formatHistory(contents: HistoryContents, exportedAt = new Date()): string {
  return JSON.stringify(
    { format: FORMAT, version: FORMAT_VERSION, exportedAt: exportedAt.toISOString(), ...contents },
    (_key, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? undefined : value),
    1,
  );
}

/**
 * Reads a history file from anywhere. Records that are not well formed, and turns without their conversation, are
 * counted, not taken; of two with one id the first is taken.
 * @throws StorageError when the file as a whole cannot be read.
 */
export function parseHistory(text: string): HistoryContents & { quarantined: number } {
  if (text.length > IMPORT_LIMIT_CHARACTERS) throw tooLarge();
  const file = parse(text);
  if (typeof file !== "object" || file === null || !("format" in file) || file.format !== FORMAT)
    throw unreadable("this is not a history file of Nearside");
  const version = "version" in file ? file.version : undefined;
  if (version !== FORMAT_VERSION && version !== VERSION_WITHOUT_CONVERSATIONS)
    throw unreadable("the file is of another version of Nearside");
  const listOf = (name: string) => (version === FORMAT_VERSION ? recordsOf(file, name) : []);
  const runs = readEach(recordsOf(file, "runs"), readRun);
  const conversations = readEach(listOf("conversations"), readConversation);
  const turns = readEach(listOf("turns"), readTurn);
  const homes = new Set(conversations.read.map(({ id }) => id));
  const placed = turns.read.filter(({ conversationId }) => homes.has(conversationId));
  return {
    runs: runs.read,
    conversations: conversations.read,
    turns: placed,
    quarantined: runs.damaged + conversations.damaged + turns.damaged + (turns.read.length - placed.length),
  };
}

/** The error of a file that is too large to be read at all. */
export function tooLarge(): StorageError {
  return unreadable(`the file is larger than ${IMPORT_LIMIT_CHARACTERS / 1_000_000} million characters`);
}

function recordsOf(file: object, name: string): readonly unknown[] {
  const records: unknown = Object.hasOwn(file, name) ? (file as Record<string, unknown>)[name] : undefined;
  if (!Array.isArray(records)) throw unreadable(`this history file has no ${name}`);
  if (records.length > IMPORT_LIMIT_RECORDS)
    throw unreadable(`the file has more than ${IMPORT_LIMIT_RECORDS} ${name}`);
  return records;
}

function readEach<Item extends { id: string }>(
  records: readonly unknown[],
  read: (record: unknown) => Item | null,
): { read: readonly Item[]; damaged: number } {
  const byId = new Map<string, Item>();
  let damaged = 0;
  for (const record of records) {
    const item = read(record);
    if (item === null) damaged += 1;
    else if (!byId.has(item.id)) byId.set(item.id, item);
  }
  return { read: [...byId.values()], damaged };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw unreadable("the file is not JSON");
  }
}

function unreadable(message: string): StorageError {
  return new StorageError("failed", message);
}
