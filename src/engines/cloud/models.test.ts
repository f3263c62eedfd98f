import { describe, expect, it } from "vitest";
import { CLOUD_MODELS, cloudModel } from "./models";
import { isRetired } from "./retirement";

const openai = (modelName: string) => cloudModel({ providerId: "openai", baseUrl: "", modelName });

describe("cloud models as data", () => {
  it("C19 carry the dates of shutdown that are known, and what replaces them", () => {
    expect(openai("gpt-4o-mini").retirement).toEqual({ date: "2027-01-14", replacement: "gpt-6-luna" });
    expect(openai("gpt-4o-2024-08-06").retirement?.date).toBe("2027-01-14");
    expect(openai("gpt-5-mini").retirement?.date).toBe("2026-12-11");
    expect(openai("gpt-audio").retirement?.date).toBe("2027-01-20");
    expect(openai("gpt-6-luna").retirement).toBeUndefined();
  });

  it("C19 is retired from that day on", () => {
    const model = openai("gpt-4o");
    expect(isRetired(model, new Date("2027-01-13T23:59:59Z"))).toBe(false);
    expect(isRetired(model, new Date("2027-01-14T00:00:00Z"))).toBe(true);
    expect(isRetired(openai("gpt-6-luna"), new Date("2099-01-01"))).toBe(false);
  });

  it("C19 does not take OpenAI's dates for Azure's or a local server's", () => {
    for (const providerId of ["azure", "ollama", "custom"]) {
      expect(cloudModel({ providerId, baseUrl: "", modelName: "gpt-4o" }).retirement).toBeUndefined();
    }
  });

  it("C20 knows what a model takes", () => {
    expect(openai("gpt-4o").modalities).toEqual(["text", "image"]);
    expect(openai("gpt-audio").modalities).toEqual(["text", "audio"]);
    expect(openai("o3-mini").modalities).toEqual(["text"]);
  });

  it("leaves unknown what nobody said of a model", () => {
    const model = openai("somebody/new-model");
    expect(model).toMatchObject({ id: "cloud:somebody/new-model", label: "somebody/new-model" });
    expect(model.price).toBeUndefined();
    expect(model.contextWindow).toBeUndefined();
  });

  it("have one id each", () => {
    expect(new Set(CLOUD_MODELS.map(({ id }) => id)).size).toBe(CLOUD_MODELS.length);
  });
});
