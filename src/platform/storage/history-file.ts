import type { Run } from "../../core/run";
import { readRun } from "./run-schema";
import { StorageError } from "./storage-error";

/** A larger file is refused before it is parsed. */
export const IMPORT_LIMIT_CHARACTERS = 50_000_000;
/** More runs than this in one file are refused. */
export const IMPORT_LIMIT_RUNS = 20_000;

const FORMAT = "nearside-history";
const FORMAT_VERSION = 1;

/** The history file: JSON with a format name, a version and the runs. Figures that are no number are left out. */
export function formatHistory(runs: readonly Run[], exportedAt = new Date()): string {
  return JSON.stringify(
    { format: FORMAT, version: FORMAT_VERSION, exportedAt: exportedAt.toISOString(), runs },
    (_key, value: unknown) => (typeof value === "number" && !Number.isFinite(value) ? undefined : value),
    1,
  );
}

/**
 * Reads a history file from anywhere. Runs that are not well formed are counted, not taken; of two with one id
 * the first is taken.
 * @throws StorageError when the file as a whole cannot be read.
 */
export function parseHistory(text: string): { runs: readonly Run[]; quarantined: number } {
  if (text.length > IMPORT_LIMIT_CHARACTERS) {
    throw unreadable(`the file is larger than ${IMPORT_LIMIT_CHARACTERS / 1_000_000} million characters`);
  }
  const file = parse(text);
  if (typeof file !== "object" || file === null || !Object.hasOwn(file, "runs")) {
    throw unreadable("this is not a history file of Nearside");
  }
  const { format, version, runs: records } = file as { format?: unknown; version?: unknown; runs: unknown };
  if (format !== FORMAT || !Array.isArray(records)) {
    throw unreadable("this is not a history file of Nearside");
  }
  if (version !== FORMAT_VERSION) throw unreadable("the file is of another version of Nearside");
  if (records.length > IMPORT_LIMIT_RUNS)
    throw unreadable(`the file has more than ${IMPORT_LIMIT_RUNS} runs`);
  const byId = new Map<string, Run>();
  let quarantined = 0;
  for (const record of records) {
    const run = readRun(record);
    if (run === null) quarantined += 1;
    else if (!byId.has(run.id)) byId.set(run.id, run);
  }
  return { runs: [...byId.values()], quarantined };
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
