import { InferenceError } from "../../../core/errors";
import { ERROR_COPY } from "../../copy/errors";

/** What went wrong, in words; empty where the person stopped it. */
export function failureWords(thrown: unknown): string {
  const { code, detail } = InferenceError.from(thrown);
  return code === "cancelled" ? "" : `${ERROR_COPY[code].title}. ${detail ?? ""}`.trim();
}
