import type { BudgetSettings } from "./budget";
import type { ChatPreset } from "./conversation";
import type { CostAssumptions } from "./insights";
import type { ModelPrice } from "./model";
import type { PrivacySettings } from "./privacy";
import type { EscalationRule, RouteMode, RouteWeights } from "./route";

/** A cloud endpoint as the person set it up. The key is never part of it: see `CloudConnection`. */
export interface ProviderSettings {
  /** Id of a row in `engines/cloud/providers`. */
  providerId: string;
  /** Base URL up to and without `/chat/completions`. */
  baseUrl: string;
  /** The model's name at that endpoint. */
  modelName: string;
  /** Set up, but not to be used now. */
  isOff?: true;
}

/** Which of several endpoints is asked first: as the person ordered them, the cheapest, or the fastest as measured. */
export const PROVIDER_ORDERS = ["mine", "price", "speed"] as const;
/** One of {@link PROVIDER_ORDERS}. */
export type ProviderOrder = (typeof PROVIDER_ORDERS)[number];

/** What the cloud engine needs for a call: the settings plus the key, which lives in memory only. */
export interface CloudConnection extends ProviderSettings {
  apiKey: string;
}

/** What the device draws and what its electricity costs; both must be set for an energy figure. */
export interface EnergySettings {
  watts: number | null;
  usdPerKwh: number | null;
}

/** Colour scheme of the page. */
export type Appearance = "system" | "light" | "dark";

/** A language model that the person added by its address, or from files. */
export interface CustomModel {
  id: string;
  label: string;
  engine: "onnx" | "web-llm";
  /** Base URL laid out like a Hugging Face repository. */
  url: string;
  revision: string;
  /** WebLLM only: the model library (`.wasm`). */
  libraryUrl?: string;
  /** ONNX only: which file variant to load, such as `fp32`, `q8`, `q4`. */
  quantization?: string;
  /** Its files came from disk and are never fetched; `url` is then only a name of its own. */
  isFromDisk?: true;
}

/** What happens when a conversation is longer than the model's context window. Never a silent cut (row L11). */
export const OVERFLOW_POLICIES = ["refuse", "trim-oldest", "summarise"] as const;

/** One of {@link OVERFLOW_POLICIES}. */
export type OverflowPolicy = (typeof OVERFLOW_POLICIES)[number];

/** Everything that survives a reload, keys excepted. */
export interface Settings {
  /** The first endpoint in the person's order. */
  provider: ProviderSettings;
  /** The endpoints after the first, in the person's order. */
  otherProviders: readonly ProviderSettings[];
  providerOrder: ProviderOrder;
  routeMode: RouteMode;
  /** What Auto weighs by where both sides can. */
  routeWeights: RouteWeights;
  escalation: EscalationRule;
  allowCloudFallback: boolean;
  allowLocalFallback: boolean;
  energy: EnergySettings;
  /** Limits on what the cloud may cost. */
  budget: BudgetSettings;
  /** What the break-even of Insights assumes. */
  costAssumptions: CostAssumptions;
  appearance: Appearance;
  /** The person's own prices by model name, over the shipped table. */
  priceOverrides: Readonly<Record<string, ModelPrice>>;
  customModels: readonly CustomModel[];
  /** Which local language model answers; null = the first that is ready. */
  localModelId: string | null;
  keepHistory: boolean;
  /** Whether a small model offers words in the text boxes while one types. */
  completeAsYouType: boolean;
  /** Base URL of a mirror of model files; null for each model's own host. */
  modelHost: string | null;
  /** Air gap: no model host is ever contacted. */
  airGap: boolean;
  /** Minutes without a run after which a language model's memory is freed; 0 = never. */
  idleUnloadMinutes: number;
  overflowPolicy: OverflowPolicy;
  /** Whether only what the question asks about is sent of a long context. */
  condense: boolean;
  /** Options of tasks that outlive the tab, by `task.option`. */
  keptOptions: Readonly<Record<string, string>>;
  /** The person's own presets for conversations, beside the shipped ones. */
  chatPresets: readonly ChatPreset[];
  privacy: PrivacySettings;
}
