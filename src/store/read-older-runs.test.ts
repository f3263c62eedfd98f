import { describe, expect, it } from "vitest";
import type { Run } from "../core/run";
import { exampleRun } from "../platform/storage/test-support/example-run";
import { readOlderRuns } from "./read-older-runs";

function historyOf(runs: readonly Run[]) {
  return {
    load: async ({ before = Number.POSITIVE_INFINITY, limit = 500 } = {}) => ({
      runs: runs.filter(({ createdAt }) => createdAt < before).slice(0, limit),
      quarantined: 0,
    }),
  };
}

const idOf = ({ id }: Run) => id;
const at = (id: number, createdAt: number) => exampleRun({ id: `run-${id}`, createdAt });

describe("readOlderRuns", () => {
  it("reads on from what is in memory to the end, each run once, over several pages", async () => {
    // Three runs a moment, so that pages end within one.
    const all = Array.from({ length: 400 }, (_, index) => at(index, 1000 - Math.floor(index / 3)));
    const older = await readOlderRuns(all.slice(0, 4), historyOf(all), idOf);
    expect(older).toEqual(all.slice(4).map(idOf));
  });

  it("gets past a moment that has more runs than a page", async () => {
    const all = [9, ...Array.from({ length: 350 }, () => 8), 5, 4].map((moment, index) => at(index, moment));
    expect(await readOlderRuns(all.slice(0, 130), historyOf(all), idOf)).toEqual(all.slice(130).map(idOf));
  });

  it("is empty where nothing is kept, or nothing more", async () => {
    expect(await readOlderRuns([], historyOf([]), idOf)).toEqual([]);
    const one = at(1, 5);
    expect(await readOlderRuns([one], historyOf([one]), idOf)).toEqual([]);
  });
});
