import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatBytes, formatMs, formatShare, formatUsd } from "./format";

describe("format", () => {
  it.each([
    [0, "$0"],
    [0.0000005, "under $0.000001"],
    [0.0000031, "$0.0000031"],
    [0.000129, "$0.000129"],
    [0.01, "$0.01"],
    [0.1, "$0.1"],
    [1.5, "$1.5"],
    [20, "$20"],
    [12.345, "$12.35"],
  ])("writes %d dollars as %s", (usd, words) => expect(formatUsd(usd)).toBe(words));

  it("never writes a price as nothing", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 1000, noNaN: true }), (usd) => formatUsd(usd) !== "$0"),
    );
  });

  it.each([
    [0.123, "0.12 ms"],
    [41.4, "41 ms"],
    [1240, "1.24 s"],
    [12_340, "12.3 s"],
    [125_000, "2 min 5 s"],
  ])("writes %d ms as %s", (ms, words) => expect(formatMs(ms)).toBe(words));

  it.each([
    [0, "0 B"],
    [1234, "1.2 kB"],
    [3_800_000, "3.8 MB"],
    [2_260_000_000, "2.26 GB"],
  ])("writes %d bytes as %s", (bytes, words) => expect(formatBytes(bytes)).toBe(words));

  it("keeps a small share visible", () => {
    expect(formatShare(0.004)).toBe("0.4 %");
    expect(formatShare(0.714)).toBe("71 %");
  });
});
