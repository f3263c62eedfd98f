import { describe, expect, it } from "vitest";
import type { RunMetrics } from "../core/metrics";
import { compareMetric, METRIC_DEFINITIONS, type MetricDefinition } from "./definitions";

const metrics = (change: Partial<RunMetrics> = {}): RunMetrics => ({
  loadMs: 1,
  ttftMs: 10,
  e2eMs: 100,
  tokensEstimated: false,
  executionProvider: "wasm",
  costSource: "local",
  costUsd: 0,
  uploadedBytes: 0,
  ...change,
});

function definition(label: string): MetricDefinition {
  const found = METRIC_DEFINITIONS.find((each) => each.label === label);
  if (found === undefined) throw new Error(`no metric ${label}`);
  return found;
}

describe("METRIC_DEFINITIONS", () => {
  it("begins with the seven figures that automation looks for", () => {
    const short = METRIC_DEFINITIONS.filter(({ place }) => place === "short").map(({ label }) => label);
    expect(short).toEqual(["TTFT", "Total", "Tokens per second", "Tokens in", "Tokens out", "Cost", "Sent"]);
  });

  it("tells what a specialist does not have from what nobody said", () => {
    const tokensOut = definition("Tokens out");
    expect(tokensOut.isInapplicable?.(metrics())).toBe(true);
    expect(tokensOut.isInapplicable?.(metrics({ executionProvider: "remote" }))).toBe(false);
    expect(definition("Cost").value(metrics({ costUsd: 0 }))).toBe(0);
    const { costUsd: _, ...unpriced } = metrics();
    expect(definition("Cost").value(unpriced)).toBeUndefined();
    expect(definition("Cost").isInapplicable).toBeUndefined();
  });
});

describe("compareMetric", () => {
  it("knows whether less or more is better, and neither where a figure is missing", () => {
    const [total, rate] = [definition("Total"), definition("Tokens per second")];
    expect(compareMetric(total, metrics({ e2eMs: 5 }), metrics({ e2eMs: 6 }))).toBe("better");
    expect(compareMetric(total, metrics({ e2eMs: 6 }), metrics({ e2eMs: 5 }))).toBe("worse");
    expect(compareMetric(total, metrics(), metrics())).toBe("even");
    const fast = metrics({ decodeTokensPerSecond: 9 });
    expect(compareMetric(rate, fast, metrics({ decodeTokensPerSecond: 8 }))).toBe("better");
    expect(compareMetric(rate, fast, metrics())).toBeNull();
    expect(compareMetric(definition("Tokens in"), metrics(), metrics())).toBeNull();
  });
});
