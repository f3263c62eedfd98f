import { bearer, type CloudProvider, LOCAL_SERVER_QUIRKS } from "./cloud-provider";

/** Ollama on this machine or in the local network. */
export const ollama: CloudProvider = {
  id: "ollama",
  label: "Ollama",
  baseUrl: "http://localhost:11434/v1",
  needsKey: false,
  authHeaders: bearer,
  quirks: LOCAL_SERVER_QUIRKS,
  keyHint: "No key. Start it with OLLAMA_ORIGINS set to this page's address, or it refuses browsers.",
  docs: "https://docs.ollama.com/faq",
  suggestedModels: [],
};
