import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../../core/model";
import type { ModelTrial } from "../../core/model-trial";
import { ONNX_LANGUAGE_MODELS } from "../../engines/onnx/language-models/models";
import { WEB_LLM_MODELS } from "../../engines/web-llm/models";
import type { WebGpuAvailable, WebGpuMissing } from "../../platform/webgpu";
import { type DeviceFacts, fitModel } from "./fit-model";

const GB = 1_073_741_824;

const GPU: WebGpuAvailable = {
  available: true,
  features: ["shader-f16"],
  limits: {
    maxBufferSize: 4 * GB,
    maxStorageBufferBindingSize: 2 * GB,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupStorageSize: 32_768,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupsPerDimension: 65_535,
  },
  adapterInfo: { vendor: "test", architecture: "", isFallback: false },
};
const NO_GPU: WebGpuMissing = { available: false, code: "no-adapter", reason: "None was found." };
const SOFTWARE: WebGpuAvailable = { ...GPU, adapterInfo: { ...GPU.adapterInfo, isFallback: true } };
const WITHOUT_F16: WebGpuAvailable = { ...GPU, features: [] };

const LAPTOP: DeviceFacts = { gpu: GPU, memoryBytes: 8 * GB, freeStorageBytes: 100 * GB };

function webLlm(change: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: "web-llm/test",
    label: "Test",
    engine: "web-llm",
    kind: "language-model",
    tasks: [],
    source: { type: "none" },
    downloadBytes: 1e9,
    vramRequiredMb: 1500,
    parameters: 1.5e9,
    quantization: "q4f16_1",
    requiredFeatures: ["shader-f16"],
    modalities: ["text"],
    license: "MIT",
    ...change,
  };
}

function onnx(quantization: string, change: Partial<ModelRecord> = {}): ModelRecord {
  const { vramRequiredMb: _, ...rest } = webLlm();
  return { ...rest, engine: "onnx", quantization, requiredFeatures: [], ...change };
}

const Q8_135M = onnx("q8", { downloadBytes: 139e6, parameters: 134_515_008 });

interface Row {
  name: string;
  model: ModelRecord;
  device?: Partial<DeviceFacts>;
  missingBytes?: number;
  measured?: Omit<ModelTrial, "at">;
  verdict: string;
  reasons: readonly string[];
  provider?: string;
}

const ROWS: readonly Row[] = [
  { name: "a common model on a laptop", model: webLlm(), verdict: "fits", reasons: [] },
  {
    name: "L2 16-bit floats that are not there",
    model: webLlm(),
    device: { gpu: WITHOUT_F16 },
    verdict: "does-not-fit",
    reasons: ["lacks-feature"],
  },
  {
    name: "the 32-bit variant without 16-bit floats",
    model: webLlm({ requiredFeatures: [], quantization: "q4f32_1" }),
    device: { gpu: WITHOUT_F16 },
    verdict: "fits",
    reasons: [],
  },
  {
    name: "L2 buffers that are too small",
    model: webLlm({ requiredBufferBytes: 3 * GB }),
    verdict: "does-not-fit",
    reasons: ["buffer-limit"],
  },
  {
    name: "L2 too little workgroup storage for the library",
    model: webLlm(),
    device: { gpu: { ...GPU, limits: { ...GPU.limits, maxComputeWorkgroupStorageSize: 16_384 } } },
    verdict: "does-not-fit",
    reasons: ["gpu-limit"],
  },
  {
    name: "the same limit for ONNX, whose shaders are smaller",
    model: onnx("q4"),
    device: { gpu: { ...GPU, limits: { ...GPU.limits, maxComputeWorkgroupStorageSize: 16_384 } } },
    verdict: "fits",
    reasons: [],
  },
  {
    name: "L1 WebLLM without a GPU",
    model: webLlm(),
    device: { gpu: NO_GPU },
    verdict: "does-not-fit",
    reasons: ["no-gpu"],
  },
  {
    name: "L1 four-bit ONNX without a GPU",
    model: onnx("q4"),
    device: { gpu: NO_GPU },
    verdict: "does-not-fit",
    reasons: ["no-gpu"],
  },
  {
    name: "135M in q8 without a GPU",
    model: Q8_135M,
    device: { gpu: NO_GPU },
    verdict: "fits",
    reasons: ["wasm"],
    provider: "wasm",
  },
  {
    name: "q8 computes by WebAssembly where there is a GPU too",
    model: Q8_135M,
    verdict: "fits",
    reasons: ["wasm"],
    provider: "wasm",
  },
  {
    name: "360M in q8 is slow without a GPU",
    model: onnx("q8", { downloadBytes: 370e6, parameters: 361_821_120 }),
    device: { gpu: NO_GPU },
    verdict: "tight",
    reasons: ["wasm-too-large"],
    provider: "wasm",
  },
  {
    name: "more than WebAssembly can address",
    model: onnx("q8", { downloadBytes: 1e9, parameters: 1e9 }),
    device: { gpu: NO_GPU, memoryBytes: null },
    verdict: "does-not-fit",
    reasons: ["wasm-memory"],
    provider: "wasm",
  },
  {
    name: "fp32 falls back to WebAssembly",
    model: onnx("fp32", { downloadBytes: 60e6, parameters: 15e6 }),
    device: { gpu: NO_GPU },
    verdict: "fits",
    reasons: ["wasm"],
    provider: "wasm",
  },
  {
    name: "a GPU in software",
    model: webLlm(),
    device: { gpu: SOFTWARE },
    verdict: "tight",
    reasons: ["software-gpu"],
  },
  {
    name: "more than half of the memory",
    model: webLlm({ vramRequiredMb: 5000 }),
    verdict: "tight",
    reasons: ["memory"],
  },
  {
    name: "more than all memory, where the browser may name less than there is",
    model: webLlm({ vramRequiredMb: 12_000 }),
    verdict: "tight",
    reasons: ["memory"],
  },
  {
    name: "more than all memory of a small device",
    model: webLlm({ vramRequiredMb: 5000 }),
    device: { memoryBytes: 4 * GB },
    verdict: "does-not-fit",
    reasons: ["memory"],
  },
  {
    name: "unknown memory",
    model: webLlm({ vramRequiredMb: 5000 }),
    device: { memoryBytes: null },
    verdict: "fits",
    reasons: [],
  },
  {
    name: "S2 more than the quota leaves",
    model: webLlm(),
    device: { freeStorageBytes: 5e8 },
    missingBytes: 1e9,
    verdict: "does-not-fit",
    reasons: ["disk"],
  },
  {
    name: "nearly all that the quota leaves",
    model: webLlm(),
    device: { freeStorageBytes: 1.1e9 },
    missingBytes: 1e9,
    verdict: "tight",
    reasons: ["disk"],
  },
  {
    name: "a model that is here needs no room",
    model: webLlm(),
    device: { freeStorageBytes: 0 },
    missingBytes: 0,
    verdict: "fits",
    reasons: [],
  },
  {
    name: "unknown quota",
    model: webLlm(),
    device: { freeStorageBytes: null },
    missingBytes: 1e12,
    verdict: "fits",
    reasons: [],
  },
  {
    name: "a model of unknown size",
    model: onnx("q4", { downloadBytes: 0 }),
    verdict: "unknown",
    reasons: [],
  },
  {
    name: "a model that the browser itself runs, where pages get no GPU",
    model: webLlm({ engine: "prompt-api" }),
    device: { gpu: NO_GPU },
    verdict: "unknown",
    reasons: [],
  },
  {
    name: "a measurement outranks a guess",
    model: webLlm({ vramRequiredMb: 12_000 }),
    device: { gpu: SOFTWARE },
    measured: { fault: null, tokensPerSecond: 20 },
    verdict: "fits",
    reasons: ["measured"],
  },
  {
    name: "measured and slow",
    model: webLlm(),
    measured: { fault: null, tokensPerSecond: 1.5 },
    verdict: "tight",
    reasons: ["measured"],
  },
  {
    name: "measured and not sane",
    model: webLlm(),
    measured: { fault: "repeated", tokensPerSecond: 40 },
    verdict: "does-not-fit",
    reasons: ["measured"],
  },
  {
    name: "L4 its load ended the tab",
    model: webLlm(),
    measured: { fault: "crashed" },
    verdict: "does-not-fit",
    reasons: ["measured"],
  },
  {
    name: "measured in an earlier life with another GPU",
    model: webLlm(),
    device: { gpu: WITHOUT_F16 },
    measured: { fault: null, tokensPerSecond: 20 },
    verdict: "does-not-fit",
    reasons: ["lacks-feature"],
  },
  {
    name: "measured, of unknown size",
    model: onnx("q4", { downloadBytes: 0 }),
    measured: { fault: null },
    verdict: "fits",
    reasons: ["measured"],
  },
];

describe("fitModel", () => {
  it.each(ROWS)("$name: $verdict", (row) => {
    const fit = fitModel(
      row.model,
      { ...LAPTOP, ...row.device },
      {
        missingBytes: row.missingBytes ?? 0,
        ...(row.measured === undefined ? {} : { measured: { ...row.measured, at: 0 } }),
      },
    );
    expect({ verdict: fit.verdict, reasons: fit.reasons.map(({ type }) => type) }).toEqual({
      verdict: row.verdict,
      reasons: row.reasons,
    });
    expect(fit.provider).toBe(row.provider ?? "webgpu");
  });

  it("judges the shipped catalogues: every 16-bit model fails without shader-f16, and something is left everywhere", () => {
    const all = [...WEB_LLM_MODELS, ...ONNX_LANGUAGE_MODELS];
    const device = { ...LAPTOP, gpu: WITHOUT_F16 };
    for (const model of all) {
      const fit = fitModel(model, device, { missingBytes: 0 });
      const isHalf = /f16/.test(model.quantization ?? "");
      expect(fit.reasons.some(({ type }) => type === "lacks-feature")).toBe(isHalf);
    }
    for (const gpu of [GPU, WITHOUT_F16, SOFTWARE, NO_GPU]) {
      const fits = all.filter(
        (model) =>
          fitModel(model, { ...LAPTOP, gpu }, { missingBytes: model.downloadBytes }).verdict === "fits",
      );
      expect(fits.length).toBeGreaterThan(0);
    }
  });
});
