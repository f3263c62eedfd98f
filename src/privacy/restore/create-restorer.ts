import type { Redaction } from "../../core/privacy";
import { createJsonStrings } from "../placeholder/json-strings";
import { createPlaceholderFinder, KNOWN_PREFIXES, readPlaceholder } from "../placeholder/placeholder";

/** Puts the originals back into an answer that comes in pieces. */
export interface Restorer {
  /** @returns what can be shown now: all but what may be the beginning of a placeholder */
  push(delta: string): string;
  /** @returns the rest; to be called once, after the last piece */
  end(): string;
  /** Placeholders that the model made up, each once, in the order of the answer. They stay in the text as they are. */
  readonly unresolved: readonly string[];
}

/**
 * Restores `PERSON_1` and what models make of it (`PERSON\_1`, `person_1`, `Person 1`, `PERSON_1's`), with the
 * characters escaped that a JSON string needs escaped. A placeholder that was never given is left as it is.
 */
export function createRestorer(redactions: readonly Redaction[]): Restorer {
  const originals = new Map(redactions.map((redaction) => [redaction.placeholder, redaction]));
  const given = redactions.flatMap(({ placeholder }) => readPlaceholder(placeholder)?.prefix ?? []);
  const finder = createPlaceholderFinder(redactions.length === 0 ? [] : [...given, ...KNOWN_PREFIXES]);
  const json = createJsonStrings();
  const unresolved = new Set<string>();
  let pending = "";
  /** The character before `pending`. */
  let before = "";

  function take(end: number): string {
    const text = before + pending;
    const shown = text.slice(0, end);
    const parts: string[] = [];
    let copied = before.length;
    for (const mention of finder.find(shown, copied)) {
      const redaction = originals.get(mention.placeholder);
      if (redaction === undefined) {
        if (mention.isPlain) unresolved.add(mention.placeholder);
        continue;
      }
      const kept = text.slice(copied, mention.start);
      json.feed(`${kept}P`);
      parts.push(
        kept,
        json.isInString && !redaction.isJson ? escapeForJson(redaction.original) : redaction.original,
      );
      copied = mention.end;
    }
    const rest = text.slice(copied, end);
    json.feed(rest);
    parts.push(rest);
    before = shown.slice(-1);
    pending = text.slice(end);
    return parts.join("");
  }

  return {
    push(delta) {
      pending += delta;
      return take(finder.unfinishedFrom(before + pending, before.length));
    },
    end: () => take(before.length + pending.length),
    get unresolved() {
      return [...unresolved];
    },
  };
}

/** A whole answer at once. */
export function restoreText(
  text: string,
  redactions: readonly Redaction[],
): { text: string; unresolved: readonly string[] } {
  const restorer = createRestorer(redactions);
  const restored = restorer.push(text) + restorer.end();
  return { text: restored, unresolved: restorer.unresolved };
}

function escapeForJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
