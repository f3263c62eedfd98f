import * as v from "valibot";
import { ERROR_CODES, type ErrorCode } from "../../core/errors";
import type { ExecutionProvider, FinishReason } from "../../core/event";
import type { RunMetrics } from "../../core/metrics";
import { ENGINE_IDS, type Location, type Modality, type ModelKind } from "../../core/model";
import type { EditKind, OutputKind } from "../../core/output";
import { PRIVACY_RULES } from "../../core/privacy";
import type { Attachment, Role, Sensitivity } from "../../core/request";
import {
  BUDGET_LIMITS,
  ROUTE_MODES,
  type RouteReason,
  type RouteSignals,
  UTILITY_PARTS,
  WORK_KINDS,
} from "../../core/route";
import { ANSWER_DOUBTS, type ContextCut, type Run, type RunAttempt, type RunStatus } from "../../core/run";
import { TASK_IDS } from "../../core/task";
import { privacyChoicesSchema, runPrivacySchema } from "./privacy-schema";
import { readValue } from "./read-value";
import { routeWeightsSchema } from "./settings-store";

/** Longer strings are no record of ours: the page's own limit on a text is far below. */
const TEXT_LIMIT_CHARACTERS = 10_000_000;

/** One of a union's members. A member that is added to the union and not here does not compile. */
function oneOf<Member extends string>(members: Record<Member, true>): v.GenericSchema<unknown, Member> {
  return v.picklist(Object.keys(members) as Member[]);
}

const text = v.pipe(v.string(), v.maxLength(TEXT_LIMIT_CHARACTERS));
const id = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const count = v.pipe(v.number(), v.minValue(0));
const location = oneOf<Location>({ local: true, cloud: true });
const spanBounds = { start: count, end: count };

const structuredOutput = v.variant("kind", [
  v.object({
    kind: v.literal("edits"),
    edits: v.array(
      v.object({
        ...spanBounds,
        replacement: text,
        kind: oneOf<EditKind>({
          spelling: true,
          grammar: true,
          punctuation: true,
          capitalisation: true,
          "word-choice": true,
        }),
        reason: text,
        confidence: v.number(),
      }),
    ),
  }),
  v.object({
    kind: v.literal("spans"),
    spans: v.array(v.object({ ...spanBounds, label: text, score: v.number(), layer: v.exactOptional(text) })),
  }),
  v.object({
    kind: v.literal("labels"),
    labels: v.array(v.object({ label: text, score: v.number() })),
    isUnsure: v.exactOptional(v.boolean()),
    sentences: v.exactOptional(v.array(v.object({ ...spanBounds, label: text, score: v.number() }))),
  }),
  v.object({
    kind: v.literal("quotes"),
    quotes: v.array(v.object({ ...spanBounds, text, score: v.number() })),
  }),
]);

export const attachmentSchema = v.variant("type", [
  v.object({
    type: v.literal("image"),
    name: text,
    mimeType: text,
    data: text,
    width: count,
    height: count,
    bytes: count,
    detail: oneOf<Extract<Attachment, { type: "image" }>["detail"]>({ auto: true, low: true, high: true }),
  }),
  v.object({
    type: v.literal("audio"),
    name: text,
    mimeType: oneOf<Extract<Attachment, { type: "audio" }>["mimeType"]>({
      "audio/wav": true,
      "audio/mpeg": true,
    }),
    data: text,
    durationMs: count,
    bytes: count,
  }),
]);

const request = v.object({
  id,
  task: v.picklist(TASK_IDS),
  text,
  options: v.record(text, text),
  messages: v.array(
    v.object({ role: oneOf<Role>({ system: true, user: true, assistant: true }), content: text }),
  ),
  attachments: v.array(attachmentSchema),
  // `responseFormat` is not kept: the task gives it anew, and its depth has no bound.
  params: v.object({
    maxOutputTokens: v.exactOptional(count),
    temperature: v.exactOptional(v.number()),
    topP: v.exactOptional(v.number()),
    seed: v.exactOptional(v.number()),
    stop: v.exactOptional(v.array(text)),
  }),
  sensitivity: oneOf<Sensitivity>({ normal: true, sensitive: true }),
  privacy: v.exactOptional(privacyChoicesSchema),
  output: oneOf<OutputKind>({ edits: true, spans: true, labels: true, quotes: true, text: true }),
});

const modelSource = v.variant("type", [
  v.object({ type: v.literal("embedded"), folder: text }),
  v.object({
    type: v.literal("hugging-face"),
    url: text,
    revision: text,
    libraryUrl: v.exactOptional(text),
  }),
  v.object({ type: v.literal("provider"), providerId: text, name: text, baseUrl: v.exactOptional(text) }),
  v.object({ type: v.literal("taught"), specialistId: text, version: count }),
  v.object({ type: v.literal("none") }),
]);

const model = v.object({
  id: text,
  label: text,
  engine: v.picklist(ENGINE_IDS),
  kind: oneOf<ModelKind>({ specialist: true, "language-model": true }),
  tasks: v.array(v.picklist(TASK_IDS)),
  source: modelSource,
  downloadBytes: count,
  vramRequiredMb: v.exactOptional(count),
  contextWindow: v.exactOptional(count),
  maxOutputTokens: v.exactOptional(count),
  quantization: v.exactOptional(text),
  requiredFeatures: v.array(text),
  modalities: v.array(oneOf<Modality>({ text: true, image: true, audio: true })),
  license: text,
  licenseUrl: v.exactOptional(text),
  price: v.exactOptional(
    v.object({
      inputUsdPerMillion: v.exactOptional(count),
      outputUsdPerMillion: v.exactOptional(count),
      cachedInputUsdPerMillion: v.exactOptional(count),
      audioInputUsdPerMillion: v.exactOptional(count),
      audioOutputUsdPerMillion: v.exactOptional(count),
      source: text,
      asOf: text,
    }),
  ),
  retirement: v.exactOptional(v.object({ date: text, replacement: v.exactOptional(text) })),
});

const reason = oneOf<RouteReason>({
  "forced-local": true,
  "forced-cloud": true,
  escalated: true,
  "compare-pane": true,
  "not-needed": true,
  "specialist-serves": true,
  "local-model-ready": true,
  "attachments-need-cloud": true,
  "no-local-model": true,
  "local-not-downloaded": true,
  "local-unavailable": true,
  "context-too-long": true,
  "own-stays": true,
  "sensitive-stays": true,
  "private-stays": true,
  "privacy-unchecked": true,
  offline: true,
  "no-cloud-key": true,
  "no-cloud-model": true,
  "cloud-rejects-attachment": true,
  "cloud-context-too-long": true,
  "budget-spent": true,
  "price-unknown": true,
  "fallback-not-allowed": true,
  "cloud-worth-more": true,
  outweighed: true,
  "private-here": true,
});

const target = v.object({ location, model });

const estimate = v.nullable(
  v.object({
    inputTokens: count,
    outputTokens: v.exactOptional(count),
    totalMs: v.exactOptional(count),
    costUsd: v.exactOptional(count),
    basisRuns: count,
  }),
);

const decisionFields = v.object({
  requestId: id,
  target: v.nullable(target),
  fallbacks: v.exactOptional(v.array(target)),
  /** Until 2026-11-26 there was one at most. */
  fallback: v.exactOptional(v.nullable(target)),
  reasons: v.array(reason),
  ruledOut: v.array(v.object({ location, reason })),
  policy: v.object({
    mode: v.picklist(ROUTE_MODES),
    allowCloudFallback: v.boolean(),
    allowLocalFallback: v.boolean(),
    weights: v.exactOptional(routeWeightsSchema),
    isEscalation: v.exactOptional(v.literal(true)),
  }),
  alternatives: v.exactOptional(
    v.array(
      v.object({
        location,
        modelId: text,
        utility: v.number(),
        parts: v.object(v.entriesFromList(UTILITY_PARTS, v.exactOptional(v.number()))),
      }),
    ),
  ),
  signals: v.object({
    online: v.boolean(),
    cloudReady: v.boolean(),
    cloudMissing: v.exactOptional(
      oneOf<NonNullable<RouteSignals["cloudMissing"]>>({
        "no-key": true,
        "no-model": true,
        "no-provider": true,
      }),
    ),
    local: oneOf<RouteSignals["local"]>({ ready: true, downloadable: true, unavailable: true, none: true }),
    localReason: v.exactOptional(text),
    inputTokens: count,
    textTokens: count,
    leastTokens: v.exactOptional(count),
    attachmentTypes: v.array(oneOf<RouteSignals["attachmentTypes"][number]>({ image: true, audio: true })),
    sensitive: v.boolean(),
    budget: v.exactOptional(
      v.object({
        usedShare: count,
        leftUsd: count,
        spent: v.exactOptional(v.picklist(BUDGET_LIMITS)),
        isPriceUnknown: v.exactOptional(v.literal(true)),
      }),
    ),
    resting: v.exactOptional(v.array(v.object({ host: text, modelLabel: text, secondsLeft: count }))),
    difficulty: v.exactOptional(
      v.object({ score: v.number(), kind: v.picklist(WORK_KINDS), rank: v.exactOptional(v.number()) }),
    ),
    taskCorrection: v.exactOptional(v.number()),
    localLoaded: v.exactOptional(v.boolean()),
    device: v.exactOptional(
      v.object({
        batteryLevel: v.exactOptional(v.number()),
        charging: v.exactOptional(v.boolean()),
        savesData: v.exactOptional(v.boolean()),
        slowNetwork: v.exactOptional(v.boolean()),
      }),
    ),
    privateLabels: v.exactOptional(v.array(text)),
    privacyRule: v.exactOptional(v.picklist(PRIVACY_RULES)),
    privacyUnchecked: v.exactOptional(v.literal(true)),
  }),
  estimates: v.object({ local: estimate, cloud: estimate }),
});

const decision = v.pipe(
  decisionFields,
  v.transform(({ fallback, fallbacks, ...fields }) => ({
    ...fields,
    fallbacks: fallbacks ?? (fallback ? [fallback] : []),
  })),
);

const errorCode = v.picklist(Object.keys(ERROR_CODES) as ErrorCode[]);

const attempt: v.GenericSchema<unknown, RunAttempt> = v.object({
  location,
  modelId: text,
  modelLabel: text,
  host: v.exactOptional(text),
  outcome: v.union([v.literal("answered"), errorCode]),
  retries: count,
  ms: count,
  sentBytes: count,
  costUsd: v.exactOptional(count),
});

const metrics = v.object({
  loadMs: count,
  ttftMs: v.exactOptional(count),
  tpotMs: v.exactOptional(count),
  itlMs: v.exactOptional(v.object({ p50: count, p95: count })),
  e2eMs: count,
  decodeTokensPerSecond: v.exactOptional(count),
  inputTokens: v.exactOptional(count),
  outputTokens: v.exactOptional(count),
  cachedInputTokens: v.exactOptional(count),
  reasoningTokens: v.exactOptional(count),
  tokensEstimated: v.boolean(),
  executionProvider: oneOf<ExecutionProvider>({
    webgpu: true,
    wasm: true,
    script: true,
    browser: true,
    remote: true,
  }),
  providerReason: v.exactOptional(
    v.variant("type", [
      v.object({ type: v.picklist(["no-gpu", "software-gpu", "not-measured", "gpu-failed"]) }),
      v.object({ type: v.literal("measured"), wasmMs: count, webgpuMs: count }),
    ]),
  ),
  costUsd: v.exactOptional(count),
  costSource: oneOf<RunMetrics["costSource"]>({
    provider: true,
    "price-table": true,
    local: true,
    unknown: true,
  }),
  energyUsd: v.exactOptional(count),
  uploadedBytes: count,
  reported: v.exactOptional(v.record(text, v.union([v.number(), text]))),
});

const error = v.object({
  code: errorCode,
  message: text,
  retryable: v.boolean(),
  engine: v.exactOptional(v.picklist(ENGINE_IDS)),
  model: v.exactOptional(text),
  status: v.exactOptional(v.number()),
  retryAfterMs: v.exactOptional(count),
  detail: v.exactOptional(text),
});

/** A run as it is kept and exported. Fields it does not know are dropped, never copied. */
export const runSchema: v.GenericSchema<unknown, Run> = v.object({
  id,
  groupId: id,
  createdAt: count,
  request,
  location: v.nullable(location),
  decision: v.nullable(decision),
  answeredBy: v.nullable(v.object({ location, modelId: text, modelLabel: text })),
  condensed: v.exactOptional(
    v.object({ tokensBefore: count, tokensAfter: count, savedUsd: v.exactOptional(count) }),
  ),
  contextCut: v.exactOptional(
    v.object({
      policy: oneOf<ContextCut["policy"]>({ "trim-oldest": true, summarise: true }),
      messages: count,
      tokens: count,
      isExact: v.boolean(),
      extracts: v.exactOptional(count),
    }),
  ),
  attempts: v.exactOptional(v.array(attempt)),
  privacy: v.exactOptional(runPrivacySchema),
  continues: v.exactOptional(v.array(v.object({ text, location, modelLabel: text }))),
  escalation: v.exactOptional(
    v.object({ fromRunId: id, doubt: v.picklist(ANSWER_DOUBTS), byRule: v.boolean() }),
  ),
  status: oneOf<RunStatus>({
    routing: true,
    loading: true,
    prefill: true,
    decoding: true,
    done: true,
    failed: true,
    cancelled: true,
  }),
  progress: v.nullable(v.object({ phase: text, share: v.nullable(v.number()) })),
  text,
  reasoning: text,
  output: v.nullable(structuredOutput),
  finishReason: v.nullable(
    oneOf<FinishReason>({
      stop: true,
      length: true,
      "content-filter": true,
      refusal: true,
      "tool-calls": true,
    }),
  ),
  metrics: v.nullable(metrics),
  error: v.nullable(error),
  uploadedBytes: count,
});

/** The run in a value from anywhere, or null. Never throws. */
export function readRun(value: unknown): Run | null {
  return readValue(runSchema, value);
}
