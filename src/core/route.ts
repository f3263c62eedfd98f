import type { Location, ModelRecord } from "./model";
import type { PrivacyRule } from "./privacy";
import type { TaskId } from "./task";

/** What the person set in the Route control. `compare` runs both sides as two runs. */
export const ROUTE_MODES = ["auto", "local", "cloud", "compare"] as const;
/** One of {@link ROUTE_MODES}. */
export type RouteMode = (typeof ROUTE_MODES)[number];

/** Which side Auto leans to where both can. */
export const ROUTE_LEANS = ["local", "balanced", "cloud"] as const;
/** One of {@link ROUTE_LEANS}. */
export type RouteLean = (typeof ROUTE_LEANS)[number];

/** What the person wants of Auto where both sides can. Sliders go from 0 to 1; the middle is 0.5. */
export interface RouteWeights {
  lean: RouteLean;
  /** How much it is worth that the text stays here. */
  private: number;
  /** How much waiting costs. */
  fast: number;
  /** From cheap to thorough: how much a better answer is worth, and how little its price counts. */
  thorough: number;
  /** Share of requests to be answered by the cloud, the hardest ones; null leaves it to the other wishes. */
  cloudShare: number | null;
}

/** The middle of everything. */
export const DEFAULT_WEIGHTS: RouteWeights = {
  lean: "balanced",
  private: 0.5,
  fast: 0.5,
  thorough: 0.5,
  cloudShare: null,
};

/** What may be sent at all and where a fallback may go. */
export interface RoutePolicy {
  mode: RouteMode;
  /** Whether a failed local run may be handed to the cloud (in `auto` only). */
  allowCloudFallback: boolean;
  /** Whether a failed cloud run may be answered on the device. */
  allowLocalFallback: boolean;
  /** What Auto weighs by; the middle of everything where it is absent. */
  weights?: RouteWeights;
  /** The device has answered, its answer looks wrong, and the person's rule asks the cloud: nothing private goes. */
  isEscalation?: true;
}

/** What follows in Auto on an answer of the device that looks wrong: the offer to ask the cloud, or asking it. */
export const ESCALATION_RULES = ["offer", "ask"] as const;
/** One of {@link ESCALATION_RULES}. */
export type EscalationRule = (typeof ESCALATION_RULES)[number];

/** The kinds of work that a free prompt can ask for. */
export const WORK_KINDS = [
  "rewrite",
  "summarise",
  "translate",
  "extract",
  "code",
  "question",
  "write",
  "maths",
] as const;
/** One of {@link WORK_KINDS}. */
export type WorkKind = (typeof WORK_KINDS)[number];

/** How hard a prompt is for a small model, by its text alone. */
export interface DifficultySignal {
  /** Above 0 and below 1: how far a strong model is expected to be ahead of a weak one. */
  score: number;
  kind: WorkKind;
  /** Share of this person's prompts that are at most as hard. */
  rank?: number;
}

/** What the device says of itself. Absent = it does not say. */
export interface DeviceSignal {
  /** From 0 to 1. */
  batteryLevel?: number;
  charging?: boolean;
  /** The person asked the browser to save data. */
  savesData?: boolean;
  slowNetwork?: boolean;
}

/** Facts a decision is made from, gathered by `run/gather-signals`. */
export interface RouteSignals {
  /** Whether the cloud endpoint can be expected to be reached; an endpoint on this machine always can. */
  online: boolean;
  /** Whether a provider is set up so that a call can be made (a key, or a provider that needs none). */
  cloudReady: boolean;
  /** Why not, as a code, when `cloudReady` is false. */
  cloudMissing?: "no-key" | "no-model" | "no-provider";
  /** The local candidate's state: ready, must be downloaded first, cannot run here, or there is none. */
  local: "ready" | "downloadable" | "unavailable" | "none";
  /** Why the local side cannot, in words, when it cannot. */
  localReason?: string;
  /** Of the whole prompt with attachments: what a language model or the cloud reads. */
  inputTokens: number;
  /** Of the text alone: all that a specialist reads. */
  textTokens: number;
  /** Where old turns of a conversation may be left out: tokens of what may not. */
  leastTokens?: number;
  attachmentTypes: readonly ("image" | "audio")[];
  sensitive: boolean;
  /** Absent where the task does not leave it to the prompt, or nothing was judged. */
  difficulty?: DifficultySignal;
  /** What the person's verdicts on this task add to the gap between the sides; may be negative. */
  taskCorrection?: number;
  /** Whether the local model is in memory; absent where nobody knows. */
  localLoaded?: boolean;
  device?: DeviceSignal;
  /** Classes of identifying text that detectors found, each once; absent where nothing was looked for. */
  privateLabels?: readonly string[];
  /** What the person wants done with such text on its way to the cloud; absent where nothing was looked for. */
  privacyRule?: PrivacyRule;
  /** A detector failed, so nobody knows what the text holds. */
  privacyUnchecked?: true;
  /** How the person's budget stands; absent where none is set. */
  budget?: BudgetSignal;
  /** Endpoints that are left aside for a while, because they failed lately; `cloud` is another one. */
  resting?: readonly RestingEndpoint[];
}

/** What a person did with an answer that tells which side would have been right. */
export const ROUTE_VERDICTS = ["good", "bad", "asked-other-side"] as const;
/** One of {@link ROUTE_VERDICTS}. */
export type RouteVerdict = (typeof ROUTE_VERDICTS)[number];

/** What the verdicts on one task have come to. */
export interface TaskLearning {
  /** Added to the gap between the sides; positive speaks for the cloud. */
  correction: number;
  /** How many verdicts it stands on. */
  verdicts: number;
}

/** What the router has learnt from this person in this browser. No text is part of it. */
export interface LearntRoutes {
  /** How hard past prompts were, newest last. */
  scores: readonly number[];
  tasks: Readonly<Partial<Record<TaskId, TaskLearning>>>;
}

/** The limits a budget has. */
export const BUDGET_LIMITS = ["request", "day", "month"] as const;
/** One of {@link BUDGET_LIMITS}. */
export type BudgetLimit = (typeof BUDGET_LIMITS)[number];

/** What is left of a budget, when a decision was made. Amounts in USD. */
export interface BudgetSignal {
  /** The part of the day's or the month's limit that is spent or reserved, whichever is larger; may exceed 1. */
  usedShare: number;
  /** What this request may cost at most. */
  leftUsd: number;
  /** The limit that leaves too little for this request; absent where it fits. */
  spent?: BudgetLimit;
  /** Whether nobody knows what the cloud model costs, so that no limit could be kept. */
  isPriceUnknown?: true;
}

/** An endpoint that failed lately. */
export interface RestingEndpoint {
  /** The host, with its port. */
  host: string;
  modelLabel: string;
  secondsLeft: number;
}

/** Reasons are codes; `ui/copy/reasons.ts` has the words. */
export type RouteReason =
  | "forced-local"
  | "forced-cloud"
  /** The device's answer looked wrong, and the person's rule then asks the cloud. */
  | "escalated"
  | "compare-pane"
  /** The other side serves it already, so this one was not needed. */
  | "not-needed"
  | "specialist-serves"
  | "local-model-ready"
  | "attachments-need-cloud"
  | "no-local-model"
  | "local-not-downloaded"
  | "local-unavailable"
  | "context-too-long"
  | "sensitive-stays"
  /** Private text was found, and the rule for it is that it never leaves. */
  | "private-stays"
  /** The text could not be looked through for private text. */
  | "privacy-unchecked"
  /** What the person taught here is used here alone. */
  | "own-stays"
  | "offline"
  | "no-cloud-key"
  | "no-cloud-model"
  | "cloud-rejects-attachment"
  | "cloud-context-too-long"
  /** A limit in dollars that the person set leaves no room for this request. */
  | "budget-spent"
  /** A limit is set, and what the model costs is not known. */
  | "price-unknown"
  | "fallback-not-allowed"
  /** Both sides could; the cloud is worth more by the person's wishes. */
  | "cloud-worth-more"
  /** Both sides could, and this one is worth less. */
  | "outweighed"
  /** Both sides could, and private text was found: the device is taken. */
  | "private-here";

/** A side that was not chosen, and the rule that ruled it out. */
export interface RuledOut {
  location: Location;
  reason: RouteReason;
}

/** What a run is expected to take on one side. Absent = not known yet. */
export interface Estimate {
  inputTokens: number;
  outputTokens?: number;
  totalMs?: number;
  costUsd?: number;
  /** How many past runs on this device the time stands on; 0 = no basis. */
  basisRuns: number;
}

/** What the worth of a side is made of. */
export const UTILITY_PARTS = [
  "quality",
  "time",
  "money",
  "privacy",
  "lean",
  "share",
  "battery",
  "data",
] as const;
/** One of {@link UTILITY_PARTS}. */
export type UtilityPart = (typeof UTILITY_PARTS)[number];

/** What a side that could serve is worth, in points; the higher is taken. Parts of 0 are left out. */
export interface RouteAlternative {
  location: Location;
  modelId: string;
  utility: number;
  parts: Readonly<Partial<Record<UtilityPart, number>>>;
}

/** One side a run may take. */
export interface RouteTarget {
  location: Location;
  model: ModelRecord;
}

/** Where this run goes and why. `target: null` means: nothing can serve it; `reasons` say why. */
export interface RouteDecision {
  /** The request it was made for; the egress door compares it. */
  requestId: string;
  target: RouteTarget | null;
  /** Where it may go after `target` failed before its first output, in this order. */
  fallbacks: readonly RouteTarget[];
  reasons: readonly RouteReason[];
  ruledOut: readonly RuledOut[];
  /** The sides that could, and what each is worth. Absent in decisions kept by older versions. */
  alternatives?: readonly RouteAlternative[];
  policy: RoutePolicy;
  signals: RouteSignals;
  estimates: { local: Estimate | null; cloud: Estimate | null };
}

/** Part of a decision that a run is on: 0 is `target`, n the n-th of `fallbacks`. */
export type Leg = number;

/** Where that leg goes; null where the decision has no such leg. */
export function targetOfLeg({ target, fallbacks }: RouteDecision, leg: Leg): RouteTarget | null {
  return (leg === 0 ? target : fallbacks[leg - 1]) ?? null;
}
