import type { Run } from "../core/run";
import type { HistoryPort } from "./dependencies";

/** What is kept and older than what is in memory, newest first, read page by page. @throws as the history does. */
export async function readOlderRuns(
  inMemory: readonly Run[],
  history: Pick<HistoryPort, "load">,
): Promise<readonly Run[]> {
  const known = new Set(inMemory.map(({ id }) => id));
  const older: Run[] = [];
  let oldest = inMemory.at(-1)?.createdAt;
  while (oldest !== undefined) {
    // Runs of one moment may stand on both sides of a page's end.
    const { runs } = await history.load({ before: oldest + 1 });
    const fresh = runs.filter(({ id }) => !known.has(id));
    for (const run of fresh) known.add(run.id);
    older.push(...fresh);
    const end: Run | undefined = runs.at(-1);
    oldest = fresh.length === 0 || end === undefined ? undefined : end.createdAt;
  }
  return older;
}
