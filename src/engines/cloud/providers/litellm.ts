import { bearer, type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** LiteLLM, or any other gateway that speaks the common form. A gateway of one's own may go without a key. */
export const litellm: CloudProvider = {
  id: "litellm",
  label: "LiteLLM or another gateway",
  baseUrl: "http://localhost:4000/v1",
  needsKey: false,
  authHeaders: bearer,
  quirks: COMMON_QUIRKS,
  keyHint: "The gateway's virtual key, where it asks for one.",
  docs: "https://docs.litellm.ai/",
  suggestedModels: ["gpt-4o-mini", "gpt-4o"],
};
