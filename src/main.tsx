import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { ModelRecord } from "./core/model";
import type { CustomModel, Settings } from "./core/settings";
import { baseUrlProblem } from "./engines/cloud/endpoint";
import { CLOUD_MODELS, cloudModel } from "./engines/cloud/models";
import { PROVIDERS } from "./engines/cloud/providers";
import { ONNX_LANGUAGE_MODELS, onnxCustomModel } from "./engines/onnx/language-models/models";
import { ONNX_EMBEDDED_MODELS } from "./engines/onnx/models";
import { readCardFile } from "./engines/onnx/read-card-file";
import { PROMPT_API_MODEL } from "./engines/prompt-api/models";
import { webLlmCustomModel } from "./engines/web-llm/custom-model";
import { findBuiltInModel } from "./platform/built-in-model";
import { systemClock } from "./platform/clock";
import { isOnline, onOnlineChange, savesData } from "./platform/network";
import { registerServiceWorker, whenControlled } from "./platform/pwa";
import { openDownloadQueue } from "./platform/storage/download-queue";
import { estimateStorage, persistStorage } from "./platform/storage/estimate-storage";
import { openLoadSentinel } from "./platform/storage/load-sentinel";
import { openModelTrials } from "./platform/storage/model-trials";
import { loadSettings, saveSettings } from "./platform/storage/settings-store";
import { openTabs } from "./platform/tabs";
import { probeWebGpu } from "./platform/webgpu";
import { withPrice } from "./run/with-price";
import { browserScheduler } from "./store/browser-scheduler";
import { createAppStore } from "./store/create-app-store";
import type { DraftPort, WebGpuStatus } from "./store/dependencies";
import { readModelCard } from "./store/read-model-card";
import { App } from "./ui/app";
import { AppStoreContext } from "./ui/app-context";
import { ApplyUpdateContext } from "./ui/update-context";
import { loadPart, partOnce } from "./wiring/load-part";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";

const DRAFT_KEY = "nearside.draft";
const CHAT_DRAFT_KEY = "nearside.chat-draft";
const DISMISSALS_KEY = "nearside.dismissals";
const KEPT_MODELS_KEY = "nearside.kept-models";

const trials = openModelTrials();
const sentinel = openLoadSentinel({
  storage: localStorage,
  locks: navigator.locks as LockManager | undefined,
  onLeave: (callback) => window.addEventListener("pagehide", callback),
  newId: () => crypto.randomUUID(),
});
const tabs = openTabs(crypto.randomUUID());
/** What is kept of runs and conversations, fetched when it is first needed. */
const storageSide = partOnce(async () =>
  (await import("./wiring/storage-side")).openStorageSide(
    {
      onBlocked: () => store.actions.notify({ kind: "storage-failed" }),
      onOutdated: () => store.actions.notify({ kind: "storage-failed" }),
    },
    tabs,
  ),
);

function customModel(custom: CustomModel): ModelRecord {
  return custom.engine === "onnx" ? onnxCustomModel(custom) : webLlmCustomModel(custom);
}

let webLlmModels: readonly ModelRecord[] = [];

/** Fetches the list of WebLLM's models, which is too long for the first load. Without it there are the others. */
async function loadCatalogue(): Promise<void> {
  try {
    webLlmModels = (await import("./engines/web-llm/models")).WEB_LLM_MODELS;
  } catch {
    // Not reached now; the next who asks tries again.
  }
}

/** The person's own models first: whoever added one wants it used. The browser's own model is no one's choice. */
function localLanguageModels({ customModels }: Settings): readonly ModelRecord[] {
  const builtIn = findBuiltInModel() === null ? [] : [PROMPT_API_MODEL];
  return [...customModels.map(customModel), ...webLlmModels, ...ONNX_LANGUAGE_MODELS, ...builtIn];
}

/** What ended its tab while loading goes last from now on. */
async function takeCrashes(): Promise<readonly string[]> {
  const crashed = await sentinel.takeCrashed();
  for (const { modelId } of crashed) trials.set(modelId, { fault: "crashed", at: systemClock.dateMs() });
  return crashed.map(({ label }) => label);
}

async function webgpuStatus(): Promise<WebGpuStatus> {
  const probe = await probeWebGpu();
  if (!probe.available) return { state: "missing", reason: probe.reason };
  const { vendor, architecture, isFallback } = probe.adapterInfo;
  const adapter = isFallback
    ? "a software adapter"
    : [vendor, architecture].filter(Boolean).join(" ") || "this GPU";
  return { state: "available", adapter, hasF16: probe.features.includes("shader-f16") };
}

/** Ends when a new version is let in: the browser holds it back while the old one still fetches for this page. */
const keepingOffline = new AbortController();

async function keepOffline(): Promise<"kept" | "skipped" | "failed"> {
  if (savesData()) return "skipped";
  try {
    if (!(await whenControlled())) return "failed";
    const { keepEmbeddedModels } = await import("./engines/onnx/offline-kit");
    await keepEmbeddedModels(keepingOffline.signal);
    return "kept";
  } catch {
    return "failed";
  }
}

/** Storage that may be switched off altogether. */
function quietly<Value>(work: () => Value, otherwise: Value): Value {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** Unsent text in this tab's own storage. */
function draftUnder(key: string): DraftPort {
  return {
    load: () => quietly(() => sessionStorage.getItem(key), null),
    save: (draft) => quietly(() => sessionStorage.setItem(key, draft), undefined),
  };
}

function readWords(key: string): readonly string[] {
  const saved: unknown = quietly(() => JSON.parse(localStorage.getItem(key) ?? "[]"), []);
  return Array.isArray(saved) ? saved.filter((word) => typeof word === "string") : [];
}

function saveWords(key: string, words: readonly string[]): void {
  quietly(() => localStorage.setItem(key, JSON.stringify(words)), undefined);
}

/** What runs anything, fetched when it is first needed. */
const runSide = partOnce(async () =>
  (await import("./wiring/run-side")).createRunSide({
    getState: () => store.getState(),
    localLanguageModels,
    loadCatalogue,
    loadTaught: async () => (await store.teach()).openTeach(),
    trials,
    sentinel,
    ledger: (await storageSide()).ledger,
  }),
);

const store = createAppStore({
  run: {
    async *stream(request, policy, options) {
      yield* (await runSide()).run.stream(request, policy, options);
    },
    async *preview(request, policy, signal) {
      yield* (await runSide()).run.preview(request, policy, signal);
    },
    proposal: async (request, signal) => (await runSide()).run.proposal(request, signal),
    waitingProposal: async (requestId, choices) => (await runSide()).run.waitingProposal(requestId, choices),
    answerConsent: (requestId, answer) =>
      void runSide().then(({ run }) => run.answerConsent(requestId, answer)),
    async warm(task) {
      if (!savesData()) await (await runSide()).run.warm(task);
    },
  },
  models: {
    embedded: () => ONNX_EMBEDDED_MODELS,
    local: localLanguageModels,
    loadCatalogue,
    cloud: ({ priceOverrides }) => CLOUD_MODELS.map((model) => withPrice(model, priceOverrides)),
    providers: () => Object.values(PROVIDERS),
    baseUrlProblem,
    availability: async (model) => (await runSide()).models.availability(model),
    async *download(model, signal) {
      yield* (await runSide()).models.download(model, signal);
    },
    async *prepare(model, signal) {
      yield* (await runSide()).models.prepare(model, signal);
    },
    async *importFiles(model, files, signal) {
      yield* (await runSide()).models.importFiles(model, files, signal);
    },
    async *repair(model, signal) {
      return yield* (await runSide()).models.repair(model, signal);
    },
    remove: async (model) => (await runSide()).models.remove(model),
    compareProviders: async (again) => (await runSide()).models.compareProviders(again),
    cloudChoice: ({ provider, priceOverrides }) => withPrice(cloudModel(provider), priceOverrides),
    listCloud: async (endpoint, signal) => {
      const [{ listModels }, { consentedGet }] = await loadPart(() =>
        Promise.all([import("./engines/cloud/list-models"), import("./platform/egress/consented-get")]),
      );
      return listModels(endpoint, consentedGet, signal);
    },
    trials: trials.all,
    forgetTrial: trials.forget,
    takeCrashes,
    card: async (model) => readModelCard(await readCardFile(model)),
  },
  writer: {
    prepare: async (signal) => (await runSide()).writer.prepare(signal),
    complete: async (text, signal) => (await runSide()).writer.complete(text, signal),
  },
  openRouting: async () => (await runSide()).routing,
  history: {
    load: async (options) => (await storageSide()).history.load(options),
    save: async (run) => (await storageSide()).history.save(run),
    remove: async (runIds) => (await storageSide()).history.remove(runIds),
    clear: async () => (await storageSide()).history.clear(),
  },
  spending: {
    totals: async () => (await storageSide()).ledger.totals(),
    days: async () => (await storageSide()).ledger.days(),
    clear: async () => (await storageSide()).ledger.clear(),
  },
  settings: { load: () => loadSettings().settings, save: (settings) => saveSettings(settings) },
  openConversations: async () => (await storageSide()).conversations,
  openTransfer: async () => (await storageSide()).openTransfer(),
  openTeaching: async () => (await storageSide()).openTeaching(),
  draft: draftUnder(DRAFT_KEY),
  chatDraft: draftUnder(CHAT_DRAFT_KEY),
  dismissals: {
    load: () => readWords(DISMISSALS_KEY),
    save: (kinds) => saveWords(DISMISSALS_KEY, kinds),
  },
  keptModels: {
    load: () => readWords(KEPT_MODELS_KEY),
    save: (modelIds) => saveWords(KEPT_MODELS_KEY, modelIds),
  },
  downloadQueue: openDownloadQueue(),
  tabs,
  device: {
    online: isOnline,
    onOnlineChange,
    webgpu: webgpuStatus,
    storage: estimateStorage,
    persistStorage,
    keepOffline,
  },
  scheduler: browserScheduler,
  newId: () => crypto.randomUUID(),
});

const serviceWorker = registerServiceWorker({
  onUpdateReady: () => store.actions.notify({ kind: "update-ready" }),
  onOfflineReady: () => {},
  onFailure: () => store.actions.notify({ kind: "offline-failed" }),
});

function applyUpdate(): void {
  keepingOffline.abort();
  void serviceWorker.then((control) => control.applyUpdate());
}

document.documentElement.dataset.appearance = store.getState().settings.appearance;
document.addEventListener("visibilitychange", () => store.actions.flush());
const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <AppStoreContext value={store}>
      <ApplyUpdateContext value={applyUpdate}>
        <App />
      </ApplyUpdateContext>
    </AppStoreContext>
  </StrictMode>,
);
void store.start();
