import type { InferenceError } from "../../core/errors";
import type { ExecutionProvider, FinishReason, ReportedFigures, Usage } from "../../core/event";
import type { Availability, Location, ModelRecord } from "../../core/model";
import type { StructuredOutput } from "../../core/output";
import type { InferenceRequest } from "../../core/request";

/** One thing a scripted run does, in order. */
export type ScriptStep =
  /** One delta after `gapMs` (default: the script's own gap). */
  | { type: "delta"; text: string; gapMs?: number; tokens?: number }
  | { type: "reasoning"; text: string; gapMs?: number }
  | { type: "output"; output: StructuredOutput; gapMs?: number }
  | { type: "retry-wait"; attempt: number; delayMs: number; reason: string }
  | { type: "wait"; delayMs: number }
  /** Says nothing more until it is aborted. */
  | { type: "hang" }
  /** Throws here; what came before stays as partial text. */
  | { type: "fail"; error: InferenceError }
  /** `deltas` times `text`, as fast as `deltasPerMs` allows; without it in one go. */
  | { type: "flood"; deltas: number; text: string; deltasPerMs?: number };

/** What a scripted engine does. Everything has a default, so that `{}` is a working engine. */
export interface Script {
  /** Default `local`; tests that need a second side set `cloud`. */
  location?: Location;
  /** Default `ready`. A `downloadable` model becomes ready when `prepare` ends. */
  availability?: Availability;
  /** The steps of a load: how many progress events, how far apart, and whether it fails after them. */
  load?: { steps?: number; gapMs?: number; fail?: InferenceError };
  /** Default: the request's text word by word, or an empty structure from a specialist. `runIndex` counts from 0. */
  steps?:
    | readonly ScriptStep[]
    | ((request: InferenceRequest, model: ModelRecord, runIndex: number) => readonly ScriptStep[]);
  /** Wait before each delta that names none; default 0, which still gives other tasks a turn. */
  gapMs?: number;
  finishReason?: FinishReason;
  /** Default: words in and deltas out, as tokens. */
  usage?: Usage;
  reported?: ReportedFigures;
  /** Default `script`, or `remote` on the cloud side. */
  executionProvider?: ExecutionProvider;
}

/** The steps of a script that names none. */
export function defaultSteps(request: InferenceRequest, model: ModelRecord): readonly ScriptStep[] {
  if (model.kind === "specialist" && request.output !== "text") {
    return [{ type: "output", output: emptyOutput(request.output) }];
  }
  const words = request.text.match(/\s*\S+/g) ?? [];
  return words.map((word) => ({ type: "delta", text: word, tokens: 1 }));
}

function emptyOutput(kind: StructuredOutput["kind"]): StructuredOutput {
  switch (kind) {
    case "edits":
      return { kind, edits: [] };
    case "spans":
      return { kind, spans: [] };
    case "labels":
      return { kind, labels: [] };
    case "quotes":
      return { kind, quotes: [] };
  }
}
