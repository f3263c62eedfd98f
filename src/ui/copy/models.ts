import type { ModelRecord } from "../../core/model";

/** What the state of a model on this device is called. */
export const AVAILABILITY_LABELS = {
  ready: "Ready",
  downloadable: "Can be downloaded",
  unavailable: "Cannot run here",
  unknown: "Checking…",
} as const;

export const MODELS_COPY = {
  device: "This device",
  embedded: "Built in",
  embeddedLead:
    "Small models that ship with Nearside. They need no download and no network, and answer in milliseconds.",
  offlineKit: {
    unknown: "",
    keeping: "Being fetched, so that they work offline…",
    kept: "Kept on this device: they work offline.",
    skipped: "Each is fetched at its first use, since this device saves data.",
    failed: "Not all of them could be fetched yet; those not used so far need the network once.",
  },
  local: "Language models on this device",
  localLead:
    "For rewriting, replies, translation and questions. A download starts only when you press the button; afterwards the network is not needed.",
  custom: "Add a model by its address",
  customLead: "A repository laid out like Hugging Face, or your own server with the same layout.",
  cloud: "Cloud models",
  cloudLead:
    "Prices in US dollars per million tokens. They are estimates with a date; your own prices go to Settings.",
  download: "Download",
  retry: "Try again",
  cancel: "Cancel",
  delete: "Delete files",
  remove: "Remove from list",
  use: "Use for On device",
  used: "Used for On device",
  card: "Scores, data and known misses",
  noCard: "This model has no card.",
  sizeUnknown: "size unknown until the download starts",
  priceUnknown: "unknown",
  webgpuChecking: "Looking for a graphics adapter…",
} as const;

/** What a model needs, in one line. */
export function modelFacts(model: ModelRecord): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  if (model.quantization !== undefined) facts.push(["Quantisation", model.quantization]);
  if (model.vramRequiredMb !== undefined) facts.push(["Memory", `${Math.round(model.vramRequiredMb)} MB`]);
  if (model.contextWindow !== undefined)
    facts.push(["Context", `${new Intl.NumberFormat("en").format(model.contextWindow)} tokens`]);
  if (model.requiredFeatures.length > 0) facts.push(["Needs", model.requiredFeatures.join(", ")]);
  facts.push(["Licence", model.license]);
  return facts;
}
