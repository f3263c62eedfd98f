import { bearer, type CloudProvider, LOCAL_SERVER_QUIRKS } from "./cloud-provider";

/** The server of llama.cpp. It serves the one model it was started with, under any name, to any origin. */
export const llamaCpp: CloudProvider = {
  id: "llama-cpp",
  label: "llama.cpp server",
  baseUrl: "http://localhost:8080/v1",
  needsKey: false,
  authHeaders: bearer,
  quirks: LOCAL_SERVER_QUIRKS,
  keyHint: "No key unless the server was started with --api-key.",
  docs: "https://github.com/ggml-org/llama.cpp/tree/master/tools/server",
  suggestedModels: ["default"],
};
