import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import type { Engine, ModelNetwork } from "./core/engine";
import { InferenceError } from "./core/errors";
import type { EngineId, ModelRecord } from "./core/model";
import type { InferenceRequest } from "./core/request";
import type { CloudConnection, CustomModel, Settings } from "./core/settings";
import { ENGINES } from "./engines";
import { baseUrlProblem } from "./engines/cloud/endpoint";
import { CLOUD_MODELS, cloudModel } from "./engines/cloud/models";
import { findProvider, PROVIDERS } from "./engines/cloud/providers";
import { ONNX_LANGUAGE_MODELS, onnxCustomModel } from "./engines/onnx/language-models/models";
import { ONNX_SPECIALISTS } from "./engines/onnx/models";
import { readCardFile } from "./engines/onnx/read-card-file";
import { PROMPT_API_MODEL } from "./engines/prompt-api/models";
import { webLlmCustomModel } from "./engines/web-llm/custom-model";
import { attachmentTokens } from "./metrics/attachment-tokens";
import { estimateTokens } from "./metrics/estimate-tokens";
import { costUsd } from "./metrics/prices";
import { createTokenCounter } from "./metrics/token-count/token-counter";
import { findBuiltInModel } from "./platform/built-in-model";
import { systemClock } from "./platform/clock";
import { consentedGet } from "./platform/egress/consented-get";
import { createEgressDoor } from "./platform/egress/egress-door";
import { probeEndpoint } from "./platform/egress/probe-endpoint";
import { BUILD_MODEL_HOST } from "./platform/model-host";
import { isLoopback, isOnline, onOnlineChange, savesData } from "./platform/network";
import { registerServiceWorker, whenControlled } from "./platform/pwa";
import { openDeviceHistory } from "./platform/storage/device-history";
import { openDownloadQueue } from "./platform/storage/download-queue";
import { estimateStorage, persistStorage } from "./platform/storage/estimate-storage";
import { createConnection } from "./platform/storage/history-database";
import { openHistory } from "./platform/storage/history-store";
import { openLoadSentinel } from "./platform/storage/load-sentinel";
import { openModelTrials } from "./platform/storage/model-trials";
import { loadSettings, saveSettings } from "./platform/storage/settings-store";
import { openTabs } from "./platform/tabs";
import { probeWebGpu } from "./platform/webgpu";
import { withPatternSpans } from "./privacy/detect/detect-patterns";
import { servesRequest } from "./run/choose-local-model";
import { planRun } from "./run/plan-run";
import { prepareModel } from "./run/prepare-model";
import { createResidentModel } from "./run/resident-model";
import type { CloudSide, RunDependencies } from "./run/run-dependencies";
import { runInference } from "./run/run-inference";
import { withPrice } from "./run/with-price";
import { browserScheduler } from "./store/browser-scheduler";
import { createAppStore } from "./store/create-app-store";
import type { DraftPort, WebGpuStatus } from "./store/dependencies";
import { readModelCard } from "./store/read-model-card";
import { currentConnection } from "./store/selectors";
import { taskDefinition } from "./tasks";
import { App } from "./ui/app";
import { AppStoreContext } from "./ui/app-context";
import { ApplyUpdateContext } from "./ui/update-context";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";

const DRAFT_KEY = "nearside.draft";
const CHAT_DRAFT_KEY = "nearside.chat-draft";
const DISMISSALS_KEY = "nearside.dismissals";
const KEPT_MODELS_KEY = "nearside.kept-models";

const door = createEgressDoor((...request) => fetch(...request), probeEndpoint);
const tokenCounter = createTokenCounter();
const trials = openModelTrials();
const sentinel = openLoadSentinel({
  storage: localStorage,
  locks: navigator.locks as LockManager | undefined,
  onLeave: (callback) => window.addEventListener("pagehide", callback),
  newId: () => crypto.randomUUID(),
});
const database = createConnection({
  onBlocked: () => store.actions.notify({ kind: "storage-failed" }),
  onOutdated: () => store.actions.notify({ kind: "storage-failed" }),
});
const history = openHistory(database);

const loadedEngines = new Map<EngineId, Promise<Engine>>();

/** Imports an engine once; an import that failed (offline, new deploy) is tried again the next time. */
function loadEngine(id: EngineId): Promise<Engine> {
  const known = loadedEngines.get(id);
  if (known !== undefined) return known;
  const loading = ENGINES[id]({ send: door.send, connection });
  loadedEngines.set(id, loading);
  loading.catch(() => loadedEngines.delete(id));
  return loading;
}

function connection(): CloudConnection | null {
  const side = cloudSide();
  return side.missing === undefined ? currentConnection(store.getState()) : null;
}

function cloudSide(): CloudSide {
  const { provider, priceOverrides } = store.getState().settings;
  const loopback = isLoopback(provider.baseUrl);
  if (baseUrlProblem(provider.baseUrl) !== null) return { model: null, missing: "no-provider", loopback };
  if (provider.modelName === "") return { model: null, missing: "no-model", loopback };
  const model = withPrice(cloudModel(provider), priceOverrides);
  const { needsKey } = findProvider(provider.providerId);
  const hasKey = currentConnection(store.getState()).apiKey !== "";
  return needsKey && !hasKey ? { model, missing: "no-key", loopback } : { model, loopback };
}

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

function localCandidates(request: InferenceRequest): readonly ModelRecord[] {
  const { settings } = store.getState();
  const languageModels = localLanguageModels(settings);
  const chosen = languageModels.filter(({ id }) => id === settings.localModelId);
  const others = languageModels.filter(({ id }) => id !== settings.localModelId);
  const crashed = ({ id }: ModelRecord) => trials.all()[id]?.fault === "crashed";
  const inOrder = [...chosen, ...others];
  const byHealth = [...inOrder.filter((model) => !crashed(model)), ...inOrder.filter(crashed)];
  return [...ONNX_SPECIALISTS, ...byHealth].filter((model) => servesRequest(model, request));
}

/** What ended its tab while loading goes last from now on. */
async function takeCrashes(): Promise<readonly string[]> {
  const crashed = await sentinel.takeCrashed();
  for (const { modelId } of crashed) trials.set(modelId, { fault: "crashed", at: systemClock.dateMs() });
  return crashed.map(({ label }) => label);
}

const runDependencies: RunDependencies = {
  loadEngine,
  door,
  clock: systemClock,
  isOnline,
  localCandidates,
  cloudSide,
  countTokens: (text) => tokenCounter.count(text),
  estimateTokens,
  attachmentTokens: (request, model) => attachmentTokens(request.attachments, model),
  costUsd: (model, usage) => costUsd(model.price, usage),
  energy: () => store.getState().settings.energy,
  resident: createResidentModel({
    after: browserScheduler.after,
    idleMinutes: () => store.getState().settings.idleUnloadMinutes,
    beginLoad: sentinel.begin,
  }),
  overflowPolicy: () => store.getState().settings.overflowPolicy,
  pastRuns: openDeviceHistory(),
  parse: (request, answer) => taskDefinition(request.task).parse(answer, request),
  enrich: (request, output) =>
    request.task === "sensitive" && output.kind === "spans"
      ? { kind: "spans", spans: withPatternSpans(request.text, output.spans) }
      : output,
};

/** Where model files may come from: the person's mirror, or that of the build. */
function modelNetwork(): ModelNetwork {
  const { modelHost, airGap } = store.getState().settings;
  return { host: modelHost ?? BUILD_MODEL_HOST, airGap };
}

function cannot(what: string, model: ModelRecord): InferenceError {
  return new InferenceError("internal", `the engine cannot ${what}`, {
    engine: model.engine,
    model: model.id,
    detail: `The engine ${model.engine} cannot ${what}.`,
  });
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

async function keepOffline(): Promise<"kept" | "skipped" | "failed"> {
  if (savesData()) return "skipped";
  try {
    if (!(await whenControlled())) return "failed";
    const { keepEmbeddedModels } = await import("./engines/onnx/offline-kit");
    await keepEmbeddedModels(new AbortController().signal);
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

const store = createAppStore({
  run: {
    async *stream(request, policy, { pane, signal }) {
      await loadCatalogue();
      const input = { request, policy, ...(pane === undefined ? {} : { pane }) };
      yield* runInference(input, runDependencies, signal);
    },
    async preview(request, policy) {
      await loadCatalogue();
      return (await planRun({ request, policy }, runDependencies)).decision;
    },
  },
  models: {
    embedded: () => ONNX_SPECIALISTS,
    local: localLanguageModels,
    loadCatalogue,
    cloud: ({ priceOverrides }) => CLOUD_MODELS.map((model) => withPrice(model, priceOverrides)),
    providers: () => Object.values(PROVIDERS),
    baseUrlProblem,
    availability: async (model) => (await loadEngine(model.engine)).availability(model),
    async *download(model, signal) {
      const engine = await loadEngine(model.engine);
      const options = { signal, network: modelNetwork() };
      yield* engine.download?.(model, options) ?? engine.prepare(model, options);
    },
    async *prepare(model, signal) {
      const options = { signal, network: modelNetwork() };
      yield* prepareModel(await loadEngine(model.engine), model, { ...runDependencies, trials }, options);
    },
    async *importFiles(model, files, signal) {
      const importing = (await loadEngine(model.engine)).importFiles?.(model, files, { signal });
      if (importing === undefined) throw cannot("take files from disk", model);
      yield* importing;
    },
    async *repair(model, signal) {
      const repairing = (await loadEngine(model.engine)).repair?.(model, { signal });
      if (repairing === undefined) throw cannot("check its files", model);
      return yield* repairing;
    },
    remove: async (model) => (await loadEngine(model.engine)).remove?.(model),
    cloudChoice: ({ provider, priceOverrides }) => withPrice(cloudModel(provider), priceOverrides),
    listCloud: async (endpoint, signal) => {
      const { listModels } = await import("./engines/cloud/list-models");
      return listModels(endpoint, consentedGet, signal);
    },
    trials: trials.all,
    forgetTrial: trials.forget,
    takeCrashes,
    card: async (model) => readModelCard(await readCardFile(model)),
  },
  history,
  settings: { load: () => loadSettings().settings, save: (settings) => saveSettings(settings) },
  openConversations: async () =>
    (await import("./platform/storage/conversation-store")).openConversations(database),
  openTransfer: async () => (await import("./platform/storage/history-transfer")).openTransfer(database),
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
  tabs: openTabs(crypto.randomUUID()),
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

document.documentElement.dataset.appearance = store.getState().settings.appearance;
document.addEventListener("visibilitychange", () => store.actions.flush());
void store.start();

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <AppStoreContext value={store}>
      <ApplyUpdateContext value={() => void serviceWorker.then(({ applyUpdate }) => applyUpdate())}>
        <App />
      </ApplyUpdateContext>
    </AppStoreContext>
  </StrictMode>,
);
