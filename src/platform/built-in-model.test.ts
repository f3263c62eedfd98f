import { describe, expect, it } from "vitest";
import { findBuiltInModel } from "./built-in-model";

const api = { availability: async () => "available", create: async () => ({}) };
const brandedAs = (...brands: string[]) => ({
  navigator: { userAgentData: { brands: brands.map((brand) => ({ brand })) } },
});

describe("findBuiltInModel", () => {
  it("finds the API in browsers whose makers say that its model runs on the device", () => {
    for (const brand of ["Google Chrome", "Microsoft Edge"]) {
      const scope = { ...brandedAs("Chromium", brand), LanguageModel: api };
      expect(findBuiltInModel(scope)).toBe(api);
    }
  });

  it.each([
    [
      "a browser of which that is not known",
      { ...brandedAs("Chromium", "Some Browser"), LanguageModel: api },
    ],
    ["a browser that does not say what it is", { navigator: {}, LanguageModel: api }],
    ["a browser without the API", brandedAs("Google Chrome")],
    ["something else of that name", { ...brandedAs("Google Chrome"), LanguageModel: { create: 1 } }],
    ["a scope without a navigator", { LanguageModel: api }],
  ])("finds none in %s", (_, scope) => {
    expect(findBuiltInModel(scope)).toBeNull();
  });
});
