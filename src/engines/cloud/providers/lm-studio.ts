import { bearer, type CloudProvider, LOCAL_SERVER_QUIRKS } from "./cloud-provider";

/** LM Studio's local server. */
export const lmStudio: CloudProvider = {
  id: "lm-studio",
  label: "LM Studio",
  baseUrl: "http://localhost:1234/v1",
  needsKey: false,
  authHeaders: bearer,
  quirks: LOCAL_SERVER_QUIRKS,
  keyHint: "No key. Switch CORS on in its server settings.",
  docs: "https://lmstudio.ai/docs/developer",
  suggestedModels: [],
};
