import { describe, expect, it } from "vitest";
import { ONNX_LANGUAGE_MODELS } from "../../../engines/onnx/language-models/models";
import { WEB_LLM_MODELS } from "../../../engines/web-llm/models";
import type { ModelFit } from "../../../run/device-fit/fit-model";
import { EVERY_MODEL, type ModelQuery, type ModelRow, selectModels, storedBytesOf } from "./select-models";

const fitOf = (verdict: ModelFit["verdict"]): ModelFit => ({
  verdict,
  provider: "webgpu",
  needsBytes: 1,
  reasons: [],
});
const ROWS: readonly ModelRow[] = [...WEB_LLM_MODELS, ...ONNX_LANGUAGE_MODELS].map((model) => ({
  model,
  fit: fitOf("fits"),
  availability: { state: "downloadable", downloadBytes: model.downloadBytes },
  isCustom: false,
  isRecommended: false,
}));

const select = (query: Partial<ModelQuery>, rows = ROWS) => selectModels(rows, { ...EVERY_MODEL, ...query });
const labels = (query: Partial<ModelQuery>, rows = ROWS) =>
  select(query, rows).map(({ model }) => model.label);

describe("selectModels", () => {
  it("gives everything in the catalogue's order when nothing is asked", () => {
    expect(select({})).toEqual(ROWS);
  });

  it("searches by name, language and use, all words at once, whatever their case and accents", () => {
    expect(labels({ text: "qwen3 0.6" })).toContain("Qwen3 0.6B");
    expect(labels({ text: "JAPANESE gemma" })).toEqual(["Gemma 2 2B Japanese"]);
    expect(labels({ text: "spañish llama" })).toContain("Llama 3.2 1B");
    const code = select({ text: "code" });
    expect(code.length).toBeGreaterThan(2);
    expect(select({ text: "code reasoning" }).length).toBeLessThan(code.length);
    expect(select({ text: "no such thing" })).toEqual([]);
  });

  it("filters by language, use, licence and runtime", () => {
    for (const { model } of select({ language: "ar" })) expect(model.languages).toContain("ar");
    for (const { model } of select({ use: "translate" })) expect(model.goodFor).toContain("translate");
    for (const { model } of select({ license: "MIT" })) expect(model.license).toBe("MIT");
    expect(select({ engine: "onnx" })).toHaveLength(ONNX_LANGUAGE_MODELS.length);
    expect(labels({ use: "images" })).toEqual(["Phi-3.5 Vision"]);
    expect(select({ use: "images", license: "Apache-2.0" })).toEqual([]);
  });

  it("shows what fits, and what is here, whole or in part", () => {
    const [first, second, third, fourth] = ROWS;
    if (!first || !second || !third || !fourth) throw new Error("the catalogue is too small");
    const rows: ModelRow[] = [
      { ...first, fit: fitOf("does-not-fit") },
      { ...second, availability: { state: "unavailable", reason: "no GPU" } },
      { ...third, fit: fitOf("tight"), availability: { state: "ready" } },
      { ...fourth, availability: { state: "downloadable", downloadBytes: 1, storedBytes: 5 } },
    ];
    expect(select({ show: "fits" }, rows)).toEqual([rows[2], rows[3]]);
    expect(select({ show: "downloaded" }, rows)).toEqual([rows[2], rows[3]]);
    const useless: ModelRow = {
      ...first,
      availability: { state: "unavailable", reason: "no GPU", storedBytes: 7 },
    };
    expect(select({ show: "downloaded" }, [useless])).toEqual([useless]);
    expect(storedBytesOf(useless)).toBe(7);
  });

  it("sorts by name, by size, and by what is best to begin with", () => {
    expect(labels({ sort: "name" })).toEqual(
      [...labels({})].sort((one, other) => one.localeCompare(other, "en")),
    );
    const sizes = select({ sort: "size" }).map(({ model }) => model.downloadBytes);
    expect(sizes).toEqual([...sizes].sort((one, other) => one - other));
    const [first, second, third, fourth] = ROWS;
    if (!first || !second || !third || !fourth) throw new Error("the catalogue is too small");
    const rows: ModelRow[] = [
      { ...first, availability: { state: "unavailable", reason: "no GPU" } },
      { ...second, fit: fitOf("tight") },
      { ...third, isCustom: true },
      { ...fourth, isRecommended: true },
    ];
    expect(select({}, rows)).toEqual([rows[3], rows[2], rows[1], rows[0]]);
  });
});
