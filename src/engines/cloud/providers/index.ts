import { azure } from "./azure";
import type { CloudProvider, ProviderId } from "./cloud-provider";
import { custom } from "./custom";
import { litellm } from "./litellm";
import { llamaCpp } from "./llama-cpp";
import { lmStudio } from "./lm-studio";
import { ollama } from "./ollama";
import { openai } from "./openai";
import { openrouter } from "./openrouter";
import { xroute } from "./xroute";

export { type CloudProvider, PROVIDER_IDS, type ProviderId } from "./cloud-provider";

/** Every provider by id, in menu order. A missing entry does not compile. */
export const PROVIDERS: Readonly<Record<ProviderId, CloudProvider>> = {
  openai,
  openrouter,
  xroute,
  azure,
  litellm,
  ollama,
  "llama-cpp": llamaCpp,
  "lm-studio": lmStudio,
  custom,
};

/** The provider with that id; an unknown id (settings of another version) is treated as any other endpoint. */
export function findProvider(id: string): CloudProvider {
  return Object.hasOwn(PROVIDERS, id) ? PROVIDERS[id as ProviderId] : custom;
}
