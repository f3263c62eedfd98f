import "fake-indexeddb/auto";
import type { BudgetSettings } from "../../core/budget";
import type { EgressSend } from "../../core/egress";
import type { Engine, OutboundCall } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { Usage } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { PrivacySettings } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { RunEvent } from "../../core/run";
import type { OverflowPolicy } from "../../core/settings";
import { SCRIPTED_MODEL } from "../../engines/scripted/scripted-models";
import type { PastRun } from "../../metrics/estimate";
import { estimateTokens } from "../../metrics/estimate-tokens";
import { systemClock } from "../../platform/clock";
import { createEgressDoor } from "../../platform/egress/egress-door";
import { openSpendLedger, type SpendLedger } from "../../platform/storage/spend-ledger";
import { type Detector, patternDetector } from "../../privacy/detect/detect-private";
import { createPrivacyGuard } from "../privacy/privacy-guard";
import { createResidentModel } from "../resident-model";
import type { CloudEndpoint, RunDependencies } from "../run-dependencies";
import { type RunInput, runInference } from "../run-inference";

/** The record of the cloud side in these tests. */
export const CLOUD_MODEL: ModelRecord = {
  ...SCRIPTED_MODEL,
  id: "cloud:test",
  label: "Cloud",
  engine: "cloud",
  modalities: ["text", "image"],
};

const NO_BUDGET: BudgetSettings = { requestUsd: null, dayUsd: null, monthUsd: null };

/** A cloud model at an endpoint of its own. */
export function modelAt(host: string): ModelRecord {
  return {
    ...CLOUD_MODEL,
    id: `cloud:test@${host}`,
    source: { type: "provider", providerId: "custom", name: "test", baseUrl: `https://${host}/v1` },
  };
}

/** A request with the given parts changed. */
export function requestWith(change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "run-1",
    task: "prompt",
    text: "one two three",
    options: {},
    messages: [{ role: "user", content: "one two three" }],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}

/** A cloud engine that really sends through the door it is given, and streams the words of the reply. */
export function createSendingEngine(send: EgressSend): Engine {
  const outbound = (request: InferenceRequest, { source }: ModelRecord): OutboundCall => {
    const { messages, params } = request;
    const { maxOutputTokens } = params;
    const body = JSON.stringify(maxOutputTokens === undefined ? messages : { messages, maxOutputTokens });
    const baseUrl = (source.type === "provider" ? source.baseUrl : undefined) ?? "https://api.example/v1";
    return {
      url: `${baseUrl}/chat/completions`,
      body,
      bytes: new TextEncoder().encode(body).length,
      ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
    };
  };
  return {
    id: "cloud",
    location: "cloud",
    availability: async () => ({ state: "ready" }),
    outbound,
    async *prepare() {},
    async *run(request, model, { signal }) {
      const { url, body } = outbound(request, model);
      const response = await send(request.id, { url, body, headers: {}, signal });
      yield { type: "load-end", executionProvider: "remote" };
      if (!response.ok) throw new InferenceError("server-error", `status ${response.status}`);
      for (const word of (await response.text()).match(/\s*\S+/g) ?? [])
        yield { type: "text-delta", text: word };
      yield { type: "end", finishReason: "stop", usage: {} };
    },
    async unload() {},
  };
}

/** A run's surroundings: real door, real clock, a network that records. */
export function createRunFixture(options: {
  local?: Engine;
  localModels?: readonly ModelRecord[];
  cloudModel?: ModelRecord | null;
  /** In place of `cloudModel`: several endpoints, in their order. */
  endpoints?: readonly CloudEndpoint[];
  missing?: "no-key";
  respond?: (url: string) => Promise<Response>;
  online?: boolean;
  budget?: BudgetSettings;
  ledger?: SpendLedger;
  costUsd?: (model: ModelRecord, usage: Usage) => number | undefined;
  overflowPolicy?: OverflowPolicy;
  condenses?: boolean;
  privacy?: Partial<PrivacySettings>;
  /** Beside the patterns. */
  detectors?: readonly Detector[];
  consent?: RunDependencies["consent"];
}) {
  const sent: { url: string; body: string }[] = [];
  const past: PastRun[] = [];
  const rests: string[] = [];
  const door = createEgressDoor(async (url, init) => {
    sent.push({ url: String(url), body: String(init?.body) });
    return options.respond ? options.respond(String(url)) : new Response("from the cloud");
  });
  const cloud = createSendingEngine(door.send);
  const privacy: PrivacySettings = {
    rule: "redact",
    rulesByOrigin: {},
    caution: "balanced",
    unmaskedLabels: [],
    terms: [],
    patterns: [],
    ...options.privacy,
  };
  const cloudModels = options.cloudModel === null ? [] : [options.cloudModel ?? CLOUD_MODEL];
  const dependencies: RunDependencies = {
    loadEngine: async (id) => {
      if (id === "cloud") return cloud;
      if (options.local) return options.local;
      throw new Error(`no engine ${id}`);
    },
    door,
    clock: systemClock,
    isOnline: () => options.online ?? true,
    localCandidates: () => options.localModels ?? (options.local ? [SCRIPTED_MODEL] : []),
    cloudSide: () => ({
      endpoints:
        options.endpoints ?? cloudModels.map((model) => ({ model, loopback: false, restSeconds: 0 })),
      ...(options.missing === undefined ? {} : { missing: options.missing }),
    }),
    rests: {
      secondsLeft: () => 0,
      failed: (baseUrl) => void rests.push(`failed ${baseUrl}`),
      answered: (baseUrl) => void rests.push(`answered ${baseUrl}`),
    },
    countTokens: async (text) => ({ tokens: estimateTokens(text), exact: false }),
    estimateTokens,
    attachmentTokens: () => 0,
    costUsd: options.costUsd ?? (() => undefined),
    overflowPolicy: () => options.overflowPolicy ?? "refuse",
    condenses: () => options.condenses ?? false,
    spending: {
      budget: () => options.budget ?? NO_BUDGET,
      ledger:
        options.ledger ??
        openSpendLedger({ owner: "test", isAlive: async () => true, dateMs: systemClock.dateMs }),
    },
    energy: () => ({ watts: null, usdPerKwh: null }),
    privacy: createPrivacyGuard({
      settings: () => privacy,
      detectors: () => [patternDetector(), ...(options.detectors ?? [])],
    }),
    consent: options.consent ?? (async () => ({ type: "refuse" })),
    resident: createResidentModel({ after: () => () => {}, idleMinutes: () => 0, beginLoad: () => () => {} }),
    routeMemory: { read: () => ({ scores: [], tasks: {} }), addScore: () => {} },
    deviceState: () => ({}),
    trialTokensPerSecond: () => undefined,
    pastRuns: { samples: () => past, add: (run) => past.push(run) },
    parse: async (request, answer) => ({
      kind: "labels",
      labels: [{ label: answer.trim() || request.id, score: 1 }],
    }),
    enrich: (_request, output) => output,
  };
  return { dependencies, sent, past, rests };
}

/** Runs to the end and keeps everything. */
export async function runToEnd(
  input: Partial<RunInput> & { policy: RunInput["policy"] },
  dependencies: RunDependencies,
  signal: AbortSignal = new AbortController().signal,
  onEvent: (event: RunEvent) => void = () => {},
): Promise<{ events: RunEvent[]; error: InferenceError | null }> {
  const events: RunEvent[] = [];
  try {
    for await (const event of runInference({ request: requestWith(), ...input }, dependencies, signal)) {
      events.push(event);
      onEvent(event);
    }
    return { events, error: null };
  } catch (thrown) {
    if (!(thrown instanceof InferenceError)) throw thrown;
    return { events, error: thrown };
  }
}
