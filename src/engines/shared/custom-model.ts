import type { ModelRecord } from "../../core/model";
import type { CustomModel } from "../../core/settings";
import { TASK_IDS } from "../../core/task";

/**
 * The record of a model that the person added by its address or from disk, but for what only its engine knows. Size and
 * context are known when it is here.
 */
export function customModelRecord(
  custom: CustomModel,
  own: Pick<ModelRecord, "quantization" | "requiredFeatures">,
): ModelRecord {
  return {
    id: custom.id,
    label: custom.label,
    engine: custom.engine,
    kind: "language-model",
    tasks: TASK_IDS,
    source: {
      type: "hugging-face",
      url: custom.url.replace(/\/+$/, ""),
      revision: custom.revision === "" ? "main" : custom.revision,
      ...(custom.libraryUrl === undefined ? {} : { libraryUrl: custom.libraryUrl }),
      ...(custom.isFromDisk === true ? { isFromDisk: true } : {}),
    },
    downloadBytes: 0,
    modalities: ["text"],
    license: "unknown",
    ...own,
  };
}
