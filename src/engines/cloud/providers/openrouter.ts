import { bearer, type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** OpenRouter: many vendors behind one key; names carry the vendor, and usage carries the cost. */
export const openrouter: CloudProvider = {
  id: "openrouter",
  label: "OpenRouter",
  baseUrl: "https://openrouter.ai/api/v1",
  needsKey: true,
  authHeaders: bearer,
  quirks: COMMON_QUIRKS,
  keyHint: "A key that begins with sk-or-.",
  docs: "https://openrouter.ai/settings/keys",
  suggestedModels: [
    "openai/gpt-4o",
    "openai/gpt-4.1-mini",
    "google/gemini-2.5-flash",
    "qwen/qwen3-235b-a22b-2507",
  ],
};
