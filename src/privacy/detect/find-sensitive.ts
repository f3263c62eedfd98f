import type { TextSpan } from "../../core/output";
import { withPatternSpans } from "./detect-patterns";
import { detectHints } from "./hints";

/** A request's text, and its options: `caution` as `quiet` leaves the hints out. */
interface SensitiveRequest {
  text: string;
  options: Readonly<Record<string, string>>;
}

/** Everything that is marked in a text: what a model found, what patterns find, and hints where neither did. */
export function findSensitive({ text, options }: SensitiveRequest, spans: readonly TextSpan[]): TextSpan[] {
  const found = withPatternSpans(text, spans);
  if (options.caution === "quiet") return found;
  return [...found, ...detectHints(text, found)].sort((one, other) => one.start - other.start);
}
