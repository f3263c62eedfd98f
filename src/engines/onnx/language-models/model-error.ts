import { type ErrorCode, InferenceError, isAbort } from "../../../core/errors";
import type { ModelRecord } from "../../../core/model";

/** An error of this engine about one model; `detail` is shown to the person as escaped text. */
export function modelError(
  code: ErrorCode,
  model: Pick<ModelRecord, "id">,
  detail: string,
  cause?: unknown,
): InferenceError {
  return new InferenceError(code, `${model.id}: ${detail}`, {
    engine: "onnx",
    model: model.id,
    detail,
    ...(cause === undefined ? {} : { cause }),
  });
}

/** Whatever was thrown, told apart by its message (the runtime has no error classes); `fallback` is the rest. */
export function toModelError(
  thrown: unknown,
  model: Pick<ModelRecord, "id">,
  fallback: ErrorCode,
): InferenceError {
  if (thrown instanceof InferenceError) return thrown;
  if (isAbort(thrown)) return modelError("cancelled", model, "cancelled", thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code = RULES.find(([, pattern]) => pattern.test(message))?.[0] ?? fallback;
  return modelError(code, model, message, thrown);
}

const RULES: readonly (readonly [ErrorCode, RegExp])[] = [
  ["out-of-memory", /out of memory|bad_alloc|allocation failed|invalid (typed )?array (buffer )?length/i],
  [
    "device-lost",
    /device (was |is )?lost|lost device|external instance reference no longer exists|instance dropped/i,
  ],
];

/** @throws InferenceError `cancelled` when `signal` is aborted. */
export function throwIfAborted(signal: AbortSignal, model: Pick<ModelRecord, "id">): void {
  if (signal.aborted) throw modelError("cancelled", model, "cancelled", signal.reason);
}
