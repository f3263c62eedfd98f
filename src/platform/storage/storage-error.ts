/**
 * Why something could not be kept: full, another tab in the way, changed by another tab meanwhile, no storage at all, or
 * anything else.
 */
export type StorageFailure = "quota" | "blocked" | "outdated" | "unavailable" | "failed";

/** The one error of the storage layer; callers keep their data in memory and show a banner. */
export class StorageError extends Error {
  override readonly name = "StorageError";
  readonly reason: StorageFailure;

  constructor(reason: StorageFailure, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }

  /** Any thrown value as a {@link StorageError}, sorted by the name that the browser gave it. */
  static from(thrown: unknown): StorageError {
    if (thrown instanceof StorageError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    const reason = failureOf(thrown);
    return new StorageError(reason, reason === "quota" ? `quota exceeded: ${message}` : message, thrown);
  }
}

function failureOf(thrown: unknown): StorageFailure {
  if (typeof thrown !== "object" || thrown === null || !("name" in thrown)) return "failed";
  switch (thrown.name) {
    case "QuotaExceededError":
    // Firefox's older name.
    case "NS_ERROR_DOM_QUOTA_REACHED":
      return "quota";
    case "InvalidStateError":
    case "SecurityError":
    case "UnknownError":
      return "unavailable";
    case "VersionError":
      return "blocked";
    default:
      return "failed";
  }
}
