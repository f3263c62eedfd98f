import type { ModelRecord } from "../../../core/model";
import type { InferenceRequest } from "../../../core/request";
import type { WebGpuProbe } from "../../../platform/webgpu";

/** A GPU that can run every model of the catalogue. */
export const GOOD_GPU: WebGpuProbe = {
  available: true,
  features: ["shader-f16"],
  limits: {
    maxBufferSize: 4e9,
    maxStorageBufferBindingSize: 4e9,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupStorageSize: 32768,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupsPerDimension: 65535,
  },
  adapterInfo: { vendor: "apple", architecture: "metal-3", isFallback: false },
};

/** Where the model library of the examples lies, outside the repository. */
export const LIBRARY = "/lib.wasm";

/** A model that lies at `url`. */
export function exampleModel(url: string, change: Partial<ModelRecord> = {}): ModelRecord {
  const libraryUrl = `${new URL(url).origin}${LIBRARY}`;
  return {
    id: "web-llm/tiny",
    label: "Tiny",
    engine: "web-llm",
    kind: "language-model",
    tasks: ["prompt"],
    source: { type: "hugging-face", url, revision: "main", libraryUrl },
    downloadBytes: 100,
    contextWindow: 4096,
    quantization: "q4f32_1",
    requiredFeatures: [],
    modalities: ["text"],
    license: "Apache-2.0",
    ...change,
  };
}

/** A plain request of one turn. */
export function exampleRequest(change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "r1",
    task: "prompt",
    text: "Say hello",
    options: {},
    messages: [
      { role: "system", content: "Be brief." },
      { role: "user", content: "Say hello" },
    ],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}
