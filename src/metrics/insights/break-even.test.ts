import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { breakEvenRequests, costAt, costFacts } from "./break-even";

const input = {
  downloadGb: 2,
  usdPerGb: 0.5,
  hardwareUsd: 99,
  localSeconds: 36,
  watts: 100,
  usdPerKwh: 0.3,
  cloudUsdPerRequest: 0.0103,
};

describe("break-even", () => {
  it("counts download and hardware once and electricity with each request", () => {
    const facts = costFacts(input);
    expect(facts.fixedUsd).toBe(100);
    // 0.1 kW for a hundredth of an hour at 0.3 dollars.
    expect(facts.localUsdPerRequest).toBeCloseTo(0.0003, 12);
    expect(breakEvenRequests(facts)).toBe(10_000);
  });

  it("counts no electricity where power or price is not set", () => {
    expect(costFacts({ ...input, watts: null }).localUsdPerRequest).toBe(0);
    expect(costFacts({ ...input, usdPerKwh: null }).localUsdPerRequest).toBe(0);
  });

  it("is at once without fixed cost, and never where the cloud is not dearer", () => {
    expect(breakEvenRequests({ fixedUsd: 0, localUsdPerRequest: 0, cloudUsdPerRequest: 0.01 })).toBe(0);
    expect(breakEvenRequests({ fixedUsd: 5, localUsdPerRequest: 0.01, cloudUsdPerRequest: 0.01 })).toBeNull();
    expect(breakEvenRequests({ fixedUsd: 0, localUsdPerRequest: 0.02, cloudUsdPerRequest: 0.01 })).toBeNull();
  });

  it("is the first number of requests that costs no more here than there", () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 }).map((millionths) => millionths / 1e6);
    fc.assert(
      fc.property(amount, amount, amount, (fixedUsd, localUsdPerRequest, cloudUsdPerRequest) => {
        const facts = { fixedUsd: fixedUsd * 100, localUsdPerRequest, cloudUsdPerRequest };
        const even = breakEvenRequests(facts);
        if (even === null) {
          const { localUsd, cloudUsd } = costAt(facts, 1e6);
          expect(localUsd).toBeGreaterThanOrEqual(cloudUsd - 1e-6);
          return;
        }
        const at = costAt(facts, even);
        expect(at.localUsd).toBeLessThanOrEqual(at.cloudUsd + 1e-6);
        if (even === 0) return;
        const before = costAt(facts, even - 1);
        expect(before.localUsd).toBeGreaterThan(before.cloudUsd - 1e-6);
      }),
    );
  });
});
