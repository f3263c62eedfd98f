import { describe, expect, it } from "vitest";
import { NO_ASSUMPTIONS } from "../../core/insights";
import type { ModelPrice } from "../../core/model";
import type { Run } from "../../core/run";
import { exampleRun } from "../../platform/storage/test-support/example-run";
import { assumedCosts } from "./assumed-costs";
import { runFigures } from "./run-figures";
import { createTally } from "./tally";

/** One dollar a thousand tokens, so that figures are round. */
const PRICE: ModelPrice = {
  inputUsdPerMillion: 1000,
  outputUsdPerMillion: 1000,
  source: "test",
  asOf: "2026-11-26",
};

function run(change: Partial<Run>, figures: Partial<NonNullable<Run["metrics"]>> = {}): Run {
  const example = exampleRun();
  if (example.metrics === null) throw new Error("the example has figures");
  return { ...example, metrics: { ...example.metrics, ...figures }, ...change };
}

function tallyOf(runs: readonly Run[], price: ModelPrice | null = PRICE) {
  const maker = createTally(price ?? undefined);
  for (const each of runs) maker.add(runFigures(each));
  return maker.read();
}

const local = (figures: Partial<NonNullable<Run["metrics"]>> = {}) =>
  run({ location: "local", uploadedBytes: 0 }, { costUsd: 0, ...figures });

describe("the tally of a log", () => {
  it("is empty for an empty log", () => {
    expect(tallyOf([])).toMatchObject({ runs: 0, keptTokens: 0, tasks: [], reasons: [], period: null });
    expect(tallyOf([]).local.medianTotalMs).toBeNull();
  });

  it("sums by side, with the median of finished runs", () => {
    const { cloud } = tallyOf([
      run({}, { e2eMs: 100 }),
      run({}, { e2eMs: 300 }),
      run({ status: "failed" }, { e2eMs: 9000 }),
    ]);
    expect(cloud).toMatchObject({
      runs: 3,
      finished: 2,
      medianTotalMs: 200,
      sentBytes: 3 * 321,
      totalMs: 9400,
    });
  });

  it("prices what was answered here as the cloud would have: the prompt's tokens and the answer's", () => {
    // The example's prompt has 6 tokens; the answer 4.
    expect(tallyOf([local(), local()]).saved).toEqual({ usd: 0.02, runs: 2, unpriced: 0 });
    expect(tallyOf([local()], null).saved).toBeNull();
  });

  it("takes a specialist's answer to be as long as the cloud's was expected, and leaves out what nobody expected", () => {
    const { outputTokens: _, ...silent } = local().metrics ?? { outputTokens: 0 };
    const specialist = { ...local(), metrics: silent as NonNullable<Run["metrics"]> };
    expect(tallyOf([specialist]).saved).toMatchObject({
      usd: expect.closeTo(0.026, 9),
      runs: 1,
      unpriced: 0,
    });
    const decision = specialist.decision && {
      ...specialist.decision,
      estimates: { local: null, cloud: null },
    };
    expect(tallyOf([{ ...specialist, decision }]).saved).toEqual({ usd: 0, runs: 0, unpriced: 1 });
  });

  it("counts tokens that stayed here only for runs that finished here", () => {
    expect(tallyOf([local(), { ...local(), status: "failed" }, run({})]).keptTokens).toBe(6);
  });

  it("counts unknown costs apart", () => {
    const { costUsd: _, ...unpriced } = run({}).metrics ?? { costUsd: 0 };
    const { cloud } = tallyOf([run({}), run({ metrics: unpriced as NonNullable<Run["metrics"]> })]);
    expect(cloud.unknownCosts).toBe(1);
    expect(cloud.costUsd).toBeCloseTo(0.00001, 12);
  });

  it("counts reasons by side and redactions by class, the most frequent first", () => {
    const redactions = ["email", "email", "iban"].map((label) => ({ label, placeholder: "", original: "" }));
    const redacted = run({ privacy: { rule: "redact", redactions, unmaskedLabels: [], checkMs: 0 } });
    const told = tallyOf([redacted, run({})]);
    expect(told.reasons[0]).toEqual({ reason: "attachments-need-cloud", location: "cloud", runs: 2 });
    expect(told.redactions).toEqual([
      { label: "email", count: 2 },
      { label: "iban", count: 1 },
    ]);
  });

  it("gives the break-even its means, and usual figures without a log", () => {
    const day = 86_400_000;
    const runs = [run({ createdAt: 0 }), run({ createdAt: 2 * day }), local({ e2eMs: 4000 })];
    const tally = tallyOf(runs.map((each, index) => ({ ...each, createdAt: index * day })));
    const assumed = assumedCosts({ ...NO_ASSUMPTIONS, usdPerGb: 0.1 }, tally, 2e9);
    expect(assumed).toMatchObject({
      downloadGb: 2,
      usdPerGb: 0.1,
      hardwareUsd: 0,
      inputTokens: 6,
      outputTokens: 4,
      localSeconds: 4,
      requestsPerDay: 1.5,
    });
    expect(assumedCosts(NO_ASSUMPTIONS, tallyOf([]), 0).requestsPerDay).toBe(20);
  });
});
