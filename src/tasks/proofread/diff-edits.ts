import { InferenceError } from "../../core/errors";
import type { TextEdit } from "../../core/output";
import { guessEditKind } from "../shared/edit-kind";

/** The comparison is quadratic in the number of differences; a correction has few. */
const TIME_LIMIT_MS = 200;

/**
 * The edits that turn `source` into `corrected`, word by word (the Myers difference of the `diff` package).
 * Adjacent removals and additions become one replacement.
 * @throws InferenceError `output-unreadable` when the texts differ so much that comparing takes too long.
 */
export async function diffEdits(source: string, corrected: string, reason: string): Promise<TextEdit[]> {
  const { diffWordsWithSpace } = await import("diff");
  const edits: TextEdit[] = [];
  let position = 0;
  let open: { start: number; end: number; replacement: string } | null = null;
  const close = () => {
    if (!open) return;
    const original = source.slice(open.start, open.end);
    edits.push({ ...open, kind: guessEditKind(original, open.replacement), reason, confidence: 0.5 });
    open = null;
  };
  const parts = diffWordsWithSpace(source, corrected, { timeout: TIME_LIMIT_MS });
  if (!parts)
    throw new InferenceError("output-unreadable", "the answer differs from the text almost everywhere");
  for (const part of parts) {
    if (part.added) {
      open ??= { start: position, end: position, replacement: "" };
      open.replacement += part.value;
    } else if (part.removed) {
      open ??= { start: position, end: position, replacement: "" };
      position += part.value.length;
      open.end = position;
    } else {
      close();
      position += part.value.length;
    }
  }
  close();
  return edits;
}
