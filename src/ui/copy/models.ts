import type { EngineId, ModelRecord, ModelUse } from "../../core/model";

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
  compare: {
    runsOn: "Runs on",
    per: { specialist: "for 128 words", "language-model": "a token" },
    button: "Compare WebAssembly and WebGPU",
    going: "Timing the built-in models on both…",
    ended: "The comparison ended early. What was timed so far counts; the rest follows at the next visit.",
  },
  local: "Language models on this device",
  localLead:
    "For rewriting, replies, translation and questions. A download starts only when you press the button; afterwards the network is not needed.",
  custom: "Add a model of your own",
  customLead:
    "Any repository on Hugging Face by its name or address, your own server with the same layout, or files on this device.",
  cloud: "Cloud models",
  cloudLead:
    "Prices in US dollars per million tokens. They are estimates with a date; your own prices go to Settings.",
  download: "Download",
  downloadOnly: "Download only",
  downloadOnlyHelp: "Keeps the files without loading the model, for instance before a flight.",
  downloadHelp: "Keeps the files and loads the model.",
  chooseFiles: "Take files from disk…",
  chooseFolder: "Take a folder from disk…",
  fromFiles: "Its files come from this device; nothing can be fetched for it.",
  more: "More about it",
  recommended: "Recommended",
  recommendedFor: "Recommended for this device",
  checkFiles: "Check files",
  checking: "Checking files",
  checkedGood: "All files are as they were when they were downloaded.",
  checkedBad: (paths: readonly string[]) =>
    `${paths.length} damaged ${paths.length === 1 ? "file was" : "files were"} deleted: ${paths.join(", ")}. Download fetches only what is missing.`,
  partly: (stored: string) => `${stored} of it are already on this device.`,
  takes: (stored: string) => `takes ${stored}`,
  list: {
    search: "Search models",
    searchHint: "Name, language or use",
    show: "Show",
    showAll: "All",
    showFits: "Fits this device",
    showDownloaded: "On this device",
    runtime: "Runtime",
    language: "Language",
    use: "Good for",
    license: "Licence",
    any: "Any",
    sort: "Sort by",
    sortRecommended: "Recommended",
    sortSize: "Size",
    sortName: "Model name",
    clear: "Show all",
    count: (shown: number, all: number) => (shown === all ? `${all} models` : `${shown} of ${all} models`),
    rest: (count: number) => `Show the other ${count}`,
    none: "No model answers all of that.",
  },
  storage: "Storage",
  storageLead: "Model files are kept in this browser alone. Delete what you do not need.",
  storageOf: (used: string, quota: string) => `${used} of ${quota} that this browser allows`,
  storageUsed: "Used by Nearside",
  storageUnknown: "This browser does not say how much room there is.",
  storageNone: "No language model is kept on this device.",
  persisted: "The browser promised not to delete them on its own.",
  notPersisted:
    "The browser may delete them when the disk gets full. It decides by how the page is used; installing Nearside as an app usually helps.",
  makeRoom: {
    title: "There is no room for this model",
    lead: (label: string) =>
      `The browser's storage is full, so ${label} could not be kept whole. What has arrived stays. Which of these shall go?`,
    nothing:
      "No other model is kept here that could go. Free space on the disk or delete old runs on History, then try again.",
    go: "Delete and go on",
    later: "Not now",
  },
  retry: "Try again",
  cancel: "Cancel",
  delete: "Delete files",
  remove: "Remove from list",
  customForm: {
    origin: "Where its files are",
    fromAddress: "On the web",
    fromFiles: "On this device",
    addressHint: "Such as owner/model on Hugging Face, or the whole address.",
    badAddress: {
      "not-an-address": "Give the name of a repository, such as owner/model, or its whole address.",
      "not-http": "The address must begin with http:// or https://.",
      "has-password": "The address must not carry a name or a password.",
    },
    noLibrary: "A WebLLM model also needs the address of its model library (.wasm).",
    nothingFetched: "Nothing is fetched until you press Download.",
    filesHint:
      "The folder of an ONNX model has config.json, tokenizer.json and onnx/model….onnx; that of a WebLLM model has mlc-chat-config.json, the weights and its library (.wasm). The files are copied into this browser; nothing is sent.",
    add: "Add model",
    nameMissing: "Give it a name first.",
  },
  use: "Use for On device",
  used: "Used for On device",
  card: "Scores, data and known misses",
  sizeUnknown: "size unknown until the download starts",
  priceUnknown: "unknown",
  webgpuChecking: "Looking for a graphics adapter…",
} as const;

/** What a model is good for. */
export const MODEL_USE_LABELS: Readonly<Record<ModelUse, string>> = {
  write: "Rewriting and drafts",
  summarise: "Summaries",
  translate: "Translation",
  ask: "Questions about a text",
  chat: "Chat",
  code: "Code",
  maths: "Maths",
  images: "Images",
};

/** What the families of language models are called. */
export const RUNTIME_LABELS: Readonly<Partial<Record<EngineId, string>>> = {
  "web-llm": "WebLLM",
  onnx: "ONNX",
  "prompt-api": "Built into the browser",
};

const LANGUAGE_NAMES = new Intl.DisplayNames("en", { type: "language" });

/** A language's name; its code where there is none. */
export function languageName(code: string): string {
  return LANGUAGE_NAMES.of(code) ?? code;
}

/** The first few languages, and how many more there are. */
export function languageList(codes: readonly string[]): string {
  const named = codes.slice(0, 3).map(languageName).join(", ");
  return codes.length > 3 ? `${named} and ${codes.length - 3} more` : named;
}

/** What a model needs, in one line. */
export function modelFacts(model: ModelRecord): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  if (model.goodFor !== undefined)
    facts.push(["Good for", model.goodFor.map((use) => MODEL_USE_LABELS[use]).join(", ")]);
  if (model.languages !== undefined) facts.push(["Languages", languageList(model.languages)]);
  if (model.vramRequiredMb !== undefined) facts.push(["Memory", `${Math.round(model.vramRequiredMb)} MB`]);
  if (model.contextWindow !== undefined)
    facts.push(["Context", `${new Intl.NumberFormat("en").format(model.contextWindow)} tokens`]);
  if (model.requiredFeatures.length > 0) facts.push(["Needs", model.requiredFeatures.join(", ")]);
  return facts;
}

/** What only some want to know of a model. */
export function moreFacts(model: ModelRecord): readonly (readonly [string, string])[] {
  const facts: (readonly [string, string])[] = [];
  if (model.quantization !== undefined) facts.push(["Quantisation", model.quantization]);
  if (model.parameters !== undefined)
    facts.push([
      "Weights",
      `${new Intl.NumberFormat("en", { notation: "compact" }).format(model.parameters)}`,
    ]);
  if (model.thinking !== undefined) facts.push(["Thinking", THINKING_LABELS[model.thinking]]);
  if (model.languages !== undefined && model.languages.length > 3)
    facts.push(["All languages", model.languages.map(languageName).join(", ")]);
  return facts;
}

const THINKING_LABELS = {
  none: "answers at once",
  off: "could think first; told to answer at once",
  on: "thinks before it answers",
} as const;

/** The words of a built-in model's card. */
export const CARD_COPY = {
  back: "All models",
  serves: "Built into the app. It serves:",
  reading: "Reading the card…",
  none: "This model's card could not be read.",
  purpose: "What it is for",
  size: "Size",
  parameters: "Parameters",
  speed: "Speed",
  licence: "Licence",
  trainedBy: "Made by",
  misses: "Known misses",
  scores: "Scores",
  scoresLead:
    "On texts that it did not learn from. Others beside it were scored by the same code on the same texts.",
  count: (count: number) => `${new Intl.NumberFormat("en").format(count)} texts`,
  data: "Data",
  dataLead: "What it learnt from, with its licences.",
} as const;
