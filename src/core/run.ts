import type { ErrorCode, WireError } from "./errors";
import type { FinishReason, InferenceEvent } from "./event";
import type { RunMetrics } from "./metrics";
import type { Location } from "./model";
import type { StructuredOutput } from "./output";
import type { InferenceRequest } from "./request";
import type { RouteDecision } from "./route";
import type { OutboundProposal, RunPrivacy } from "./run-privacy";

/** The life of a run, in order; the last three are ends. */
export type RunStatus = "routing" | "loading" | "prefill" | "decoding" | "done" | "failed" | "cancelled";

/** What was left out of a conversation so that it fits the model's context window. */
export interface ContextCut {
  policy: "trim-oldest" | "summarise";
  /** How many of the oldest messages. */
  messages: number;
  /** Their tokens. */
  tokens: number;
  /** Whether the model's own tokenizer counted. */
  isExact: boolean;
  /** Sentences that stand in their place; absent where nothing does. */
  extracts?: number;
}

/** What was left out of a long context before it was sent: only what the question asks about went. */
export interface Condensed {
  /** Estimated alike. */
  tokensBefore: number;
  tokensAfter: number;
  /** What the tokens that were not sent would have cost; absent = unknown. */
  savedUsd?: number;
}

/** One leg of a run: who was asked, and how it went. */
export interface RunAttempt {
  location: Location;
  modelId: string;
  modelLabel: string;
  /** Of the endpoint, with its port; absent on the device. */
  host?: string;
  outcome: "answered" | ErrorCode;
  /** How often the same endpoint was asked again. */
  retries: number;
  /** From the start of the leg to its end. */
  ms: number;
  /** Bytes of request bodies that left the device for this leg alone. */
  sentBytes: number;
  /** USD; absent = unknown. */
  costUsd?: number;
}

/** What one side wrote of an answer before it broke off. */
export interface AnswerPart {
  text: string;
  location: Location;
  modelLabel: string;
}

/** What can make an answer doubtful, by its form. */
export const ANSWER_DOUBTS = ["empty", "repetition", "refusal", "cut", "shape", "unsure"] as const;
/** One of {@link ANSWER_DOUBTS}. */
export type AnswerDoubt = (typeof ANSWER_DOUBTS)[number];

/** Why a run asks the cloud what the device has answered already. That answer stays. */
export interface Escalation {
  /** The run whose answer looked wrong. */
  fromRunId: string;
  doubt: AnswerDoubt;
  /** Whether the person's rule asked, and not the person. */
  byRule: boolean;
}

/** One run as it is shown and kept. */
export interface Run {
  id: string;
  /** Shared by the two runs of a Compare. */
  groupId: string;
  /** Wall clock, ms since the epoch; only for showing the date. */
  createdAt: number;
  request: InferenceRequest;
  /** The pane it is drawn in; set by the decision, or by Compare before it. */
  location: Location | null;
  decision: RouteDecision | null;
  /** Who really answered, after a fallback; null until an engine started. */
  answeredBy: { location: Location; modelId: string; modelLabel: string } | null;
  /** Absent where the model was told everything. */
  contextCut?: ContextCut;
  /** Absent where all of the context was sent, or nothing. */
  condensed?: Condensed;
  /** Every leg that has ended, in order; absent in runs of older versions. */
  attempts?: readonly RunAttempt[];
  /** Absent where nothing left the device, and in records of older versions. */
  privacy?: RunPrivacy;
  /** What was written before this run went on with it, one part a side; `text` is what came after. */
  continues?: readonly AnswerPart[];
  /** Absent where the run follows on no other. */
  escalation?: Escalation;
  status: RunStatus;
  /** Progress text and share while loading or waiting to retry. */
  progress: { phase: string; share: number | null } | null;
  /** Partial text is kept whatever happens. */
  text: string;
  /** Thinking of a reasoning model. */
  reasoning: string;
  output: StructuredOutput | null;
  finishReason: FinishReason | null;
  metrics: RunMetrics | null;
  error: WireError | null;
  /** Bytes of request bodies that left the device for this run, failed attempts included. */
  uploadedBytes: number;
}

/** What `runInference` streams: the decision, each leg, the engine's events, and the figures, also before a throw. */
export type RunEvent =
  | { type: "decision"; decision: RouteDecision }
  | { type: "leg"; location: Location; modelId: string; modelLabel: string; fallback: boolean }
  /** Before the engine is asked; at most one a leg. */
  | { type: "context-cut"; cut: ContextCut }
  /** Before the engine is asked; at most one a leg. */
  | { type: "condensed"; condensed: Condensed }
  /** The run waits for the person: this is what would be sent. */
  | { type: "consent"; proposal: OutboundProposal }
  /** Before anything is sent, and once more after an answer that named placeholders of its own making. */
  | { type: "privacy"; privacy: RunPrivacy }
  | { type: "uploaded"; bytes: number }
  /** A leg has ended, however. */
  | { type: "attempt"; attempt: RunAttempt }
  | InferenceEvent
  | { type: "metrics"; metrics: RunMetrics };

/** The whole answer, what was written before a seam included. */
export function answerText({ continues = [], text }: Pick<Run, "continues" | "text">): string {
  return continues.map((part) => part.text).join("") + text;
}
