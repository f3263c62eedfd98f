import * as v from "valibot";
import { NO_ASSUMPTIONS } from "../../core/insights";
import {
  DEFAULT_WEIGHTS,
  ESCALATION_RULES,
  ROUTE_LEANS,
  ROUTE_MODES,
  type RouteWeights,
} from "../../core/route";
import { OVERFLOW_POLICIES, PROVIDER_ORDERS, type Settings } from "../../core/settings";
import { privacySettingsSchema } from "./privacy-schema";
import { StorageError } from "./storage-error";
import { withoutSecrets } from "./without-secrets";

/** Where settings lie in `localStorage`. */
export const SETTINGS_KEY = "nearside.settings";

/** The part of `Storage` that is used. */
export type TextStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** What a first visit starts with. The model stands in for GPT-4o, which leaves OpenAI's API on 2027-01-14. */
export const DEFAULT_SETTINGS: Settings = {
  provider: { providerId: "openai", baseUrl: "https://api.openai.com/v1", modelName: "gpt-6-luna" },
  otherProviders: [],
  providerOrder: "mine",
  routeMode: "auto",
  routeWeights: DEFAULT_WEIGHTS,
  escalation: "offer",
  allowCloudFallback: false,
  allowLocalFallback: true,
  energy: { watts: null, usdPerKwh: null },
  costAssumptions: NO_ASSUMPTIONS,
  budget: { requestUsd: null, dayUsd: null, monthUsd: null },
  appearance: "system",
  priceOverrides: {},
  customModels: [],
  localModelId: null,
  keepHistory: true,
  completeAsYouType: false,
  modelHost: null,
  airGap: false,
  idleUnloadMinutes: 15,
  overflowPolicy: "refuse",
  condense: false,
  keptOptions: {},
  chatPresets: [],
  privacy: {
    rule: "redact",
    rulesByOrigin: {},
    caution: "balanced",
    unmaskedLabels: ["url"],
    terms: [],
    patterns: [],
  },
};

const shortText = v.pipe(v.string(), v.maxLength(2000));
const price = v.pipe(v.number(), v.finite(), v.minValue(0));
const address = v.pipe(shortText, v.transform(withoutSecrets));

const slider = v.pipe(v.number(), v.minValue(0), v.maxValue(1));

/** What Auto weighs by, as it is kept. */
export const routeWeightsSchema: v.GenericSchema<unknown, RouteWeights> = v.object({
  lean: v.picklist(ROUTE_LEANS),
  private: slider,
  fast: slider,
  thorough: slider,
  cloudShare: v.nullable(slider),
});

const modelPriceSchema = v.object({
  inputUsdPerMillion: v.exactOptional(price),
  outputUsdPerMillion: v.exactOptional(price),
  cachedInputUsdPerMillion: v.exactOptional(price),
  audioInputUsdPerMillion: v.exactOptional(price),
  audioOutputUsdPerMillion: v.exactOptional(price),
  source: shortText,
  asOf: shortText,
});

const customModelSchema = v.object({
  id: v.pipe(shortText, v.minLength(1)),
  label: shortText,
  engine: v.picklist(["onnx", "web-llm"]),
  url: v.pipe(address, v.regex(/^https?:\/\//)),
  revision: shortText,
  libraryUrl: v.exactOptional(v.pipe(address, v.regex(/^https?:\/\//))),
  quantization: v.exactOptional(shortText),
  isFromDisk: v.exactOptional(v.literal(true)),
});

const providerSchema = v.object({
  providerId: v.pipe(shortText, v.minLength(1)),
  baseUrl: address,
  modelName: shortText,
  isOff: v.exactOptional(v.literal(true)),
});

// Unknown fields are dropped by `v.object`, so a key that strays into the settings is not written.
const fieldSchemas = {
  provider: providerSchema,
  otherProviders: v.array(providerSchema),
  providerOrder: v.picklist(PROVIDER_ORDERS),
  routeMode: v.picklist(ROUTE_MODES),
  routeWeights: routeWeightsSchema,
  escalation: v.picklist(ESCALATION_RULES),
  allowCloudFallback: v.boolean(),
  allowLocalFallback: v.boolean(),
  energy: v.object({ watts: v.nullable(price), usdPerKwh: v.nullable(price) }),
  costAssumptions: v.object({
    downloadGb: v.nullable(price),
    usdPerGb: v.nullable(price),
    hardwareUsd: v.nullable(price),
    inputTokens: v.nullable(price),
    outputTokens: v.nullable(price),
    localSeconds: v.nullable(price),
    requestsPerDay: v.nullable(price),
  }),
  budget: v.object({ requestUsd: v.nullable(price), dayUsd: v.nullable(price), monthUsd: v.nullable(price) }),
  appearance: v.picklist(["system", "light", "dark"]),
  priceOverrides: v.record(shortText, modelPriceSchema),
  customModels: v.array(customModelSchema),
  localModelId: v.nullable(shortText),
  keepHistory: v.boolean(),
  completeAsYouType: v.boolean(),
  modelHost: v.nullable(v.pipe(address, v.regex(/^https?:\/\//))),
  airGap: v.boolean(),
  idleUnloadMinutes: v.pipe(v.number(), v.minValue(0), v.maxValue(24 * 60)),
  overflowPolicy: v.picklist(OVERFLOW_POLICIES),
  condense: v.boolean(),
  keptOptions: v.record(shortText, shortText),
  chatPresets: v.array(
    v.object({
      id: v.pipe(shortText, v.minLength(1)),
      name: shortText,
      text: v.pipe(v.string(), v.maxLength(20_000)),
    }),
  ),
  privacy: privacySettingsSchema,
} satisfies { [Field in keyof Settings]: v.GenericSchema<unknown, Settings[Field]> };

/** Settings as read, and the fields that had to fall back to their default (`all` when nothing could be read). */
export interface LoadedSettings {
  settings: Settings;
  repaired: readonly (keyof Settings | "all")[];
}

/** Reads the settings. A field that is damaged takes its default, the others are kept. Never throws. */
export function loadSettings(storage: TextStorage = localStorage): LoadedSettings {
  let text: string | null;
  try {
    text = storage.getItem(SETTINGS_KEY);
  } catch {
    return { settings: DEFAULT_SETTINGS, repaired: ["all"] };
  }
  return text === null ? { settings: DEFAULT_SETTINGS, repaired: [] } : parseSettings(text);
}

/** {@link loadSettings} for a text from anywhere. Never throws. */
export function parseSettings(text: string): LoadedSettings {
  let stored: unknown;
  try {
    stored = JSON.parse(text);
  } catch {
    stored = null;
  }
  if (typeof stored !== "object" || stored === null || Array.isArray(stored)) {
    return { settings: DEFAULT_SETTINGS, repaired: ["all"] };
  }
  const repaired: (keyof Settings)[] = [];
  const given = stored as Readonly<Record<string, unknown>>;
  const settings: Record<string, unknown> = { ...DEFAULT_SETTINGS };
  for (const field of Object.keys(fieldSchemas) as (keyof Settings)[]) {
    // A field that an older version did not know is no damage.
    if (!Object.hasOwn(given, field)) continue;
    const parsed = v.safeParse(fieldSchemas[field], given[field]);
    if (parsed.success) settings[field] = parsed.output;
    else repaired.push(field);
  }
  return { settings: settings as unknown as Settings, repaired };
}

/**
 * Writes the known fields of the settings and nothing else; secrets in addresses are cut out.
 * @throws StorageError when the browser refuses.
 */
export function saveSettings(settings: Settings, storage: TextStorage = localStorage): void {
  const { settings: clean } = parseSettings(JSON.stringify(settings));
  try {
    storage.setItem(SETTINGS_KEY, JSON.stringify(clean));
  } catch (thrown) {
    throw StorageError.from(thrown);
  }
}
