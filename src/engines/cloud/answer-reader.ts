import type { EventSourceMessage } from "eventsource-parser";
import type { InferenceError } from "../../core/errors";
import type { FinishReason, InferenceEvent, ReportedFigures, Usage } from "../../core/event";
import { classifyFailure, cloudError, type FailureContext } from "./classify-error";
import { type AnswerPart, readAnswerPart, readErrorBody } from "./mapping";

/** Puts an answer together from its parts; the rules of success live here. */
export interface AnswerReader {
  /** Whether anything that a person sees or a meter counts has come. */
  readonly hasOutput: boolean;
  /** Whether a finish reason was seen; without one no answer is a success. */
  readonly finished: boolean;
  /** Whether `[DONE]` was seen; whatever follows it is ignored. */
  readonly done: boolean;
  /** Set once a message was, held, or could not be read as anything but an error. Throw it after the events. */
  readonly failure: InferenceError | null;
  /**
   * Events of one message. `last` marks what a closed stream left without its blank line: cut-off JSON there is a
   * truncated stream and not a malformed one.
   */
  takeMessage(message: EventSourceMessage, last?: boolean): InferenceEvent[];
  /** Events of a plain JSON answer. */
  takeWhole(text: string): InferenceEvent[];
  /** Ends the answer with a failure of its framing. The first failure stands. */
  fail(error: InferenceError): void;
  /** The last event. @throws InferenceError `stream-truncated` without a finish reason. */
  end(): InferenceEvent;
}

/** A reader for one answer. */
export function createAnswerReader(context: FailureContext): AnswerReader {
  let finishReason: FinishReason | null = null;
  let refused = false;
  let usage: Usage = {};
  let reported: ReportedFigures = {};
  let hasOutput = false;
  let done = false;
  let failure: InferenceError | null = null;
  let messages = 0;

  function takePart(part: AnswerPart): InferenceEvent[] {
    const events: InferenceEvent[] = [];
    if (part.reasoning !== "") events.push({ type: "reasoning-delta", text: part.reasoning });
    const text = part.text + part.refusal;
    if (text !== "") events.push({ type: "text-delta", text });
    if (events.length > 0) hasOutput = true;
    if (part.refusal !== "") refused = true;
    if (part.finishReason !== null) finishReason = part.finishReason;
    // Figures are totals wherever they stand, so the newest replaces the older: nothing is counted twice.
    if (part.usage !== null) usage = { ...usage, ...part.usage };
    reported = { ...reported, ...part.reported };
    if (part.failure !== null) failure = classifyFailure(part.failure, context);
    return events;
  }

  function takeJson(json: unknown, what: string): InferenceEvent[] {
    const part = readAnswerPart(json);
    if (part !== null) return takePart(part);
    // What could not be read may hold anything, so none of it goes into the error.
    failure = cloudError("malformed-response", "the answer could not be read", context, { detail: what });
    return [];
  }

  return {
    get hasOutput() {
      return hasOutput;
    },
    get finished() {
      return finishReason !== null;
    },
    get done() {
      return done;
    },

    get failure() {
      return failure;
    },

    takeMessage({ event, data }, last = false) {
      if (done || failure !== null) return [];
      const text = data.trim();
      if (text === "[DONE]") {
        done = true;
        return [];
      }
      if (text === "" && event !== "error") return [];
      messages += 1;
      const json = parseJson(text);
      if (event === "error") {
        const said = readErrorBody(json) ?? { message: text || "an error without words", codes: [] };
        failure = classifyFailure(said, context);
        return [];
      }
      if (json === undefined && last) return [];
      return takeJson(json, `message ${messages} (${text.length} characters) is not a JSON object`);
    },

    takeWhole: (text) =>
      takeJson(parseJson(text), `the answer (${text.length} characters) is not a JSON object`),

    fail(error) {
      failure ??= error;
    },

    end() {
      if (finishReason === null) {
        throw cloudError("stream-truncated", "the answer ended without a finish reason", context);
      }
      return {
        type: "end",
        finishReason: refused && finishReason === "stop" ? "refusal" : finishReason,
        usage,
        ...(Object.keys(reported).length === 0 ? {} : { reported }),
      };
    },
  };
}

/** The value, or undefined (which JSON cannot hold) when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
