import type { ModelRecord } from "../../core/model";
import type { CustomModel } from "../../core/settings";
import { TASK_IDS } from "../../core/task";

/** The record of a model that the person added by its address. Its size is unknown until its files are listed. */
export function webLlmCustomModel(custom: CustomModel): ModelRecord {
  const quantization = custom.quantization ?? /q\d+f(?:16|32)(?:_\d)?/.exec(custom.url)?.[0];
  return {
    id: custom.id,
    label: custom.label,
    engine: "web-llm",
    kind: "language-model",
    tasks: TASK_IDS,
    source: {
      type: "hugging-face",
      url: custom.url.replace(/\/+$/, ""),
      revision: custom.revision === "" ? "main" : custom.revision,
      ...(custom.libraryUrl === undefined ? {} : { libraryUrl: custom.libraryUrl }),
    },
    downloadBytes: 0,
    ...(quantization === undefined ? {} : { quantization }),
    requiredFeatures: quantization?.includes("f16") === true ? ["shader-f16"] : [],
    modalities: ["text"],
    license: "unknown",
  };
}
