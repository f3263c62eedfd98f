import type { ModelRecord, ModelUse } from "../../../core/model";
import type { CustomModel } from "../../../core/settings";
import { TASK_IDS } from "../../../core/task";
import { customModelRecord } from "../../shared/custom-model";
import { DEFAULT_QUANTIZATION, featuresOf, type Quantization, quantizationOf } from "./model-variant";

interface CatalogueRow {
  id: string;
  label: string;
  /** Of huggingface.co. */
  repository: string;
  quantization: Quantization;
  /** Rounded: the graph as the repository lists it, and about 3 MB of tokenizer. The download tells the exact size. */
  downloadBytes: number;
  /** Tokens. At most what the model was made for; less where its cache would not fit in WASM's memory. */
  contextWindow: number;
  parameters: number;
  /** Those that the model's own card names; docs/catalogue.md says which rows were checked. */
  languages: readonly string[];
  goodFor: readonly ModelUse[];
  licenseUrl: string;
}

const HUGGING_FACE = "https://huggingface.co";
const APACHE = "https://www.apache.org/licenses/LICENSE-2.0";

const ENGLISH = ["en"];
const QWEN_2_5 = ["en", "zh", "fr", "es", "pt", "de", "it", "ru", "ja", "ko", "vi", "th", "ar"];
const QWEN_3 = [...QWEN_2_5, "nl", "pl", "tr", "id", "hi", "uk", "cs", "sv", "ro", "he", "fa", "el"];
const SHORT_TEXTS: readonly ModelUse[] = ["write", "chat"];

const ROWS: readonly CatalogueRow[] = [
  {
    id: "onnx/smollm-135m-instruct-q8",
    label: "SmolLM 135M Instruct (without a GPU)",
    repository: "HuggingFaceTB/SmolLM-135M-Instruct",
    quantization: "q8",
    downloadBytes: 139_000_000,
    contextWindow: 2048,
    parameters: 134_515_008,
    languages: ENGLISH,
    goodFor: SHORT_TEXTS,
    licenseUrl: APACHE,
  },
  {
    id: "onnx/smollm2-360m-instruct-q4f16",
    label: "SmolLM2 360M Instruct",
    repository: "HuggingFaceTB/SmolLM2-360M-Instruct",
    quantization: "q4f16",
    downloadBytes: 302_000_000,
    contextWindow: 8192,
    parameters: 361_821_120,
    languages: ENGLISH,
    goodFor: SHORT_TEXTS,
    licenseUrl: APACHE,
  },
  {
    id: "onnx/smollm2-360m-instruct-q4",
    label: "SmolLM2 360M Instruct (without shader-f16)",
    repository: "HuggingFaceTB/SmolLM2-360M-Instruct",
    quantization: "q4",
    downloadBytes: 420_000_000,
    contextWindow: 8192,
    parameters: 361_821_120,
    languages: ENGLISH,
    goodFor: SHORT_TEXTS,
    licenseUrl: APACHE,
  },
  {
    id: "onnx/qwen2.5-0.5b-instruct-q4f16",
    label: "Qwen2.5 0.5B Instruct",
    repository: "onnx-community/Qwen2.5-0.5B-Instruct",
    quantization: "q4f16",
    downloadBytes: 490_000_000,
    contextWindow: 32_768,
    parameters: 494_032_768,
    languages: QWEN_2_5,
    goodFor: SHORT_TEXTS,
    licenseUrl: APACHE,
  },
  {
    id: "onnx/qwen3-0.6b-q4f16",
    label: "Qwen3 0.6B",
    repository: "onnx-community/Qwen3-0.6B-ONNX",
    quantization: "q4f16",
    downloadBytes: 581_000_000,
    contextWindow: 32_768,
    parameters: 596_049_920,
    languages: QWEN_3,
    goodFor: SHORT_TEXTS,
    licenseUrl: APACHE,
  },
];

/** Language models that can be downloaded, smallest first; all under Apache-2.0. Sizes are approximate. */
export const ONNX_LANGUAGE_MODELS: readonly ModelRecord[] = ROWS.map((row) => ({
  id: row.id,
  label: row.label,
  engine: "onnx",
  kind: "language-model",
  tasks: TASK_IDS,
  source: { type: "hugging-face", url: `${HUGGING_FACE}/${row.repository}`, revision: "main" },
  downloadBytes: row.downloadBytes,
  contextWindow: row.contextWindow,
  parameters: row.parameters,
  languages: row.languages,
  goodFor: row.goodFor,
  quantization: row.quantization,
  requiredFeatures: featuresOf(row.quantization),
  modalities: ["text"],
  license: "Apache-2.0",
  licenseUrl: row.licenseUrl,
}));

/** The record of a model that the person added by its address. Its size and context are known when it is here. */
export function onnxCustomModel(custom: CustomModel): ModelRecord {
  const quantization =
    custom.quantization === undefined || custom.quantization === ""
      ? DEFAULT_QUANTIZATION
      : custom.quantization;
  const known = quantizationOf({ quantization });
  return customModelRecord(custom, {
    quantization,
    requiredFeatures: known === null ? [] : featuresOf(known),
  });
}
