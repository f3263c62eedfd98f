/** Every provider that has a row; `custom` is any other address. */
export const PROVIDER_IDS = [
  "openai",
  "openrouter",
  "xroute",
  "azure",
  "litellm",
  "ollama",
  "llama-cpp",
  "lm-studio",
  "custom",
] as const;

/** One of {@link PROVIDER_IDS}. */
export type ProviderId = (typeof PROVIDER_IDS)[number];

/** Where an endpoint departs from the common form. */
export interface ProviderQuirks {
  /** Which field limits the answer: by the model's family, or always the old one (local servers know only that). */
  outputLimitField: "by-model" | "max_tokens";
  /** Whether it takes `stream_options.include_usage`. */
  includeUsage: boolean;
  /** Path of the list of models below the base URL. */
  modelsPath: string;
  /** Query that its addresses need, where the base URL has none of its own. */
  query?(baseUrl: URL): Readonly<Record<string, string>>;
  /** How long it may take to answer at all, in ms: a server that first loads a model is slow to begin. */
  timeouts?: { connectMs: number; firstTokenMs: number };
}

/** One provider, as data. */
export interface CloudProvider {
  id: ProviderId;
  label: string;
  /** Up to and without `/chat/completions`; empty where only the person knows it. */
  baseUrl: string;
  needsKey: boolean;
  /** Headers that prove who calls. Not called without a key. Any other header would cost a CORS preflight. */
  authHeaders(apiKey: string): Readonly<Record<string, string>>;
  quirks: ProviderQuirks;
  /** What to enter as a key, or how to let a browser in. */
  keyHint: string;
  /** A page of the provider's own that explains keys or set-up. */
  docs?: string;
  /** Model names to offer before the endpoint was asked for its list; the first is the default. */
  suggestedModels: readonly string[];
}

/** The header that nearly all endpoints take. */
export function bearer(apiKey: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${apiKey}` };
}

/** What most endpoints do. */
export const COMMON_QUIRKS: ProviderQuirks = {
  outputLimitField: "by-model",
  includeUsage: true,
  modelsPath: "/models",
};

/** Servers on the person's own machine: the old limit field, and minutes to load a model before the first byte. */
export const LOCAL_SERVER_QUIRKS: ProviderQuirks = {
  ...COMMON_QUIRKS,
  outputLimitField: "max_tokens",
  timeouts: { connectMs: 180_000, firstTokenMs: 180_000 },
};
