import { describe, expect, it } from "vitest";
import type { Run } from "../core/run";
import { exampleRun } from "../platform/storage/test-support/example-run";
import { readOlderRuns } from "./read-older-runs";

/** A history that gives three at a time. */
function historyOf(runs: readonly Run[]) {
  return {
    load: async ({ before = Number.POSITIVE_INFINITY }: { before?: number } = {}) => ({
      runs: runs.filter(({ createdAt }) => createdAt < before).slice(0, 3),
      quarantined: 0,
    }),
  };
}

const at = (id: number, createdAt: number) => exampleRun({ id: `run-${id}`, createdAt });

describe("readOlderRuns", () => {
  it("reads on from what is in memory to the end, each run once", async () => {
    const all = [9, 8, 8, 7, 6, 5, 5, 4, 3, 2].map((moment, index) => at(index, moment));
    const older = await readOlderRuns(all.slice(0, 3), historyOf(all));
    expect(older.map(({ id }) => id)).toEqual(all.slice(3).map(({ id }) => id));
  });

  it("is empty where nothing is kept, or nothing more", async () => {
    expect(await readOlderRuns([], historyOf([]))).toEqual([]);
    const one = at(1, 5);
    expect(await readOlderRuns([one], historyOf([one]))).toEqual([]);
  });
});
