import type { ModelRecord } from "../model";
import type { InferenceRequest } from "../request";

/** A language model of the device that reads text. */
export function exampleModel(id: string, change: Partial<ModelRecord> = {}): ModelRecord {
  return {
    id,
    label: id,
    engine: "onnx",
    kind: "language-model",
    tasks: ["prompt"],
    source: { type: "none" },
    downloadBytes: 0,
    requiredFeatures: [],
    modalities: ["text"],
    license: "test",
    ...change,
  };
}

/** A short free prompt. */
export function exampleRequest(change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "r",
    task: "prompt",
    text: "hi",
    options: {},
    messages: [],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}
