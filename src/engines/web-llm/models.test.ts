import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { webLlmCustomModel } from "./custom-model";
import { requiredBufferBytesOf, thinkingOf, WEB_LLM_MODELS } from "./models";

describe("the catalogue", () => {
  it("is what the script makes of the installed package", () => {
    const root = fileURLToPath(new URL("../../..", import.meta.url));
    const check = () =>
      execFileSync(process.execPath, ["scripts/make-web-llm-catalogue.mjs", "--check"], { cwd: root });
    expect(check).not.toThrow();
  });

  it("has what the page and the engine need of each model", () => {
    expect(new Set(WEB_LLM_MODELS.map(({ id }) => id)).size).toBe(WEB_LLM_MODELS.length);
    for (const model of WEB_LLM_MODELS) {
      expect(model.source).toMatchObject({
        type: "hugging-face",
        url: expect.stringMatching(/^https:\/\/huggingface\.co\/mlc-ai\//),
        libraryUrl: expect.stringMatching(/\.wasm$/),
      });
      expect(model.requiredFeatures.includes("shader-f16")).toBe(model.id.includes("f16"));
      expect(model.downloadBytes).toBeGreaterThan(1e8);
      expect(model.license).not.toBe("");
      expect(model.licenseUrl).toMatch(/^https:/);
    }
  });

  it("offers the smallest model first, so that it is the default where it can run", () => {
    const sizes = WEB_LLM_MODELS.map(({ downloadBytes }) => downloadBytes);
    expect(sizes[0]).toBe(Math.min(...sizes));
  });
});

describe("webLlmCustomModel", () => {
  const custom = {
    id: "custom/1",
    label: "Mine",
    engine: "web-llm",
    url: "https://example.com/me/model-q4f16_1-MLC/",
    revision: "",
    libraryUrl: "https://example.com/lib.wasm",
  } as const;

  it("reads the quantisation off the address, and with it the need for 16-bit floats", () => {
    expect(webLlmCustomModel(custom)).toMatchObject({
      id: "custom/1",
      source: { url: "https://example.com/me/model-q4f16_1-MLC", revision: "main" },
      quantization: "q4f16_1",
      requiredFeatures: ["shader-f16"],
    });
    const wide = webLlmCustomModel({ ...custom, url: "https://example.com/m", quantization: "q4f32_1" });
    expect(wide.requiredFeatures).toEqual([]);
  });

  it("claims to know nothing else of it", () => {
    expect(thinkingOf("custom/1")).toBe("unknown");
    expect(requiredBufferBytesOf("custom/1")).toBeNull();
    expect(webLlmCustomModel(custom).license).toBe("unknown");
  });
});
