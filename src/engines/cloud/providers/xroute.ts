import { bearer, type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** XRoute.AI. Only its base URL could be confirmed, so everything else is the common form. */
export const xroute: CloudProvider = {
  id: "xroute",
  label: "XRoute.AI",
  baseUrl: "https://api.xroute.ai/openai/v1",
  needsKey: true,
  authHeaders: bearer,
  quirks: COMMON_QUIRKS,
  keyHint: "The key of your XRoute.AI account.",
  docs: "https://xroute.ai",
  suggestedModels: ["gpt-4o-mini", "gpt-4o"],
};
