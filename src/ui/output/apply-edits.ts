import type { TextEdit } from "../../core/output";
import type { Verdict } from "../../store/app-state";

/** A stretch of a text: as it was, or the place of one edit. */
export type EditPart =
  | { type: "text"; text: string }
  | { type: "edit"; index: number; edit: TextEdit; original: string };

/**
 * Cuts a text at its edits. Edits outside the text and edits that overlap an earlier one are left out, so that a
 * hostile or careless list never duplicates or loses a character.
 */
export function splitAtEdits(text: string, edits: readonly TextEdit[]): EditPart[] {
  const parts: EditPart[] = [];
  let position = 0;
  for (const { edit, index } of usableEdits(text, edits)) {
    if (edit.start > position) parts.push({ type: "text", text: text.slice(position, edit.start) });
    parts.push({ type: "edit", index, edit, original: text.slice(edit.start, edit.end) });
    position = edit.end;
  }
  if (position < text.length) parts.push({ type: "text", text: text.slice(position) });
  return parts;
}

/** Edits in the order of the text, each with its index in the given list. */
export function usableEdits(text: string, edits: readonly TextEdit[]): { edit: TextEdit; index: number }[] {
  const ordered = edits
    .map((edit, index) => ({ edit, index }))
    .filter(({ edit }) => 0 <= edit.start && edit.start <= edit.end && edit.end <= text.length)
    .sort(
      (one, other) =>
        one.edit.start - other.edit.start || one.edit.end - other.edit.end || one.index - other.index,
    );
  const usable: typeof ordered = [];
  let free = 0;
  for (const each of ordered) {
    if (each.edit.start < free) continue;
    usable.push(each);
    free = each.edit.end;
  }
  return usable;
}

/** The text with every edit applied that `isApplied` says yes to. */
export function applyEdits(
  text: string,
  edits: readonly TextEdit[],
  isApplied: (index: number) => boolean,
): string {
  return splitAtEdits(text, edits)
    .map((part) => {
      if (part.type === "text") return part.text;
      return isApplied(part.index) ? part.edit.replacement : part.original;
    })
    .join("");
}

/** What "Copy corrected text" copies: the accepted edits, or all that were not rejected while none is accepted. */
export function correctedText(
  text: string,
  edits: readonly TextEdit[],
  verdicts: Readonly<Record<number, Verdict>>,
): string {
  const anyAccepted = Object.values(verdicts).includes("accepted");
  return applyEdits(text, edits, (index) =>
    anyAccepted ? verdicts[index] === "accepted" : verdicts[index] !== "rejected",
  );
}
