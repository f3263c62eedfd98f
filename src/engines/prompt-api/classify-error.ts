import { type ErrorCode, InferenceError, isAbort } from "../../core/errors";

/** The names of the exceptions that the API's explainer lists, and what Chrome adds to them. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  QuotaExceededError: "context-overflow",
  // No click just before a download.
  NotAllowedError: "model-not-downloaded",
  NetworkError: "network",
  // No answer that follows the schema could be written.
  SyntaxError: "output-unreadable",
  OperationError: "worker-crashed",
  UnknownError: "worker-crashed",
  InvalidStateError: "worker-crashed",
};

const ADVICE: Partial<Record<string, string>> = {
  NotAllowedError: "The browser downloads its model only right after a click: press the button again.",
};

/** An {@link InferenceError} for whatever the browser threw; anything unknown is `fallback`. */
export function classifyError(thrown: unknown, model: string, fallback: ErrorCode): InferenceError {
  if (thrown instanceof InferenceError) return thrown;
  const details = { engine: "prompt-api", model } as const;
  if (isAbort(thrown)) return new InferenceError("cancelled", "cancelled", { ...details, cause: thrown });
  const name = nameOf(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new InferenceError(CODES[name] ?? fallback, `${name}: ${message}`, {
    ...details,
    detail: [ADVICE[name], quotaWords(thrown) ?? message].filter(Boolean).join(" "),
    cause: thrown,
  });
}

/** The exception's name; DOMExceptions have one each. */
export function nameOf(thrown: unknown): string {
  return typeof thrown === "object" && thrown !== null && "name" in thrown ? String(thrown.name) : "";
}

/** `quota` is the name in the browsers, `contextWindow` follows the renaming of the session's own. */
function quotaWords(thrown: unknown): string | null {
  if (nameOf(thrown) !== "QuotaExceededError") return null;
  const { requested, quota, contextWindow = quota } = thrown as Record<string, unknown>;
  if (typeof requested !== "number" || typeof contextWindow !== "number") return null;
  return `The prompt has ${requested} tokens; there is room for ${contextWindow}.`;
}
