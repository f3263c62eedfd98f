import type { ExecutionProvider, InferenceEvent, Usage } from "../core/event";
import type { RunMetrics } from "../core/metrics";
import type { Location } from "../core/model";
import { percentile } from "./percentile";

/** What `measure` needs to know beside the stream. */
export interface MeasureContext {
  location: Location;
  /** Monotonic, ms. */
  nowMs(): number;
  /** Our own count of the input, for where the engine does not say. */
  inputTokens: number;
  /** Whether that count is only an estimate. */
  inputTokensExact: boolean;
  /** Our own count of an answer's tokens, for where the engine does not say. */
  estimateTokens(text: string): number;
  /** Price of a cloud usage in USD; undefined = unknown. Not asked for local runs. */
  costUsd(usage: Usage): number | undefined;
  /** Electricity in USD for computing that long; undefined where not set. Only asked for local runs. */
  energyUsd(durationMs: number): number | undefined;
  /** Of the whole run, legs before this one included. */
  uploadedBytes(): number;
  /** Whether anything of this leg has left the device. */
  hasSent(): boolean;
}

/** The figures of a stream, in the same order as its events. */
export type MeasuredEvent = InferenceEvent | { type: "metrics"; metrics: RunMetrics };

/** Gaps kept for percentiles; a longer stream keeps an even sample of them. */
const GAP_LIMIT = 4096;

/**
 * Passes an engine's events on and ends with the figures of the run, also before a throw, so that a failed run
 * keeps its time and bytes. The same code for both sides; formulas in `definitions.ts`.
 */
export async function* measure(
  events: AsyncIterable<InferenceEvent>,
  context: MeasureContext,
): AsyncGenerator<MeasuredEvent> {
  const stopwatch = createStopwatch(context);
  try {
    for await (const event of events) {
      stopwatch.take(event);
      yield event;
    }
  } catch (thrown) {
    yield { type: "metrics", metrics: stopwatch.read() };
    throw thrown;
  }
  yield { type: "metrics", metrics: stopwatch.read() };
}

function createStopwatch(context: MeasureContext) {
  const startMs = context.nowMs();
  let loadedMs = startMs;
  let firstMs: number | undefined;
  let previousMs: number | undefined;
  let endMs: number | undefined;
  let executionProvider: ExecutionProvider = context.location === "cloud" ? "remote" : "script";
  let providerReason: RunMetrics["providerReason"];
  let usage: Usage = {};
  let reported: RunMetrics["reported"];
  let text = "";
  let deltas = 0;
  let structured = false;
  const gaps = createGapSample();

  function take(event: InferenceEvent): void {
    const nowMs = context.nowMs();
    switch (event.type) {
      case "load-end":
        loadedMs = nowMs;
        executionProvider = event.executionProvider;
        providerReason = event.reason;
        break;
      case "text-delta":
      case "reasoning-delta":
        if (event.text === "") break;
        if (previousMs !== undefined) gaps.add(nowMs - previousMs);
        firstMs ??= nowMs;
        previousMs = nowMs;
        if (event.type === "text-delta") {
          text += event.text;
          deltas += 1;
        }
        break;
      case "output":
        firstMs ??= nowMs;
        structured = true;
        break;
      case "end":
        endMs = nowMs;
        usage = event.usage;
        reported = event.reported;
        break;
    }
  }

  function read(): RunMetrics {
    const stopMs = endMs ?? context.nowMs();
    const e2eMs = stopMs - loadedMs;
    const ttftMs = firstMs === undefined ? undefined : firstMs - loadedMs;
    const outputTokens = usage.outputTokens ?? (deltas === 0 ? undefined : context.estimateTokens(text));
    const tpotMs = timePerOutputToken(e2eMs, ttftMs, structured && deltas === 0 ? undefined : outputTokens);
    const estimated =
      (usage.inputTokens === undefined && !context.inputTokensExact) ||
      (usage.outputTokens === undefined && outputTokens !== undefined);
    const full: Usage = {
      ...usage,
      inputTokens: usage.inputTokens ?? context.inputTokens,
      ...(outputTokens === undefined ? {} : { outputTokens }),
    };
    return withoutUndefined({
      loadMs: loadedMs - startMs,
      ttftMs,
      tpotMs,
      itlMs: gaps.read(),
      e2eMs,
      decodeTokensPerSecond: tpotMs === undefined || tpotMs === 0 ? undefined : 1000 / tpotMs,
      inputTokens: full.inputTokens,
      outputTokens,
      cachedInputTokens: usage.cachedInputTokens,
      reasoningTokens: usage.reasoningTokens,
      tokensEstimated: estimated,
      executionProvider,
      providerReason,
      ...costOf(full, stopMs - startMs),
      uploadedBytes: context.uploadedBytes(),
      reported,
    });
  }

  function costOf(full: Usage, computedMs: number) {
    if (context.location === "local") {
      return { costUsd: 0, costSource: "local" as const, energyUsd: context.energyUsd(computedMs) };
    }
    if (usage.costUsd !== undefined) return { costUsd: usage.costUsd, costSource: "provider" as const };
    // A leg that sent nothing cost nothing; one that failed without a usage has a cost nobody told us.
    if (!context.hasSent()) return { costUsd: 0, costSource: "price-table" as const };
    const costUsd = endMs === undefined ? undefined : context.costUsd(full);
    return { costUsd, costSource: costUsd === undefined ? ("unknown" as const) : ("price-table" as const) };
  }

  return { take, read };
}

/** (E2E - TTFT) / (tokens - 1): n tokens have n - 1 intervals. */
function timePerOutputToken(
  e2eMs: number,
  ttftMs: number | undefined,
  tokens: number | undefined,
): number | undefined {
  if (ttftMs === undefined || tokens === undefined || tokens < 2) return undefined;
  return (e2eMs - ttftMs) / (tokens - 1);
}

/** Keeps every gap up to the limit, then every second, every fourth and so on. */
function createGapSample() {
  let kept: number[] = [];
  let stride = 1;
  let seen = 0;
  return {
    add(gapMs: number): void {
      if (seen++ % stride !== 0) return;
      kept.push(gapMs);
      if (kept.length < GAP_LIMIT) return;
      kept = kept.filter((_, index) => index % 2 === 0);
      stride *= 2;
    },
    read(): RunMetrics["itlMs"] {
      const p50 = percentile(kept, 0.5);
      const p95 = percentile(kept, 0.95);
      return p50 === undefined || p95 === undefined ? undefined : { p50, p95 };
    },
  };
}

type Defined<T> = { [K in keyof T]: T[K] | undefined };

/** Drops undefined fields, as `exactOptionalPropertyTypes` and storage want. */
function withoutUndefined(metrics: Defined<RunMetrics>): RunMetrics {
  return Object.fromEntries(
    Object.entries(metrics).filter(([, value]) => value !== undefined),
  ) as unknown as RunMetrics;
}
