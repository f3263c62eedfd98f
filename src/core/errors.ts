import type { EngineId } from "./model";

/** Every way a run can fail, and whether trying again may help. The words for each live in `ui/copy/errors.ts`. */
export const ERROR_CODES = {
  // local
  "webgpu-unavailable": false,
  "feature-missing": false,
  "device-lost": true,
  "out-of-memory": false,
  "worker-crashed": true,
  "worker-timeout": true,
  "model-missing": false,
  "model-file-missing": true,
  "model-file-corrupt": false,
  "model-load-failed": true,
  "model-not-downloaded": false,
  "storage-full": false,
  "context-overflow": false,
  // cloud
  auth: false,
  forbidden: false,
  "rate-limited": true,
  "quota-exhausted": false,
  "server-error": true,
  network: true,
  "cors-refused": false,
  "local-network-denied": false,
  "connect-timeout": true,
  "first-token-timeout": true,
  "idle-timeout": true,
  "stream-reset": true,
  "stream-truncated": true,
  "stream-error": true,
  "malformed-response": false,
  "model-unknown": false,
  "model-retired": false,
  "bad-request": false,
  "redirect-refused": false,
  // either
  "app-part-missing": true,
  "attachment-unsupported": false,
  "egress-denied": false,
  "budget-spent": false,
  "price-unknown": false,
  "detector-failed": false,
  "no-route": false,
  "input-empty": false,
  "output-unreadable": true,
  cancelled: false,
  internal: false,
} as const satisfies Record<string, boolean>;

/** One of the keys of {@link ERROR_CODES}. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** What a caller may add to an error. */
export interface InferenceErrorDetails {
  engine?: EngineId;
  model?: string;
  /** Overrides the code's own retryability, for a 5xx that says `x-should-retry: false`. */
  retryable?: boolean;
  /** HTTP status. */
  status?: number;
  /** What the server asked us to wait, in ms. */
  retryAfterMs?: number;
  /** A body or message from outside, at most 2,000 characters, shown only as escaped text. */
  detail?: string;
  cause?: unknown;
}

/** The structured-clone form of an {@link InferenceError}. */
export interface WireError {
  code: ErrorCode;
  message: string;
  retryable: boolean;
  engine?: EngineId;
  model?: string;
  status?: number;
  retryAfterMs?: number;
  detail?: string;
}

const DETAIL_LIMIT_CHARACTERS = 2000;

/** The one error class of the app. `message` is for logs; people read `ui/copy/errors.ts`. */
export class InferenceError extends Error {
  override readonly name = "InferenceError";
  readonly code: ErrorCode;
  readonly retryable: boolean;
  readonly engine?: EngineId;
  readonly model?: string;
  readonly status?: number;
  readonly retryAfterMs?: number;
  readonly detail?: string;

  constructor(code: ErrorCode, message: string, details: InferenceErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.retryable = details.retryable ?? ERROR_CODES[code];
    if (details.engine !== undefined) this.engine = details.engine;
    if (details.model !== undefined) this.model = details.model;
    if (details.status !== undefined) this.status = details.status;
    if (details.retryAfterMs !== undefined) this.retryAfterMs = details.retryAfterMs;
    if (details.detail !== undefined) this.detail = details.detail.slice(0, DETAIL_LIMIT_CHARACTERS);
  }

  /** Any thrown value as an {@link InferenceError}; an abort becomes `cancelled`. */
  static from(
    thrown: unknown,
    fallback: ErrorCode = "internal",
    details: InferenceErrorDetails = {},
  ): InferenceError {
    if (thrown instanceof InferenceError) return thrown;
    if (isAbort(thrown)) return new InferenceError("cancelled", "cancelled", { ...details, cause: thrown });
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new InferenceError(fallback, message, { detail: message, ...details, cause: thrown });
  }
}

/** Whether a thrown value is what an aborted signal throws. */
export function isAbort(thrown: unknown): boolean {
  return typeof thrown === "object" && thrown !== null && "name" in thrown && thrown.name === "AbortError";
}

/** A plain object that survives `postMessage`; the cause is dropped (it may not be cloneable). */
export function toWire(error: InferenceError): WireError {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    ...(error.engine === undefined ? {} : { engine: error.engine }),
    ...(error.model === undefined ? {} : { model: error.model }),
    ...(error.status === undefined ? {} : { status: error.status }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    ...(error.detail === undefined ? {} : { detail: error.detail }),
  };
}

/** The error that {@link toWire} flattened. */
export function fromWire(wire: WireError): InferenceError {
  const { code, message, ...details } = wire;
  return new InferenceError(code, message, details);
}
