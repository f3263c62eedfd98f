import { MODEL_USES, type ModelRecord } from "../../core/model";
import { TASK_IDS } from "../../core/task";
import catalogue from "./catalogue.json";

/** What every model library of the package needs of the GPU. */
export const LIBRARY_NEEDS = {
  maxComputeWorkgroupStorageSize: 32 * 1024,
  maxStorageBuffersPerShaderStage: 10,
} as const;

/** Whether a model thinks before it answers: never; it could but is told not to; it does; not known. */
export type Thinking = "none" | "off" | "on" | "unknown";

interface CatalogueRow {
  modelId: string;
  label: string;
  parameters: number;
  languages: readonly string[];
  goodFor: readonly string[];
  url: string;
  libraryUrl: string;
  /** From the parameter count and the bits of each; the exact figure is known when the download starts. */
  estimatedDownloadBytes: number;
  vramRequiredMb: number;
  contextWindow: number;
  quantization: string;
  requiredFeatures: readonly string[];
  /** Smallest `maxStorageBufferBindingSize`; null where the package names none. */
  requiredBufferBytes: number | null;
  modalities: readonly string[];
  thinking: string;
  license: string;
  licenseUrl: string;
}

const rows: readonly CatalogueRow[] = catalogue.models;

/** The catalogue, smallest first; ids are `web-llm/` and the package's own. */
export const WEB_LLM_MODELS: readonly ModelRecord[] = rows.map((row) => ({
  id: `web-llm/${row.modelId}`,
  label: row.label,
  engine: "web-llm",
  kind: "language-model",
  tasks: TASK_IDS,
  source: { type: "hugging-face", url: row.url, revision: "main", libraryUrl: row.libraryUrl },
  downloadBytes: row.estimatedDownloadBytes,
  vramRequiredMb: row.vramRequiredMb,
  parameters: row.parameters,
  languages: row.languages,
  goodFor: MODEL_USES.filter((use) => row.goodFor.includes(use)),
  thinking: knownThinking(row),
  contextWindow: row.contextWindow,
  quantization: row.quantization,
  requiredFeatures: row.requiredFeatures,
  ...(row.requiredBufferBytes === null ? {} : { requiredBufferBytes: row.requiredBufferBytes }),
  modalities: row.modalities.includes("image") ? ["text", "image"] : ["text"],
  license: row.license,
  licenseUrl: row.licenseUrl,
}));

/** How the model of that id thinks; not known for a custom model. */
export function thinkingOf(modelId: string): Thinking {
  const row = rows.find((each) => `web-llm/${each.modelId}` === modelId);
  if (row === undefined) return "unknown";
  return knownThinking(row);
}

function knownThinking({ thinking }: CatalogueRow): "none" | "off" | "on" {
  return thinking === "off" || thinking === "on" ? thinking : "none";
}

/** The smallest `maxStorageBufferBindingSize` that the model declares, in bytes; null where it names none. */
export function requiredBufferBytesOf(modelId: string): number | null {
  return rows.find((each) => `web-llm/${each.modelId}` === modelId)?.requiredBufferBytes ?? null;
}
