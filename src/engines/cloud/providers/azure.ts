import { type CloudProvider, COMMON_QUIRKS } from "./cloud-provider";

/** The last version of the dated interface that is generally available; the `/openai/v1` one needs none. */
const API_VERSION = "2024-10-21";

/** Azure OpenAI. The person's own resource is the host, and the model's name is the name of the deployment. */
export const azure: CloudProvider = {
  id: "azure",
  label: "Azure OpenAI",
  baseUrl: "",
  needsKey: true,
  authHeaders: (apiKey) => ({ "api-key": apiKey }),
  quirks: {
    ...COMMON_QUIRKS,
    query: (baseUrl): Record<string, string> =>
      /\/deployments\//.test(baseUrl.pathname) ? { "api-version": API_VERSION } : {},
  },
  keyHint:
    "Base URL: https://<resource>.openai.azure.com/openai/v1. Whether it answers browsers depends on the resource.",
  docs: "https://learn.microsoft.com/azure/ai-foundry/openai/",
  suggestedModels: ["gpt-4o-mini", "gpt-4o"],
};
