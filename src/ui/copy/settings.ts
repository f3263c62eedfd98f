export const SETTINGS_COPY = {
  endpoint: "Cloud endpoint",
  endpointLead:
    "Any endpoint that speaks the OpenAI chat completions format. Text goes there only when a run is routed to the cloud.",
  provider: "Provider",
  baseUrl: "Base URL",
  baseUrlHint: "Up to, and without, /chat/completions.",
  model: "Model name",
  key: "API key",
  keyHint: "Kept in memory only, for this address alone. Gone when the page is closed or reloaded.",
  keyNotNeeded: "This provider usually needs no key.",
  keyMissing: "No key has been entered.",
  keySet: "A key is in memory.",
  forget: "Forget key",
  test: "Test connection",
  testing: "Asking for the list of models…",
  testOk: (count: number) => `Connected. The endpoint lists ${count} ${count === 1 ? "model" : "models"}.`,
  shutDown: (date: string, replacement: string | undefined) =>
    `The provider shuts this model down on ${date}.${replacement === undefined ? "" : ` It names ${replacement} instead.`}`,
  testOkMissing: (name: string) => `“${name}” is not among them.`,
  routing: "Routing",
  cloudFallback: "Let the cloud take over when a run on this device fails",
  cloudFallbackHint:
    "In Auto only, never for texts marked “Keep on this device”, and only before any text was written.",
  localFallback: "Let this device take over when the cloud fails",
  localFallbackHint: "In Auto only, and only before any text was written.",
  models: "Model files",
  modelsLead: "Where the files of language models may come from. Texts are never part of such a request.",
  modelHost: "Mirror of model files",
  modelHostHint:
    "A base URL that stands in for the hosts of all models, paths kept. Leave it empty to use each model's own host.",
  modelHostBuild: (host: string) =>
    `A base URL that stands in for the hosts of all models, paths kept. When empty, this installation's own is used: ${host}`,
  modelHostProblems: {
    "not-an-address": "This is not an address. Until it is one, no mirror is used.",
    "has-password": "A mirror's address must not carry a name or a password. Until then no mirror is used.",
    "not-https":
      "A mirror's address must begin with https://, unless it is on this device. Until it does, no mirror is used.",
  },
  airGap: "Air gap: never contact a model host",
  airGapHint:
    "Downloads are switched off, whatever is pressed. Models that are already on this device, and files from disk, keep working.",
  idleUnload: "Free a language model's memory after, in minutes",
  idleUnloadHint:
    "Counted from its last answer; the next one loads it again. 0 keeps it until the page closes.",
  prices: "Your prices",
  pricesLead: "They replace the built-in table for that model name. US dollars per million tokens.",
  energy: "Energy",
  energyLead: "With both set, runs on this device show what their electricity cost.",
  watts: "Power while working, in watts",
  kwh: "Price of electricity, in US dollars per kWh",
  appearance: "Appearance",
  history: "History",
  keepHistory: "Keep runs in this browser",
  keepHistoryHint:
    "When off, runs are forgotten when the page closes. Those already kept stay until you delete them on History.",
} as const;

export const APPEARANCE_LABELS = { system: "System", light: "Light", dark: "Dark" } as const;
