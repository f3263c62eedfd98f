import type { Location, ModelPrice } from "../../core/model";
import type { RouteReason } from "../../core/route";
import type { TaskId } from "../../core/task";
import { percentile } from "../percentile";
import { costUsd } from "../prices";
import type { RunFigures } from "./run-figures";

/** Sums over the runs of one side. Medians are over finished runs; null without any. Times in ms. */
export interface SideTotals {
  runs: number;
  finished: number;
  medianTtftMs: number | null;
  medianTotalMs: number | null;
  /** Computing, over all runs. */
  totalMs: number;
  inputTokens: number;
  outputTokens: number;
  /** Of the runs whose cost is known. */
  costUsd: number;
  unknownCosts: number;
  sentBytes: number;
}

/** What one task took, by side. */
export interface TaskTotals {
  task: TaskId;
  local: SideTotals;
  cloud: SideTotals;
}

/** How often a reason decided, by side. */
export interface ReasonCount {
  reason: RouteReason;
  location: Location;
  runs: number;
}

/** What the log tells. */
export interface Tally {
  runs: number;
  local: SideTotals;
  cloud: SideTotals;
  /** The most frequent first. */
  tasks: readonly TaskTotals[];
  reasons: readonly ReasonCount[];
  /** What the runs on the device would have cost in the cloud; null without a price. */
  saved: { usd: number; runs: number; unpriced: number } | null;
  /** Electricity of runs on the device, where it was set. */
  energyUsd: number;
  /** Tokens of prompts that were answered on the device. */
  keptTokens: number;
  /** Classes of private text that was taken out of what was sent, the most frequent first. */
  redactions: readonly { label: string; count: number }[];
  /** Wall clock of the first run and the last, ms since the epoch; null without any. */
  period: { from: number; to: number } | null;
}

/** Adds up runs one by one, so that a long log can be read in pieces. */
export interface TallyMaker {
  add(run: RunFigures): void;
  read(): Tally;
}

/**
 * Counts from nothing. `price` is the cloud model's: a finished run on the device would have cost its prompt's tokens
 * and its answer's at that price. An answer without tokens of its own (a specialist's) counts as the answer that was
 * expected of the cloud; where nothing was expected the run is left out and told as unpriced.
 */
export function createTally(price: ModelPrice | undefined): TallyMaker {
  const sides = { local: createSideTally(), cloud: createSideTally() };
  const tasks = new Map<TaskId, { local: SideTally; cloud: SideTally }>();
  const reasons = new Map<string, ReasonCount>();
  const redactions = new Map<string, number>();
  let runs = 0;
  let savedUsd = 0;
  let pricedRuns = 0;
  let unpriced = 0;
  let energyUsd = 0;
  let keptTokens = 0;
  let period: Tally["period"] = null;

  function addReasons({ reasons: found, decidedFor: location }: RunFigures): void {
    if (location === null) return;
    for (const reason of found) {
      const key = `${location} ${reason}`;
      reasons.set(key, { reason, location, runs: (reasons.get(key)?.runs ?? 0) + 1 });
    }
  }

  function addLocal({ status, metrics, promptTokens, expectedOutputTokens }: RunFigures): void {
    energyUsd += metrics?.energyUsd ?? 0;
    if (status !== "done") return;
    const inputTokens = promptTokens ?? metrics?.inputTokens;
    keptTokens += inputTokens ?? 0;
    const outputTokens = metrics?.outputTokens ?? expectedOutputTokens;
    const usd =
      inputTokens === undefined || outputTokens === undefined
        ? undefined
        : costUsd(price, { inputTokens, outputTokens });
    if (usd === undefined) unpriced += 1;
    else {
      savedUsd += usd;
      pricedRuns += 1;
    }
  }

  return {
    add(run) {
      runs += 1;
      period = {
        from: Math.min(period?.from ?? run.createdAt, run.createdAt),
        to: Math.max(period?.to ?? run.createdAt, run.createdAt),
      };
      addReasons(run);
      for (const label of run.redactedLabels) redactions.set(label, (redactions.get(label) ?? 0) + 1);
      const { location, task } = run;
      if (location === null) return;
      sides[location].add(run);
      const known = tasks.get(task) ?? { local: createSideTally(), cloud: createSideTally() };
      tasks.set(task, known);
      known[location].add(run);
      if (location === "local") addLocal(run);
    },

    read: () => ({
      runs,
      local: sides.local.read(),
      cloud: sides.cloud.read(),
      tasks: [...tasks]
        .map(([task, { local, cloud }]) => ({ task, local: local.read(), cloud: cloud.read() }))
        .sort((one, other) => runsOf(other) - runsOf(one)),
      reasons: [...reasons.values()].sort((one, other) => other.runs - one.runs),
      saved: price === undefined ? null : { usd: savedUsd, runs: pricedRuns, unpriced },
      energyUsd,
      keptTokens,
      redactions: [...redactions]
        .map(([label, count]) => ({ label, count }))
        .sort((one, other) => other.count - one.count),
      period,
    }),
  };
}

function runsOf({ local, cloud }: TaskTotals): number {
  return local.runs + cloud.runs;
}

interface SideTally {
  add(run: RunFigures): void;
  read(): SideTotals;
}

function createSideTally(): SideTally {
  const ttfts: number[] = [];
  const totals: number[] = [];
  const sums = {
    runs: 0,
    finished: 0,
    totalMs: 0,
    inputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    unknownCosts: 0,
    sentBytes: 0,
  };
  return {
    add({ status, metrics, uploadedBytes }) {
      sums.runs += 1;
      sums.sentBytes += uploadedBytes;
      if (status === "done") sums.finished += 1;
      if (metrics === null) return;
      sums.totalMs += metrics.e2eMs;
      sums.inputTokens += metrics.inputTokens ?? 0;
      sums.outputTokens += metrics.outputTokens ?? 0;
      sums.costUsd += metrics.costUsd ?? 0;
      if (metrics.costUsd === undefined) sums.unknownCosts += 1;
      if (status !== "done") return;
      totals.push(metrics.e2eMs);
      if (metrics.ttftMs !== undefined) ttfts.push(metrics.ttftMs);
    },
    read: () => ({
      ...sums,
      medianTtftMs: percentile(ttfts, 0.5) ?? null,
      medianTotalMs: percentile(totals, 0.5) ?? null,
    }),
  };
}
