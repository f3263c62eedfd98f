import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../../core/model";
import type { WebGpuProbe } from "../../platform/webgpu";
import type { DeviceFacts, ModelFit } from "./fit-model";
import { recommendModel } from "./recommend-model";

const GB = 1_073_741_824;
const gpu = (isFallback: boolean): WebGpuProbe => ({
  available: true,
  features: [],
  limits: {} as never,
  adapterInfo: { vendor: "", architecture: "", isFallback },
});
const device = (change: Partial<DeviceFacts> = {}): DeviceFacts => ({
  gpu: gpu(false),
  memoryBytes: 8 * GB,
  freeStorageBytes: null,
  ...change,
});

function candidate(
  id: string,
  parameters: number,
  change: { fit?: Partial<ModelFit>; model?: Partial<ModelRecord> } = {},
) {
  const model: ModelRecord = {
    id,
    label: id,
    engine: "web-llm",
    kind: "language-model",
    tasks: [],
    source: { type: "none" },
    downloadBytes: parameters,
    parameters,
    languages: ["en"],
    goodFor: ["write"],
    requiredFeatures: [],
    modalities: ["text"],
    license: "MIT",
    ...change.model,
  };
  const fit: ModelFit = {
    verdict: "fits",
    provider: "webgpu",
    needsBytes: parameters,
    reasons: [],
    ...change.fit,
  };
  return { model, fit };
}

const SMALL = candidate("small", 4e8);
const MIDDLE = candidate("middle", 1.5e9);
const LARGE = candidate("large", 4e9);
const WASM = candidate("wasm", 135e6, { fit: { provider: "wasm" } });
const ALL = [SMALL, MIDDLE, LARGE, WASM];

const idOf = (...parameters: Parameters<typeof recommendModel>) =>
  recommendModel(...parameters)?.model.id ?? null;

describe("recommendModel", () => {
  it("takes the most able that leaves three quarters of the memory", () => {
    expect(idOf(ALL, device(), "en")).toBe("middle");
    expect(idOf(ALL, device({ memoryBytes: 32 * GB }), "en")).toBe("large");
    expect(idOf(ALL, device({ memoryBytes: 2 * GB }), "en")).toBe("small");
    expect(idOf(ALL, device({ memoryBytes: null }), "en")).toBe("middle");
  });

  it("takes what WebAssembly carries where there is no real GPU, and says which it was", () => {
    const missing: WebGpuProbe = { available: false, code: "no-api", reason: "" };
    expect(recommendModel(ALL, device({ gpu: missing }), "en")).toMatchObject({
      model: { id: "wasm" },
      because: "no-gpu",
    });
    expect(recommendModel(ALL, device({ gpu: gpu(true) }), "en")).toMatchObject({
      model: { id: "wasm" },
      because: "software-gpu",
    });
    expect(idOf([SMALL, MIDDLE], device({ gpu: missing }), "en")).toBeNull();
  });

  it("prefers a smaller one that speaks the person's language", () => {
    const german = candidate("german", 5e8, { model: { languages: ["en", "de"] } });
    expect(recommendModel([...ALL, german], device(), "de-CH")).toMatchObject({
      model: { id: "german" },
      speaksLanguage: true,
    });
    expect(recommendModel(ALL, device(), "de-CH")).toMatchObject({
      model: { id: "middle" },
      speaksLanguage: false,
    });
  });

  it("leaves out what is tight, special, or of unknown size", () => {
    const others = [
      candidate("tight", 1.8e9, { fit: { verdict: "tight" } }),
      candidate("code", 1.8e9, { model: { goodFor: ["code"] } }),
      candidate("measured badly", 1.8e9, { fit: { verdict: "does-not-fit" } }),
    ];
    expect(idOf([...others, MIDDLE], device(), "en")).toBe("middle");
  });

  it("takes the variant that needs less memory of the same model", () => {
    const wide = candidate("wide", 1.5e9, { fit: { needsBytes: 1.9e9 } });
    expect(idOf([wide, MIDDLE], device(), "en")).toBe("middle");
  });
});
