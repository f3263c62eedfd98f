import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { StructuredOutput, TextEdit } from "../../core/output";
import { toEditKind } from "../shared/edit-kind";
import { createLocator } from "../shared/locate";
import { readAnswer } from "../shared/read-answer";
import { diffEdits } from "./diff-edits";

const answerSchema = v.object({
  edits: v.array(
    v.object({
      before: v.optional(v.string(), ""),
      original: v.string(),
      replacement: v.string(),
      kind: v.optional(v.string()),
      reason: v.optional(v.string(), ""),
    }),
  ),
});

/** Confidence of a language model's edit: it gives none that can be trusted, so all are alike. */
const MODEL_CONFIDENCE = 0.5;

/** So many changed characters are a correction even where they are most of a short text. */
const SHORT_CHANGE_CHARACTERS = 12;

/**
 * Reads a list of edits, or, from a small model that answers with the corrected text alone, the difference to it.
 * @throws InferenceError `output-unreadable` when it is neither.
 */
export async function parseProofread(answer: string, source: string): Promise<StructuredOutput> {
  if (answer.trim() === "") throw new InferenceError("output-unreadable", "empty answer");
  if (!looksLikeJson(answer)) return { kind: "edits", edits: await editsFromCorrectedText(answer, source) };
  const { edits } = readAnswer(answerSchema, answer);
  const located = locateEdits(edits, source);
  if (located.length === 0 && edits.some((edit) => edit.original !== edit.replacement)) {
    throw new InferenceError("output-unreadable", "none of the edits is in the text", { detail: answer });
  }
  return { kind: "edits", edits: located };
}

function looksLikeJson(answer: string): boolean {
  return /"edits"\s*:/.test(answer);
}

async function editsFromCorrectedText(answer: string, source: string): Promise<TextEdit[]> {
  const corrected = withOuterSpace(stripFence(answer), source);
  const edits = await diffEdits(source, corrected, "Suggested by the language model");
  const changed = edits.reduce((sum, edit) => sum + (edit.end - edit.start), 0);
  if (
    changed > Math.max(SHORT_CHANGE_CHARACTERS, source.length / 2) ||
    corrected.length > 2 * source.length + 40
  ) {
    throw new InferenceError("output-unreadable", "the answer is another text, not a correction", {
      detail: answer,
    });
  }
  return edits;
}

function stripFence(answer: string): string {
  return /^\s*```\w*\n([\s\S]*?)\n?```\s*$/.exec(answer)?.[1] ?? answer;
}

/** Models drop leading and trailing white space; that is no edit. */
function withOuterSpace(corrected: string, source: string): string {
  const leading = /^\s*/.exec(source)?.[0] ?? "";
  const trailing = /\s*$/.exec(source.slice(leading.length))?.[0] ?? "";
  return leading + corrected.trim() + trailing;
}

/** Finds each edit from left to right, so that equal words earlier in the text are not hit again. */
function locateEdits(edits: v.InferOutput<typeof answerSchema>["edits"], source: string): TextEdit[] {
  const locator = createLocator(source);
  const located: TextEdit[] = [];
  let cursor = 0;
  for (const edit of edits) {
    if (edit.original === edit.replacement) continue;
    const place = locate(edit, cursor) ?? locate(edit, 0);
    if (!place || located.some((other) => place.start < other.end && other.start < place.end)) continue;
    located.push({
      ...place,
      replacement: edit.replacement,
      kind: toEditKind(edit.kind, edit.original, edit.replacement),
      reason: edit.reason,
      confidence: MODEL_CONFIDENCE,
    });
    cursor = place.end;
  }
  return located.sort((one, other) => one.start - other.start);

  function locate(edit: { before: string; original: string }, from: number) {
    const context = edit.before === "" ? null : locator.find(edit.before + edit.original, from);
    if (context)
      return edit.original === "" ? { start: context.end, end: context.end } : tail(context, edit.original);
    return edit.original === "" ? null : locator.find(edit.original, from);
  }

  function tail(context: { start: number; end: number }, original: string) {
    const found = locator.find(original, Math.max(context.start, context.end - original.length));
    return found && found.start < context.end ? found : null;
  }
}
