import { bearer, type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** OpenAI itself. Answers browsers. */
export const openai: CloudProvider = {
  id: "openai",
  label: "OpenAI",
  baseUrl: "https://api.openai.com/v1",
  needsKey: true,
  authHeaders: bearer,
  quirks: COMMON_QUIRKS,
  keyHint: "A project key, which begins with sk-proj-.",
  docs: "https://platform.openai.com/api-keys",
  suggestedModels: ["gpt-4o-mini", "gpt-4o", "gpt-6-luna", "gpt-6-sol", "gpt-4.1-nano"],
};
