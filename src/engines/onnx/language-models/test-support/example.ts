import type { ModelRecord } from "../../../../core/model";
import type { InferenceRequest } from "../../../../core/request";

/** A model that lies at `url`. */
export function exampleModel(url: string, change: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id: "onnx/example",
    label: "Example",
    engine: "onnx",
    kind: "language-model",
    tasks: ["prompt"],
    source: { type: "hugging-face", url, revision: "main" },
    downloadBytes: 0,
    quantization: "fp32",
    requiredFeatures: [],
    modalities: ["text"],
    license: "Apache-2.0",
    ...change,
  };
}

/** A request of one turn. */
export function exampleRequest(content: string, change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "r1",
    task: "prompt",
    text: content,
    options: {},
    messages: [{ role: "user", content }],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}
