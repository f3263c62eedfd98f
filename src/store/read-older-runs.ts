import type { Run } from "../core/run";
import type { HistoryPort } from "./dependencies";

/** Few: whole runs are in memory while a page of them is read. */
const PAGE_RUNS = 100;

/**
 * What `pick` takes of the runs that are kept and older than those in memory, newest first, read page by page; the rest of
 * a run is let go at once. @throws as the history does.
 */
export async function readOlderRuns<Picked>(
  inMemory: readonly Run[],
  history: Pick<HistoryPort, "load">,
  pick: (run: Run) => Picked,
): Promise<readonly Picked[]> {
  const known = new Set(inMemory.map(({ id }) => id));
  const older: Picked[] = [];
  let oldest = inMemory.at(-1)?.createdAt;
  let limit = PAGE_RUNS;
  while (oldest !== undefined) {
    // Runs of one moment may stand on both sides of a page's end.
    const { runs } = await history.load({ before: oldest + 1, limit });
    const fresh = runs.filter(({ id }) => !known.has(id));
    for (const run of fresh) {
      known.add(run.id);
      older.push(pick(run));
    }
    const end: number | undefined = runs.at(-1)?.createdAt;
    // More runs of one moment than a page holds.
    if (end === oldest && fresh.length === 0 && runs.length === limit) limit *= 2;
    else {
      oldest = fresh.length === 0 ? undefined : end;
      limit = PAGE_RUNS;
    }
  }
  return older;
}
