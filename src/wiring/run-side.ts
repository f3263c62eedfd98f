import type { Engine, ModelNetwork } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { EngineId, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { Settings } from "../core/settings";
import { ENGINES } from "../engines";
import { ONNX_EMBEDDED_MODELS, ONNX_SPECIALISTS, ONNX_WRITER } from "../engines/onnx/models";
import { taughtModels } from "../engines/taught/models";
import { attachmentTokens } from "../metrics/attachment-tokens";
import { estimateTokens } from "../metrics/estimate-tokens";
import { costUsd } from "../metrics/prices";
import { createTokenCounter } from "../metrics/token-count/token-counter";
import { systemClock } from "../platform/clock";
import { createDeviceState } from "../platform/device-state";
import { createEgressDoor } from "../platform/egress/egress-door";
import { probeEndpoint } from "../platform/egress/probe-endpoint";
import { BUILD_MODEL_HOST } from "../platform/model-host";
import { isOnline } from "../platform/network";
import { openDeviceHistory } from "../platform/storage/device-history";
import { openEndpointRests } from "../platform/storage/endpoint-rests";
import type { LoadSentinel } from "../platform/storage/load-sentinel";
import type { ModelTrials } from "../platform/storage/model-trials";
import { openRouteMemory } from "../platform/storage/route-memory";
import type { SpendLedger } from "../platform/storage/spend-ledger";
import { dictionaryDetector, ownPatternDetector, patternDetector } from "../privacy/detect/detect-private";
import { findSensitive } from "../privacy/detect/find-sensitive";
import { learn } from "../routing/calibration";
import { servesRequest } from "../run/choose-local-model";
import { previewRun } from "../run/plan-run";
import { prepareModel } from "../run/prepare-model";
import { createConsentDesk } from "../run/privacy/consent-desk";
import { createPrivacyGuard } from "../run/privacy/privacy-guard";
import { proposeRun } from "../run/privacy/propose-run";
import { createTaggerDetector } from "../run/privacy/tagger-detector";
import { createResidentModel } from "../run/resident-model";
import type { RunDependencies } from "../run/run-dependencies";
import { runInference } from "../run/run-inference";
import type { AppState } from "../store/app-state";
import { browserScheduler } from "../store/browser-scheduler";
import type { ModelsPort, RoutingPort, RunPort, WriterPort } from "../store/dependencies";
import { taskDefinition } from "../tasks";
import { connectionOf, readCloudSide } from "./cloud-side";
import { partOnce } from "./load-part";

/** What the page holds that runs and engines depend on. */
export interface RunSideHost {
  getState(): AppState;
  localLanguageModels(settings: Settings): readonly ModelRecord[];
  loadCatalogue(): Promise<void>;
  /** Sees to it that the state has the specialists that the person taught. */
  loadTaught(): Promise<void>;
  trials: ModelTrials;
  sentinel: LoadSentinel;
  ledger: SpendLedger;
}

/** The part of the app that runs something, and what only an engine can say of its models. */
export interface RunSide {
  run: RunPort;
  writer: WriterPort;
  routing: RoutingPort;
  models: Pick<
    ModelsPort,
    "availability" | "download" | "prepare" | "importFiles" | "repair" | "remove" | "compareProviders"
  >;
}

/** Wires the use case, the engines and the door to the network. The page opens without this part. */
export function createRunSide(host: RunSideHost): RunSide {
  const door = createEgressDoor((...request) => fetch(...request), probeEndpoint);
  const tokenCounter = createTokenCounter();
  const pastRuns = openDeviceHistory();
  const rests = openEndpointRests(systemClock.dateMs);
  const cloudSide = () => readCloudSide({ getState: host.getState, rests, pastRuns: pastRuns.samples });
  const engines = new Map<EngineId, () => Promise<Engine>>();
  /** A comparison of providers that goes on; whatever a person asks for ends it. */
  let comparing: AbortController | null = null;

  function loadEngine(id: EngineId): Promise<Engine> {
    const known =
      engines.get(id) ??
      partOnce(() =>
        ENGINES[id]({ send: door.send, connection: (model) => connectionOf(model, host.getState()) }),
      );
    engines.set(id, known);
    return known();
  }

  function localCandidates(request: InferenceRequest): readonly ModelRecord[] {
    const { settings, teach } = host.getState();
    if (request.task === "own")
      return taughtModels(teach.specialists ?? [], request.options.specialist ?? "");
    const languageModels = host.localLanguageModels(settings);
    const chosen = languageModels.filter(({ id }) => id === settings.localModelId);
    const others = languageModels.filter(({ id }) => id !== settings.localModelId);
    const crashed = ({ id }: ModelRecord) => host.trials.all()[id]?.fault === "crashed";
    const inOrder = [...chosen, ...others];
    const byHealth = [...inOrder.filter((model) => !crashed(model)), ...inOrder.filter(crashed)];
    return [...ONNX_SPECIALISTS, ...byHealth, ONNX_WRITER].filter((model) => servesRequest(model, request));
  }

  /** Sees to it that all candidates for a request are known. */
  function loadCandidates({ task }: InferenceRequest): Promise<void> {
    return task === "own" ? host.loadTaught() : host.loadCatalogue();
  }

  /** Where model files may come from: the person's mirror, or that of the build. */
  function modelNetwork(): ModelNetwork {
    const { modelHost, airGap } = host.getState().settings;
    return { host: modelHost ?? BUILD_MODEL_HOST, airGap };
  }

  const consent = createConsentDesk();
  const taggerDetector = createTaggerDetector({ loadEngine, localCandidates });
  const routeMemory = openRouteMemory();
  const dependencies: RunDependencies = {
    loadEngine,
    door,
    clock: systemClock,
    isOnline,
    localCandidates,
    cloudSide,
    rests,
    countTokens: (text) => tokenCounter.count(text),
    estimateTokens,
    attachmentTokens: (request, model) => attachmentTokens(request.attachments, model),
    costUsd: (model, usage) => costUsd(model.price, usage),
    energy: () => host.getState().settings.energy,
    privacy: createPrivacyGuard({
      settings: () => host.getState().settings.privacy,
      detectors: ({ caution, terms, patterns }) => [
        patternDetector(),
        dictionaryDetector(terms),
        ownPatternDetector(patterns),
        taggerDetector(caution),
      ],
    }),
    consent: consent.ask,
    spending: { budget: () => host.getState().settings.budget, ledger: host.ledger },
    resident: createResidentModel({
      after: browserScheduler.after,
      idleMinutes: () => host.getState().settings.idleUnloadMinutes,
      beginLoad: host.sentinel.begin,
    }),
    overflowPolicy: () => host.getState().settings.overflowPolicy,
    condenses: () => host.getState().settings.condense,
    pastRuns,
    routeMemory,
    deviceState: createDeviceState(),
    trialTokensPerSecond: (modelId) => host.trials.all()[modelId]?.tokensPerSecond,
    parse: (request, answer) => taskDefinition(request.task).parse(answer, request),
    enrich: (request, output) =>
      request.task === "sensitive" && output.kind === "spans"
        ? { kind: "spans", spans: findSensitive(request, output.spans) }
        : output,
  };

  return {
    run: {
      async *stream(request, policy, { pane, signal }) {
        comparing?.abort();
        await loadCandidates(request);
        const input = { request, policy, ...(pane === undefined ? {} : { pane }) };
        yield* runInference(input, dependencies, signal);
      },
      async warm(task) {
        const model = ONNX_SPECIALISTS.find(({ tasks }) => tasks.includes(task));
        if (model === undefined) return;
        try {
          const { signal } = new AbortController();
          for await (const _ of (await loadEngine("onnx")).prepare(model, { signal })) {
            // Nothing is shown of it.
          }
        } catch {
          // A run tries again and tells.
        }
      },
      async *preview(request, policy, signal) {
        await loadCandidates(request);
        yield* previewRun({ request, policy }, dependencies, signal);
      },
      async proposal(request, signal) {
        await loadCandidates(request);
        return proposeRun(request, dependencies, signal);
      },
      waitingProposal: consent.proposal,
      answerConsent: consent.answer,
    },
    writer: {
      async prepare(signal) {
        for await (const _ of (await loadEngine("onnx")).prepare(ONNX_WRITER, { signal })) {
          // Nothing is shown of it.
        }
      },
      async complete(text, signal) {
        comparing?.abort();
        return (await (await loadEngine("onnx")).complete?.(text, ONNX_WRITER, { signal })) ?? null;
      },
    },
    routing: {
      learnt: routeMemory.read,
      judge(task, verdict, side) {
        const before = routeMemory.read().tasks[task] ?? { correction: 0, verdicts: 0 };
        routeMemory.setTask(task, learn(before, verdict, side));
      },
      forget: routeMemory.clear,
    },
    models: {
      availability: async (model) => (await loadEngine(model.engine)).availability(model),
      async *download(model, signal) {
        const engine = await loadEngine(model.engine);
        const options = { signal, network: modelNetwork() };
        yield* engine.download?.(model, options) ?? engine.prepare(model, options);
      },
      async *prepare(model, signal) {
        const options = { signal, network: modelNetwork() };
        const engine = await loadEngine(model.engine);
        yield* prepareModel(engine, model, { ...dependencies, trials: host.trials }, options);
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
      async compareProviders(again) {
        comparing?.abort();
        comparing = new AbortController();
        const { signal } = comparing;
        await (await loadEngine("onnx")).compareProviders?.(ONNX_EMBEDDED_MODELS, { signal, again });
      },
      remove: async (model) => (await loadEngine(model.engine)).remove?.(model),
    },
  };
}

function cannot(what: string, model: ModelRecord): InferenceError {
  return new InferenceError("internal", `the engine cannot ${what}`, {
    engine: model.engine,
    model: model.id,
    detail: `The engine ${model.engine} cannot ${what}.`,
  });
}
