import type { Modality, ModelPrice, ModelRecord } from "../../core/model";
import type { ProviderSettings } from "../../core/settings";
import { TASK_IDS } from "../../core/task";
import { bareModelName, undatedModelName } from "./model-name";
import { findProvider } from "./providers";

/** What is known of a model by its name, whoever serves it. */
interface ModelFacts {
  /** Tokens of input that it takes; absent = unknown. */
  contextWindow?: number;
  maxOutputTokens?: number;
  modalities: readonly Modality[];
  retirement?: { date: string; replacement?: string };
}

const TEXT: readonly Modality[] = ["text"];
const IMAGE: readonly Modality[] = ["text", "image"];
const AUDIO: readonly Modality[] = ["text", "audio"];
/** The replacement that OpenAI named for the gpt-4o and gpt-4.1 families. */
const LEAVES_IN_JANUARY = { date: "2027-01-14", replacement: "gpt-6-luna" } as const;
const AUDIO_LEAVES = { date: "2027-01-20" } as const;
const GPT_5_LEAVES = { date: "2026-12-11" } as const;
const LEFT_IN_OCTOBER = { date: "2026-10-23" } as const;

/**
 * Limits and modalities from LiteLLM's model table (commit 00035b69f416), retirements as published by OpenAI; both read
 * on 2026-11-22. `contextWindow` is the most input that is taken, which for gpt-5 and later is less than the whole window.
 * Where a source says nothing the field is left out: unknown is never guessed.
 */
const MODEL_FACTS: Readonly<Record<string, ModelFacts>> = {
  "gpt-4o": facts(128_000, 16_384, IMAGE, LEAVES_IN_JANUARY),
  "gpt-4o-mini": facts(128_000, 16_384, IMAGE, LEAVES_IN_JANUARY),
  "gpt-4o-audio-preview": facts(128_000, 16_384, AUDIO, AUDIO_LEAVES),
  "gpt-4o-mini-audio-preview": facts(128_000, 16_384, AUDIO, AUDIO_LEAVES),
  "gpt-audio": facts(128_000, 16_384, AUDIO, AUDIO_LEAVES),
  "gpt-audio-1.5": facts(128_000, 16_384, AUDIO),
  "gpt-audio-mini": facts(128_000, 16_384, AUDIO),
  "gpt-4.1": facts(1_047_576, 32_768, IMAGE, LEAVES_IN_JANUARY),
  "gpt-4.1-mini": facts(1_047_576, 32_768, IMAGE, LEAVES_IN_JANUARY),
  "gpt-4.1-nano": facts(1_047_576, 32_768, IMAGE),
  "gpt-5": facts(272_000, 128_000, IMAGE, GPT_5_LEAVES),
  "gpt-5-mini": facts(272_000, 128_000, IMAGE, GPT_5_LEAVES),
  "gpt-5-nano": facts(272_000, 128_000, IMAGE, GPT_5_LEAVES),
  "gpt-5-chat": facts(128_000, 16_384, IMAGE),
  "gpt-5-chat-latest": facts(128_000, 16_384, IMAGE),
  "gpt-5.1": facts(272_000, 128_000, IMAGE),
  "gpt-5.1-chat-latest": facts(128_000, 16_384, IMAGE),
  "gpt-5.2": facts(272_000, 128_000, IMAGE),
  "gpt-5.2-chat-latest": facts(128_000, 16_384, IMAGE),
  "gpt-5.3-chat-latest": facts(128_000, 16_384, IMAGE),
  "gpt-5.4": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.4-mini": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.4-nano": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.5": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.6": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.6-sol": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.6-terra": facts(1_050_000, 128_000, IMAGE),
  "gpt-5.6-luna": facts(1_050_000, 128_000, IMAGE),
  "gpt-6-luna": { modalities: IMAGE },
  "gpt-6-sol": { modalities: IMAGE },
  "gpt-6.1-sol": { modalities: IMAGE },
  "gpt-6.1-terra": { modalities: IMAGE },
  o1: facts(200_000, 100_000, IMAGE, LEFT_IN_OCTOBER),
  o3: facts(200_000, 100_000, IMAGE),
  "o3-mini": facts(200_000, 100_000, TEXT, LEFT_IN_OCTOBER),
  "o4-mini": facts(200_000, 100_000, IMAGE, LEFT_IN_OCTOBER),
  "gpt-oss-20b": facts(131_072, 32_768, TEXT),
  "gpt-oss-120b": facts(131_072, 32_768, TEXT),
  "gemini-2.5-flash": facts(1_048_576, 8_192, ["text", "image", "audio"]),
  "gemini-3-flash-preview": facts(1_048_576, 65_535, ["text", "image", "audio"]),
  "claude-haiku-4.5": facts(200_000, undefined, IMAGE),
  "claude-sonnet-4.5": facts(1_000_000, undefined, IMAGE),
  "deepseek-v3.2": facts(163_840, undefined, TEXT),
  "qwen3-235b-a22b-2507": facts(262_144, undefined, TEXT),
};

function facts(
  contextWindow: number,
  maxOutputTokens: number | undefined,
  modalities: readonly Modality[],
  retirement?: ModelFacts["retirement"],
): ModelFacts {
  return {
    contextWindow,
    modalities,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    ...(retirement === undefined ? {} : { retirement }),
  };
}

/** Models that are not OpenAI's own service, by the beginning of their name, with OpenRouter's prefix. */
const OTHER_VENDORS: Readonly<Record<string, string>> = {
  "gpt-oss": "openai",
  gemini: "google",
  claude: "anthropic",
  deepseek: "deepseek",
  qwen: "qwen",
};

/** A name of which nothing is known may well take images (most new models do); the endpoint has the last word. */
const UNKNOWN_MODEL: ModelFacts = { modalities: IMAGE };

function findFacts(modelName: string): ModelFacts {
  const bare = bareModelName(modelName.trim());
  for (const name of [bare, undatedModelName(bare)]) {
    const known = Object.hasOwn(MODEL_FACTS, name) ? MODEL_FACTS[name] : undefined;
    if (known !== undefined) return known;
  }
  return UNKNOWN_MODEL;
}

/** What the caller knows better: its own price table, or what the endpoint's list said. */
export interface CloudModelOverrides {
  label?: string;
  price?: ModelPrice;
  contextWindow?: number;
  maxOutputTokens?: number;
  modalities?: readonly Modality[];
  retirement?: { date: string; replacement?: string };
}

/**
 * The record of any model at an endpoint. An unknown name has neither price nor context window: both read "unknown".
 * Retirement dates are OpenAI's own and are left out where another provider serves the model.
 */
export function cloudModel(settings: ProviderSettings, overrides: CloudModelOverrides = {}): ModelRecord {
  const name = settings.modelName.trim();
  const known = findFacts(name);
  const provider = findProvider(settings.providerId);
  const { retirement, ...limits } = known;
  return {
    id: settings.baseUrl === "" ? `cloud:${name}` : `cloud:${name}@${hostOf(settings.baseUrl)}`,
    label: name,
    engine: "cloud",
    kind: "language-model",
    tasks: TASK_IDS,
    source: {
      type: "provider",
      providerId: provider.id,
      name,
      ...(settings.baseUrl === "" ? {} : { baseUrl: settings.baseUrl }),
    },
    downloadBytes: 0,
    requiredFeatures: [],
    license: "terms of the provider",
    ...limits,
    ...(retirement === undefined || !followsOpenAi(provider.id) ? {} : { retirement }),
    ...overrides,
  };
}

/** The same name at two endpoints is two models: each has its own speed and price. */
function hostOf(baseUrl: string): string {
  return URL.canParse(baseUrl) ? new URL(baseUrl).host : baseUrl;
}

/** Gateways that hand on to OpenAI lose a model when OpenAI does; Azure keeps dates of its own. */
function followsOpenAi(providerId: string): boolean {
  return ["openai", "openrouter", "xroute", "litellm"].includes(providerId);
}

/** Every model that is known by name, as OpenAI or OpenRouter serves it. */
export const CLOUD_MODELS: readonly ModelRecord[] = Object.keys(MODEL_FACTS).map((name) => {
  const vendor = Object.entries(OTHER_VENDORS).find(([prefix]) => name.startsWith(prefix))?.[1];
  const providerId = vendor === undefined ? "openai" : "openrouter";
  const modelName = vendor === undefined ? name : `${vendor}/${name}`;
  return cloudModel({ providerId, baseUrl: "", modelName });
});
