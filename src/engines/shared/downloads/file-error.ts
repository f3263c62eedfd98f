import { type ErrorCode, InferenceError, type InferenceErrorDetails } from "../../../core/errors";
import type { ModelRecord } from "../../../core/model";

/** Whose files they are. */
export type FileOwner = Pick<ModelRecord, "id" | "engine">;

/** An error about a file of a model; `detail` is shown to the person as escaped text. */
export function fileError(
  code: ErrorCode,
  owner: FileOwner,
  detail: string,
  more: Pick<InferenceErrorDetails, "cause" | "status" | "retryable"> = {},
): InferenceError {
  return new InferenceError(code, `${owner.id}: ${detail}`, {
    engine: owner.engine,
    model: owner.id,
    detail,
    ...more,
  });
}

/** Whether the browser's storage has no room left. */
export function isStorageFull(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === "QuotaExceededError";
}
