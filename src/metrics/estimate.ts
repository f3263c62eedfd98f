import type { Usage } from "../core/event";
import type { Location, ModelRecord } from "../core/model";
import type { Estimate } from "../core/route";
import type { TaskId } from "../core/task";
import { percentile } from "./percentile";

/** One past run on this device, without any of its text. */
export interface PastRun {
  task: TaskId;
  modelId: string;
  location: Location;
  inputTokens: number;
  outputTokens: number;
  e2eMs: number;
  ttftMs: number;
}

/** What an estimate is made from. */
export interface EstimateInput {
  task: TaskId;
  model: ModelRecord;
  location: Location;
  inputTokens: number;
  /** The most the request lets the model write; absent for specialists. */
  maxOutputTokens?: number;
  /** Decode speed in the model's trial on this device; stands in until there are past runs. */
  trialTokensPerSecond?: number;
  /** Past runs, newest last. */
  pastRuns: readonly PastRun[];
  costUsd(usage: Usage): number | undefined;
}

/** The newest runs count; a device's speed changes with its load and its model. */
const RUNS_CONSIDERED = 20;

/** Tokens out for each token in, by task, until past runs tell better: judged from the shapes the tasks ask for. */
const OUTPUT_PER_INPUT: Readonly<Record<TaskId, { share: number; least: number; most: number }>> = {
  proofread: { share: 0.6, least: 20, most: 4000 },
  summarise: { share: 0.3, least: 40, most: 500 },
  "key-points": { share: 0.35, least: 40, most: 600 },
  tone: { share: 0, least: 30, most: 30 },
  moderate: { share: 0, least: 50, most: 50 },
  sensitive: { share: 0.25, least: 20, most: 2000 },
  language: { share: 0, least: 25, most: 25 },
  own: { share: 0, least: 25, most: 25 },
  rewrite: { share: 1, least: 20, most: 8000 },
  reply: { share: 0.3, least: 80, most: 400 },
  translate: { share: 1.2, least: 10, most: 8000 },
  continue: { share: 0, least: 70, most: 70 },
  ask: { share: 0, least: 120, most: 120 },
  prompt: { share: 0, least: 250, most: 250 },
  chat: { share: 0, least: 250, most: 250 },
};

/**
 * What a run will take, before it. Time stands on this device's own past runs of that model: the median of its
 * fixed part (TTFT) and of its time a token after that; without any it is left out. Cost is tokens times price.
 */
export function estimateRun(input: EstimateInput): Estimate {
  const past = input.pastRuns
    .filter((run) => run.modelId === input.model.id && run.location === input.location)
    .slice(-RUNS_CONSIDERED);
  const specialist = input.model.kind === "specialist";
  const outputTokens = specialist ? undefined : guessOutputTokens(input, past);
  const totalMs = specialist
    ? specialistMs(input.inputTokens, past)
    : (languageModelMs(outputTokens ?? 0, past) ?? trialMs(outputTokens ?? 0, input.trialTokensPerSecond));
  const costUsd =
    input.location === "local"
      ? 0
      : input.costUsd({
          inputTokens: input.inputTokens,
          ...(outputTokens === undefined ? {} : { outputTokens }),
        });
  return {
    inputTokens: input.inputTokens,
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(totalMs === undefined ? {} : { totalMs }),
    ...(costUsd === undefined ? {} : { costUsd }),
    basisRuns: past.length,
  };
}

function guessOutputTokens(input: EstimateInput, past: readonly PastRun[]): number {
  const sameTask = past.filter((run) => run.task === input.task && run.inputTokens > 0);
  const { share, least, most } = OUTPUT_PER_INPUT[input.task];
  const guess =
    share > 0
      ? (percentile(
          sameTask.map((run) => run.outputTokens / run.inputTokens),
          0.5,
        ) ?? share) * input.inputTokens
      : (percentile(
          sameTask.map((run) => run.outputTokens),
          0.5,
        ) ?? least);
  const bounded = sameTask.length > 0 ? guess : Math.min(most, Math.max(least, guess));
  return Math.max(1, Math.round(Math.min(bounded, input.maxOutputTokens ?? Number.POSITIVE_INFINITY)));
}

/** A specialist reads at an even pace, so the median time a token of input scales. */
function specialistMs(inputTokens: number, past: readonly PastRun[]): number | undefined {
  const perToken = percentile(
    past.map((run) => run.e2eMs / Math.max(1, run.inputTokens)),
    0.5,
  );
  const least = percentile(
    past.map((run) => run.e2eMs),
    0,
  );
  if (perToken === undefined || least === undefined) return undefined;
  return inputTokens === 0 ? least : Math.max(perToken * inputTokens, Math.min(least, 1));
}

/** Writing alone: a trial does not tell how long reading takes. */
function trialMs(outputTokens: number, tokensPerSecond: number | undefined): number | undefined {
  return tokensPerSecond === undefined || tokensPerSecond <= 0
    ? undefined
    : (outputTokens / tokensPerSecond) * 1000;
}

function languageModelMs(outputTokens: number, past: readonly PastRun[]): number | undefined {
  const first = percentile(
    past.map((run) => run.ttftMs),
    0.5,
  );
  const perToken = percentile(
    past
      .filter((run) => run.outputTokens > 1)
      .map((run) => (run.e2eMs - run.ttftMs) / (run.outputTokens - 1)),
    0.5,
  );
  if (first === undefined) return undefined;
  return first + (perToken ?? 0) * Math.max(0, outputTokens - 1);
}
