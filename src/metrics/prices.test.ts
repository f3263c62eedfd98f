import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Usage } from "../core/event";
import { PRICE_TABLE, type PriceRow } from "./price-table";
import { costUsd, findPrice } from "./prices";

const rate = fc.double({ min: 0, max: 200, noNaN: true });
const tokens = fc.nat(2_000_000);

/** Every rate known, the cached one not above the plain one, as all providers have it. */
const fullPrice: fc.Arbitrary<PriceRow> = fc
  .record({
    input: rate,
    cachedShare: fc.double({ min: 0, max: 1, noNaN: true }),
    output: rate,
    audioIn: rate,
    audioOut: rate,
  })
  .map(({ input, cachedShare, output, audioIn, audioOut }) => ({
    inputUsdPerMillion: input,
    cachedInputUsdPerMillion: input * cachedShare,
    outputUsdPerMillion: output,
    audioInputUsdPerMillion: audioIn,
    audioOutputUsdPerMillion: audioOut,
    source: "test",
    asOf: "2026-11-22",
  }));

const fullUsage: fc.Arbitrary<Required<Pick<Usage, "inputTokens" | "outputTokens">> & Usage> = fc.record({
  inputTokens: tokens,
  outputTokens: tokens,
  cachedInputTokens: tokens,
  audioInputTokens: tokens,
  audioOutputTokens: tokens,
});

function known(price: PriceRow, usage: Usage): number {
  const cost = costUsd(price, usage);
  if (cost === undefined) throw new Error("every rate is known, so the cost must be");
  return cost;
}

describe("costUsd", () => {
  it("adds up a call with cached input", () => {
    const price = findPrice("gpt-4o");
    const cost = costUsd(price, {
      inputTokens: 1_000_000,
      cachedInputTokens: 400_000,
      outputTokens: 100_000,
    });
    expect(cost).toBeCloseTo(0.6 * 2.5 + 0.4 * 1.25 + 0.1 * 10, 10);
  });

  it("charges sound at the rate of sound", () => {
    const price = findPrice("gpt-audio");
    const usage = { inputTokens: 1100, audioInputTokens: 1000, outputTokens: 300, audioOutputTokens: 200 };
    const perMillion = 100 * 2.5 + 1000 * 32 + 100 * 10 + 200 * 64;
    expect(costUsd(price, usage)).toBeCloseTo(perMillion / 1e6, 12);
  });

  it("charges a whole long call at the long rate, and says unknown where that is not known", () => {
    const usage = { inputTokens: 300_000, outputTokens: 1000 };
    expect(costUsd(findPrice("gpt-5.4"), usage)).toBeCloseTo((300_000 * 5 + 1000 * 22.5) / 1e6, 10);
    expect(costUsd(findPrice("gpt-5.6-terra"), usage)).toBeUndefined();
    expect(costUsd(findPrice("gpt-5.6-terra"), { ...usage, inputTokens: 1000 })).toBeCloseTo(0.014, 10);
  });

  it("is never negative, and never falls when more is used", () => {
    fc.assert(
      fc.property(
        fullPrice,
        fullUsage,
        fc.nat(1000),
        fc.constantFrom("inputTokens" as const, "outputTokens" as const),
        (price, usage, more, field) => {
          const before = known(price, usage);
          expect(before).toBeGreaterThanOrEqual(0);
          const after = known(price, { ...usage, [field]: usage[field] + more });
          // More plain input beside the same cached or audio part; the tolerance is floating point's own.
          expect(after).toBeGreaterThanOrEqual(before - before * 1e-12);
        },
      ),
    );
  });

  it("is never dearer for input that was cached", () => {
    fc.assert(
      fc.property(fullPrice, fullUsage, (price, usage) => {
        const plain = known(price, { ...usage, cachedInputTokens: 0 });
        expect(known(price, usage)).toBeLessThanOrEqual(plain + plain * 1e-12);
      }),
    );
  });

  it("is unknown, never 0, as soon as one part that was used has no rate", () => {
    const parts = [
      ["inputUsdPerMillion", { inputTokens: 5, outputTokens: 5 }],
      ["outputUsdPerMillion", { inputTokens: 5, outputTokens: 5 }],
      ["cachedInputUsdPerMillion", { inputTokens: 5, cachedInputTokens: 2, outputTokens: 5 }],
      ["audioInputUsdPerMillion", { inputTokens: 5, audioInputTokens: 2, outputTokens: 5 }],
      ["audioOutputUsdPerMillion", { inputTokens: 5, outputTokens: 5, audioOutputTokens: 1 }],
    ] as const;
    fc.assert(
      fc.property(fullPrice, fc.constantFrom(...parts), (price, [missing, usage]) => {
        const { [missing]: _left, ...rest } = price;
        expect(costUsd(rest, usage)).toBeUndefined();
        expect(costUsd(price, usage)).toBeDefined();
      }),
    );
    expect(costUsd(undefined, { inputTokens: 1, outputTokens: 1 })).toBeUndefined();
    expect(costUsd(findPrice("gpt-4o"), { inputTokens: 1 })).toBeUndefined();
    expect(costUsd(findPrice("gpt-4o"), { outputTokens: 1 })).toBeUndefined();
  });
});

describe("findPrice", () => {
  it("reads names with a vendor, with a date, and in capitals", () => {
    const price = PRICE_TABLE["gpt-4o"];
    expect(price).toBeDefined();
    for (const name of [
      "gpt-4o",
      "openai/gpt-4o",
      "openrouter/openai/gpt-4o",
      "GPT-4o",
      "gpt-4o-2024-08-06",
      "azure/gpt-4o-2024-11-20",
    ]) {
      expect(findPrice(name), name).toBe(price);
    }
  });

  it("keeps a snapshot's own price", () => {
    expect(findPrice("gpt-4o-2024-05-13")?.inputUsdPerMillion).toBe(5);
  });

  it("gives a provider's own price only there", () => {
    expect(findPrice("google/gemini-2.5-flash", {}, "openrouter")?.outputUsdPerMillion).toBe(2.5);
    expect(findPrice("google/gemini-2.5-flash", {}, "litellm")).toBeUndefined();
    expect(findPrice("openai/gpt-oss-20b", {}, "lm-studio")).toBeUndefined();
  });

  it("lets the person's own price win", () => {
    const own = { inputUsdPerMillion: 7, outputUsdPerMillion: 8, source: "me", asOf: "2026-11-24" };
    expect(findPrice("gpt-4o", { "gpt-4o": own })).toBe(own);
    expect(findPrice("llama3.2:3b", { "llama3.2:3b": own })).toBe(own);
  });

  it("knows nothing of unknown names", () => {
    for (const name of ["", "constructor", "__proto__", "llama3.2:3b", "gpt-4o:free", "gpt-99", "toString"]) {
      expect(findPrice(name), name).toBeUndefined();
    }
  });
});

describe("PRICE_TABLE", () => {
  it("names a source and a day for every row, and only sane rates", () => {
    for (const [name, row] of Object.entries(PRICE_TABLE)) {
      expect(row.source, name).not.toBe("");
      expect(row.asOf, name).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(row.inputUsdPerMillion, name).toBeGreaterThan(0);
      expect(row.outputUsdPerMillion, name).toBeGreaterThanOrEqual(row.inputUsdPerMillion ?? Number.NaN);
      expect(row.cachedInputUsdPerMillion ?? 0, name).toBeLessThan(row.inputUsdPerMillion ?? 0);
      expect(name, name).toBe(name.toLowerCase());
    }
  });
});
