import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import type { InferenceEvent } from "../core/event";
import type { RunMetrics } from "../core/metrics";
import { estimateTokens } from "./estimate-tokens";
import { type MeasureContext, measure } from "./measure";

/** Events with the time at which each arrives, ms. */
type Timed = readonly (readonly [number, InferenceEvent])[];

async function run(
  timed: Timed,
  change: Partial<MeasureContext> = {},
  failure?: { atMs: number; error: InferenceError },
): Promise<{ metrics: RunMetrics; types: string[]; error?: unknown }> {
  let nowMs = 1000;
  async function* events(): AsyncGenerator<InferenceEvent> {
    for (const [atMs, event] of timed) {
      nowMs = 1000 + atMs;
      yield event;
    }
    if (failure) {
      nowMs = 1000 + failure.atMs;
      throw failure.error;
    }
  }
  const context: MeasureContext = {
    location: "local",
    nowMs: () => nowMs,
    inputTokens: 7,
    inputTokensExact: true,
    estimateTokens,
    costUsd: () => undefined,
    energyUsd: () => undefined,
    uploadedBytes: () => 0,
    hasSent: () => false,
    ...change,
  };
  const types: string[] = [];
  let metrics: RunMetrics | undefined;
  let error: unknown;
  try {
    for await (const event of measure(events(), context)) {
      types.push(event.type);
      if (event.type === "metrics") metrics = event.metrics;
    }
  } catch (thrown) {
    error = thrown;
  }
  if (!metrics) throw new Error("no metrics");
  return { metrics, types, error };
}

const loadEnd = { type: "load-end", executionProvider: "wasm" } as const;
const delta = (text: string) => ({ type: "text-delta", text }) as const;
const end = (outputTokens?: number): InferenceEvent => ({
  type: "end",
  finishReason: "stop",
  usage: outputTokens === undefined ? {} : { inputTokens: 5, outputTokens },
});

describe("measure", () => {
  it("keeps loading apart, and divides n tokens by n - 1 intervals", async () => {
    const { metrics } = await run([
      [400, loadEnd],
      [500, delta("a")],
      [510, delta("b")],
      [520, delta("c")],
      [600, end(3)],
    ]);
    expect(metrics).toMatchObject({
      loadMs: 400,
      ttftMs: 100,
      e2eMs: 200,
      tpotMs: 50,
      decodeTokensPerSecond: 20,
      inputTokens: 5,
      outputTokens: 3,
      tokensEstimated: false,
      executionProvider: "wasm",
      costUsd: 0,
      costSource: "local",
      itlMs: { p50: 10, p95: 10 },
    });
  });

  it("does not take an empty delta for the first token", async () => {
    const { metrics } = await run([
      [0, loadEnd],
      [10, delta("")],
      [90, delta("x")],
      [100, end(1)],
    ]);
    expect(metrics.ttftMs).toBe(90);
    expect(metrics.tpotMs).toBeUndefined();
  });

  it("C17 marks tokens as an estimate when the server gives no usage", async () => {
    const { metrics } = await run(
      [
        [0, loadEnd],
        [10, delta("one two three")],
        [20, end()],
      ],
      {
        location: "cloud",
        inputTokensExact: false,
        uploadedBytes: () => 10,
        hasSent: () => true,
      },
    );
    expect(metrics).toMatchObject({
      tokensEstimated: true,
      inputTokens: 7,
      outputTokens: 3,
      uploadedBytes: 10,
    });
    expect(metrics.costUsd).toBeUndefined();
    expect(metrics.costSource).toBe("unknown");
  });

  it("prefers the provider's own sum over the price table", async () => {
    const usage = { inputTokens: 1, outputTokens: 1, costUsd: 0.25 };
    const { metrics } = await run(
      [
        [0, loadEnd],
        [5, delta("x")],
        [9, { type: "end", finishReason: "stop", usage }],
      ],
      {
        location: "cloud",
        costUsd: () => 99,
        uploadedBytes: () => 1,
        hasSent: () => true,
      },
    );
    expect(metrics).toMatchObject({ costUsd: 0.25, costSource: "provider" });
  });

  it("keeps the figures of a run that fails, and calls the cost of what was sent unknown", async () => {
    const error = new InferenceError("stream-reset", "gone");
    const {
      metrics,
      types,
      error: thrown,
    } = await run(
      [
        [0, loadEnd],
        [30, delta("half")],
      ],
      { location: "cloud", costUsd: () => 1, uploadedBytes: () => 12, hasSent: () => true },
      { atMs: 50, error },
    );
    expect(thrown).toBe(error);
    expect(types.at(-1)).toBe("metrics");
    expect(metrics).toMatchObject({ ttftMs: 30, e2eMs: 50, uploadedBytes: 12, costSource: "unknown" });
  });

  it("U4 takes no notice of the wall clock", async () => {
    const realNow = Date.now;
    try {
      Date.now = () => 0;
      const { metrics } = await run([
        [0, loadEnd],
        [10, delta("x")],
        [20, end(2)],
      ]);
      expect(metrics).toMatchObject({ ttftMs: 10, e2eMs: 20 });
    } finally {
      Date.now = realNow;
    }
  });

  it("gives times that add up, whatever the stream", async () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(gaps, fc.boolean(), async (given, said) => {
        let atMs = 0;
        const deltas = given.map((gap, index): readonly [number, InferenceEvent] => {
          atMs += gap;
          return [atMs, delta(`word${index} `)];
        });
        const { metrics, types } = await run([
          [0, loadEnd],
          ...deltas,
          [atMs + 5, end(said ? given.length : undefined)],
        ]);
        expect(types.filter((type) => type === "text-delta")).toHaveLength(given.length);
        expect(metrics.e2eMs).toBe(atMs + 5);
        expect(metrics.ttftMs).toBe(given[0]);
        expect(metrics.itlMs?.p95 ?? 0).toBeGreaterThanOrEqual(metrics.itlMs?.p50 ?? 0);
        if (metrics.tpotMs !== undefined && metrics.outputTokens !== undefined) {
          const total = (metrics.ttftMs ?? 0) + metrics.tpotMs * (metrics.outputTokens - 1);
          expect(total).toBeCloseTo(metrics.e2eMs, 6);
        }
      }),
    );
  });

  it("keeps an even sample of gaps of a stream of a hundred thousand deltas", async () => {
    const sample: (readonly [number, InferenceEvent])[] = [];
    for (let index = 0; index < 100_000; index++) sample.push([index * 2, delta("x")]);
    const { metrics } = await run([[0, loadEnd], ...sample, [200_000, end(100_000)]]);
    expect(metrics.itlMs).toEqual({ p50: 2, p95: 2 });
  });
});
