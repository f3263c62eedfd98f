import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { audioInputTokens, imageTokens } from "./attachment-tokens";

describe("imageTokens", () => {
  it("gives the figures of the provider's guide", () => {
    expect(imageTokens({ width: 1024, height: 1024, detail: "high" }, "gpt-4o")).toBe(765);
    expect(imageTokens({ width: 2048, height: 4096, detail: "high" }, "gpt-4o")).toBe(1105);
    expect(imageTokens({ width: 4096, height: 8192, detail: "low" }, "gpt-4o")).toBe(85);
    expect(imageTokens({ width: 1024, height: 1024, detail: "high" }, "openai/gpt-4o-mini")).toBe(
      2833 + 4 * 5667,
    );
    expect(imageTokens({ width: 1024, height: 1024, detail: "low" }, "gpt-4o-mini-2024-07-18")).toBe(2833);
  });

  it("is bounded whatever the size, and the same on its side", () => {
    const side = fc.integer({ min: 1, max: 50_000 });
    fc.assert(
      fc.property(side, side, (width, height) => {
        const tokens = imageTokens({ width, height, detail: "high" }, "gpt-4o");
        expect(tokens).toBe(imageTokens({ width: height, height: width, detail: "high" }, "gpt-4o"));
        expect(tokens).toBeGreaterThanOrEqual(85 + 170);
        // 2048 x 768 is the largest that is left after both steps: 4 x 2 tiles.
        expect(tokens).toBeLessThanOrEqual(85 + 8 * 170);
      }),
    );
  });
});

describe("audioInputTokens", () => {
  it("counts one for each tenth of a second begun", () => {
    expect(audioInputTokens(0)).toBe(0);
    expect(audioInputTokens(1)).toBe(1);
    expect(audioInputTokens(60_000)).toBe(600);
  });
});
