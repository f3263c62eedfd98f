import type { ModelRecord } from "../../src/core/model";
import type { RoutePolicy } from "../../src/core/route";
import { cloudModel } from "../../src/engines/cloud/models";
import { ONNX_LANGUAGE_MODELS } from "../../src/engines/onnx/language-models/models";
import { ONNX_SPECIALISTS } from "../../src/engines/onnx/models";
import { nextTask } from "../../src/engines/shared/next-task";
import { attachmentTokens } from "../../src/metrics/attachment-tokens";
import type { PastRun } from "../../src/metrics/estimate";
import { estimateTokens } from "../../src/metrics/estimate-tokens";
import { costUsd } from "../../src/metrics/prices";
import { createTokenCounter } from "../../src/metrics/token-count/token-counter";
import { systemClock } from "../../src/platform/clock";
import { createEgressDoor } from "../../src/platform/egress/egress-door";
import { ROUTE_MEMORY_LIMIT } from "../../src/platform/storage/route-memory";
import { DEFAULT_SETTINGS } from "../../src/platform/storage/settings-store";
import { openSpendLedger } from "../../src/platform/storage/spend-ledger";
import { servesRequest } from "../../src/run/choose-local-model";
import { planRun } from "../../src/run/plan-run";
import { createResidentModel } from "../../src/run/resident-model";
import type { RunDependencies } from "../../src/run/run-dependencies";
import { withPrice } from "../../src/run/with-price";
import { buildRequest } from "../../src/tasks";
import { TASK_MARK } from "../main-thread";
import { proseOf } from "../prose";

/** What the rounds gave; their times are those of the tasks that the page marks. */
export interface RoutingFigures {
  rounds: number;
  tokensEstimated: number;
}

/** Times of each exact count in its worker, as the page sees them, and what they gave. */
export interface CountFigures {
  countMs: number[];
  tokens: number;
  exact: boolean;
}

const POLICY: RoutePolicy = { mode: "auto", allowCloudFallback: true, allowLocalFallback: true };
/** What is planned, and where it goes here: a free prompt is also judged by how hard it is. */
const PLANNED_TASKS = { proofread: "local", prompt: "cloud" } as const;
/** One of {@link PLANNED_TASKS}. */
type PlannedTask = keyof typeof PLANNED_TASKS;

const WARM_ROUNDS = 20;
/** As many as a device remembers that is used daily. */
const PAST_RUNS = 200;

/**
 * Building the request, estimating its tokens, time and cost on both sides, and deciding: all that the page computes
 * before a run starts. What it asks of the device (is this model here?) is answered at once.
 */
async function plan(characters: number, rounds: number, task: PlannedTask): Promise<RoutingFigures> {
  const dependencies = quickDependencies();
  const { signal } = new AbortController();
  let tokensEstimated = 0;
  for (let round = -WARM_ROUNDS; round < rounds; round += 1) {
    const text = proseOf(characters, round + WARM_ROUNDS);
    // Each round is a task of its own, which the trace can tell the processor time of.
    await nextTask();
    if (round >= 0) performance.mark(TASK_MARK);
    const request = buildRequest(
      task,
      { text, options: {} },
      { id: `run-${round}`, attachments: [], sensitivity: "normal" },
    );
    const { decision } = await planRun({ request, policy: POLICY }, dependencies, signal);
    if (decision.target?.location !== PLANNED_TASKS[task])
      throw new Error(`the router sent a ${task} elsewhere`);
    if (task === "prompt" && decision.signals.difficulty === undefined) throw new Error("nothing was judged");
    tokensEstimated = decision.signals.textTokens;
  }
  return { rounds, tokensEstimated };
}

/** Exact counts, each of another text, one after the other in the worker that the app uses. */
async function count(characters: number, rounds: number): Promise<CountFigures> {
  const counter = createTokenCounter();
  // The first counts load the table, and are given up where that takes long.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    if ((await counter.count(`Attempt ${attempt} to load the table.`)).exact) break;
  }
  const figures: CountFigures = { countMs: [], tokens: 0, exact: true };
  for (let round = 0; round < rounds; round += 1) {
    const text = `${round} ${proseOf(characters, round)}`;
    const startMs = performance.now();
    const { tokens, exact } = await counter.count(text);
    figures.countMs.push(performance.now() - startMs);
    figures.tokens = tokens;
    figures.exact &&= exact;
  }
  return figures;
}

export const measureRouting = { plan, count };

function quickDependencies(): RunDependencies {
  const scores = Array.from({ length: ROUTE_MEMORY_LIMIT }, (_, index) => index / ROUTE_MEMORY_LIMIT);
  const models: readonly ModelRecord[] = [...ONNX_SPECIALISTS, ...ONNX_LANGUAGE_MODELS];
  const cloud = withPrice(
    cloudModel({ providerId: "openai", baseUrl: "https://api.openai.com/v1", modelName: "gpt-4o-mini" }),
    {},
  );
  const past = models.slice(0, 2).flatMap(({ id: modelId }) =>
    Array.from(
      { length: PAST_RUNS / 2 },
      (_, index): PastRun => ({
        task: "proofread",
        modelId,
        location: "local",
        inputTokens: 100 + index,
        outputTokens: 20 + index,
        ttftMs: 10 + index,
        e2eMs: 15 + index,
      }),
    ),
  );
  return {
    loadEngine: async () => ({
      id: "onnx",
      location: "local",
      availability: async ({ kind, downloadBytes }) =>
        kind === "specialist" ? { state: "ready" } : { state: "downloadable", downloadBytes },
      async *prepare() {},
      async *run() {},
      async unload() {},
    }),
    door: createEgressDoor(
      (...request) => fetch(...request),
      async () => "unknown",
    ),
    clock: systemClock,
    isOnline: () => true,
    localCandidates: (request) => models.filter((model) => servesRequest(model, request)),
    cloudSide: () => ({ endpoints: [{ model: cloud, loopback: false, restSeconds: 0 }] }),
    rests: { secondsLeft: () => 0, failed: () => {}, answered: () => {} },
    countTokens: async (text) => ({ tokens: estimateTokens(text), exact: false }),
    estimateTokens,
    resident: createResidentModel({ after: () => () => {}, idleMinutes: () => 0, beginLoad: () => () => {} }),
    attachmentTokens: (request, model) => attachmentTokens(request.attachments, model),
    costUsd: (model, usage) => costUsd(model.price, usage),
    // Looking for private text is measured apart.
    privacy: {
      settings: () => DEFAULT_SETTINGS.privacy,
      find: async (texts) => texts.map(() => []),
      findOverSeams: async (texts) => texts.map(() => []),
    },
    consent: () => Promise.reject(new Error("nothing is run here")),
    overflowPolicy: () => "refuse",
    condenses: () => false,
    spending: {
      budget: () => ({ requestUsd: null, dayUsd: null, monthUsd: null }),
      ledger: openSpendLedger({ owner: "bench", isAlive: async () => true, dateMs: systemClock.dateMs }),
    },
    energy: () => ({ watts: null, usdPerKwh: null }),
    routeMemory: { read: () => ({ scores, tasks: {} }), addScore: () => {} },
    deviceState: () => ({ batteryLevel: 0.5, charging: false, savesData: false, slowNetwork: false }),
    trialTokensPerSecond: () => undefined,
    pastRuns: { samples: () => past, add: () => {} },
    parse: () => Promise.reject(new Error("nothing is run here")),
    enrich: (_request, output) => output,
  };
}
