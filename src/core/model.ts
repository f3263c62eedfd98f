import type { ProviderChoice } from "./provider-choice";
import type { TaskId } from "./task";

/** Every engine of the shipped app, and the scripted one that only tests use. */
export const ENGINE_IDS = ["onnx", "web-llm", "prompt-api", "taught", "cloud", "scripted"] as const;

/** One of {@link ENGINE_IDS}. */
export type EngineId = (typeof ENGINE_IDS)[number];

/** Where an engine computes. Never mixed with other words in code. */
export type Location = "local" | "cloud";

/** What a model does: one forward pass over a text, or a decode loop. */
export type ModelKind = "specialist" | "language-model";

/** Prices in USD per one million tokens; an absent row is unknown, never 0. */
export interface ModelPrice {
  inputUsdPerMillion?: number;
  outputUsdPerMillion?: number;
  cachedInputUsdPerMillion?: number;
  audioInputUsdPerMillion?: number;
  audioOutputUsdPerMillion?: number;
  /** Where the figure was read. */
  source: string;
  /** ISO date of that reading. */
  asOf: string;
}

/** Where a model's bytes come from. */
export type ModelSource =
  /** Shipped with the app under `models/<folder>/`. */
  | { type: "embedded"; folder: string }
  /** A base URL laid out like a Hugging Face repository (`<url>/resolve/<revision>/<file>`). */
  | {
      type: "hugging-face";
      url: string;
      revision: string;
      libraryUrl?: string;
      /** Its files came from disk and are never fetched; `url` only names it, and need not be reachable. */
      isFromDisk?: true;
    }
  /** An endpoint of a cloud provider; the base URL is absent for a model that is only known by name. */
  | { type: "provider"; providerId: string; name: string; baseUrl?: string }
  /** One version of a specialist that the person taught; kept in this browser. */
  | { type: "taught"; specialistId: string; version: number }
  /** Nothing to fetch (scripted). */
  | { type: "none" };

/** What kinds of input beyond text a model takes. */
export type Modality = "text" | "image" | "audio";

/** What a language model is good for, by its size and by what it was trained on. */
export const MODEL_USES = [
  "write",
  "summarise",
  "translate",
  "ask",
  "chat",
  "code",
  "maths",
  "images",
] as const;

/** One of {@link MODEL_USES}. */
export type ModelUse = (typeof MODEL_USES)[number];

/** One model that the app can run, embedded, downloaded or in the cloud. */
export interface ModelRecord {
  /** Unique over all engines. */
  id: string;
  label: string;
  engine: EngineId;
  kind: ModelKind;
  tasks: readonly TaskId[];
  source: ModelSource;
  /** Bytes to download before the first use; 0 in the cloud. */
  downloadBytes: number;
  vramRequiredMb?: number;
  /** How many weights it has; absent where it is not known. */
  parameters?: number;
  /** BCP 47 codes of the languages that its own card names; absent where it is not known. */
  languages?: readonly string[];
  goodFor?: readonly ModelUse[];
  /** Whether it thinks before it answers: never; it could but is told not to; it does. Absent where it is not known. */
  thinking?: "none" | "off" | "on";
  /** Tokens; absent where it does not apply or is unknown. */
  contextWindow?: number;
  maxOutputTokens?: number;
  /** The family's exact string, such as `q4f16_1` or `q8`. */
  quantization?: string;
  /** WebGPU features without which it cannot run, such as `shader-f16`. */
  requiredFeatures: readonly string[];
  /** Smallest `maxStorageBufferBindingSize`, in bytes; absent where none is named. */
  requiredBufferBytes?: number;
  modalities: readonly Modality[];
  license: string;
  licenseUrl?: string;
  price?: ModelPrice;
  /** ISO date on which the provider shuts it down, with what it names instead. */
  retirement?: { date: string; replacement?: string };
}

/** Whether a model can be used on this device now, and if not, why. */
export type Availability =
  /** `provider`: where it would compute now, for a model that could in more than one place. */
  | { state: "ready"; storedBytes?: number; provider?: ProviderChoice }
  | { state: "downloadable"; downloadBytes: number; storedBytes?: number; reason?: string }
  /** `storedBytes`: what is here of it nevertheless, and can be deleted. */
  | { state: "unavailable"; reason: string; storedBytes?: number };
