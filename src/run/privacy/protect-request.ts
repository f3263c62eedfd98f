import { InferenceError } from "../../core/errors";
import { HINT_LAYER, type TextSpan } from "../../core/output";
import type { PrivacyRule, Redaction } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { MarkedStretch, RunPrivacy } from "../../core/run-privacy";
import { redactTexts } from "../../privacy/redact/redact-texts";
import type { RunDependencies } from "../run-dependencies";
import type { PrivacyGuard } from "./privacy-guard";

/** A request as it may leave the device. */
export interface ProtectedRequest {
  request: InferenceRequest;
  privacy: RunPrivacy;
  /** What was found in each message, masked or not; offsets into the messages of `request`. */
  marks: readonly (readonly MarkedStretch[])[];
}

/** The class of what a person masked by hand. */
const BY_HAND = "private";

/**
 * Masks what identifies somebody in every message of a request, by the rule and the person's own choices. Under the
 * rule `as-is` nothing is looked for. Sends nothing.
 * @throws InferenceError `detector-failed` when any detector failed, `egress-denied` when something was found that
 *   never leaves, `cancelled`.
 */
export async function protectRequest(
  request: InferenceRequest,
  rule: PrivacyRule,
  { privacy: guard, clock }: Pick<RunDependencies, "privacy" | "clock">,
  signal: AbortSignal,
): Promise<ProtectedRequest> {
  if (rule === "as-is") {
    const privacy = { rule, redactions: [], unmaskedLabels: [], checkMs: 0 };
    return { request, privacy, marks: request.messages.map(() => []) };
  }
  const startMs = clock.nowMs();
  const texts = searchedTexts(request);
  const found = await findIn(request, texts, guard, signal);
  const { keep = [], mask = [], known = [] } = request.privacy ?? {};
  const { unmaskedLabels } = guard.settings();
  const all = texts.map((text, index) => [...(found[index] ?? []), ...occurrences(text, mask)]);
  const keptOriginals = new Set(keep);
  const isMasked = (text: string, { start, end, label }: TextSpan) =>
    !unmaskedLabels.includes(label) && !keptOriginals.has(text.slice(start, end));
  if (rule === "never" && texts.some((text, index) => all[index]?.some((span) => isMasked(text, span)))) {
    throw new InferenceError("egress-denied", "private text never leaves this device by its rule");
  }
  const masked = texts.map((text, index) => (all[index] ?? []).filter((span) => isMasked(text, span)));
  const redacted = redactTexts(texts, masked, { known, keep: keptOriginals });
  const unmasked = new Map<string, string>();
  for (const [index, text] of texts.entries()) {
    for (const span of all[index] ?? []) {
      if (!isMasked(text, span)) unmasked.set(text.slice(span.start, span.end), span.label);
    }
  }
  const messages = request.messages.map((message, index) => ({
    ...message,
    content: redacted.texts[index] ?? "",
  }));
  return {
    request: { ...request, messages },
    privacy: {
      rule,
      redactions: usedRedactions(redacted.redactions, messages),
      unmaskedLabels: [...new Set(unmasked.values())],
      checkMs: clock.nowMs() - startMs,
    },
    marks: messages.map(({ content }, index) =>
      [
        ...(redacted.masked[index] ?? []).map(({ start, end, redaction }) =>
          maskedStretch(start, end, redacted.redactions[redaction]),
        ),
        ...[...unmasked].flatMap(([original, label]) =>
          occurrences(content, [original]).map(({ start, end }) => ({
            start,
            end,
            label,
            original,
            isMasked: false,
          })),
        ),
      ].sort((one, other) => one.start - other.start),
    ),
  };
}

/** Classes of private text in a request, each once, for the router. @throws as {@link protectRequest}. */
export async function privateLabels(
  request: InferenceRequest,
  guard: PrivacyGuard,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const texts = searchedTexts(request);
  const found = await findIn(request, texts, guard, signal);
  const { unmaskedLabels } = guard.settings();
  const keep = new Set(request.privacy?.keep);
  const labels = new Set<string>();
  for (const [index, text] of texts.entries()) {
    for (const { start, end, label } of found[index] ?? []) {
      if (!unmaskedLabels.includes(label) && !keep.has(text.slice(start, end))) labels.add(label);
    }
  }
  if (request.privacy !== undefined && request.privacy.mask.length > 0) labels.add(BY_HAND);
  return [...labels];
}

/** The messages, then what else was typed: a task's options are part of its instructions. */
function searchedTexts({ messages, options }: InferenceRequest): string[] {
  return [...messages.map(({ content }) => content), ...Object.values(options)];
}

/** Our own instructions are not searched; those of a conversation are the person's. Hints identify nobody. */
async function findIn(
  request: InferenceRequest,
  texts: readonly string[],
  guard: PrivacyGuard,
  signal: AbortSignal,
): Promise<TextSpan[][]> {
  const isOurs = (index: number) => request.task !== "chat" && request.messages[index]?.role === "system";
  const theirs = texts.map((text, index) => (isOurs(index) ? "" : text));
  const found = await guard.find(theirs, signal);
  const all = found.map((spans) => spans.filter(({ layer }) => layer !== HINT_LAYER));
  for (const role of ["user", "assistant"] as const) {
    const places = request.messages.flatMap((message, index) => (message.role === role ? [index] : []));
    const overSeams = await guard.findOverSeams(
      places.map((index) => theirs[index] ?? ""),
      signal,
    );
    for (const [place, spans] of overSeams.entries()) all[places[place] ?? -1]?.push(...spans);
  }
  return all;
}

/** Where any of `originals` stands in a text. */
function occurrences(text: string, originals: Iterable<string>): TextSpan[] {
  const spans: TextSpan[] = [];
  for (const original of originals) {
    if (original.trim() === "") continue;
    for (
      let start = text.indexOf(original);
      start >= 0;
      start = text.indexOf(original, start + original.length)
    ) {
      spans.push({ start, end: start + original.length, label: BY_HAND, score: 1, layer: "person" });
    }
  }
  return spans;
}

function usedRedactions(
  redactions: readonly Redaction[],
  messages: readonly { content: string }[],
): readonly Redaction[] {
  return redactions.filter(({ placeholder }) =>
    messages.some(({ content }) => content.includes(placeholder)),
  );
}

function maskedStretch(start: number, end: number, redaction: Redaction | undefined): MarkedStretch {
  const { label = BY_HAND, original = "" } = redaction ?? {};
  return { start, end, label, original, isMasked: true };
}
