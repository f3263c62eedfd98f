import type { Redaction } from "../../core/privacy";
import { createJsonStrings, escapeForJson } from "../placeholder/json-strings";
import {
  createPlaceholderFinder,
  KNOWN_PREFIXES,
  type PlaceholderMention,
  readPlaceholder,
} from "../placeholder/placeholder";

/** Puts the originals back into an answer that comes in pieces. */
export interface Restorer {
  /** @returns what can be shown now: all but what may be the beginning of a placeholder */
  push(delta: string): string;
  /** @returns the rest; to be called once, after the last piece */
  end(): string;
  /**
   * Placeholders that the model made up (`PERSON_7`) or took the number from (`PERSON`), each once, in the order of the
   * answer. They stay in the text as they are.
   */
  readonly unresolved: readonly string[];
}

/** Prefixes that stand without a number; the others (URL, ID) are words that an answer may well use. */
const BARE = /(?<![A-Za-z_])(?:PERSON|PLACE|ORG|BIRTHDATE)(?![A-Za-z0-9_\\])/g;

/**
 * Restores `PERSON_1` and what models make of it (`PERSON\_1`, `person_1`, `Person 1`, `PERSON_1's`), with the
 * characters escaped that a JSON string needs escaped. A placeholder that was never given is left as it is.
 */
export function createRestorer(redactions: readonly Redaction[]): Restorer {
  const originals = new Map(redactions.map((redaction) => [redaction.placeholder, redaction]));
  const prefixes = new Set(
    redactions.flatMap(({ placeholder }) => readPlaceholder(placeholder)?.prefix ?? []),
  );
  const finder = createPlaceholderFinder(redactions.length === 0 ? [] : [...prefixes, ...KNOWN_PREFIXES]);
  const json = createJsonStrings();
  const unresolved = new Set<string>();
  let pending = "";
  /** The character before `pending`. */
  let before = "";

  /** In lower case `id_1` is a name in code, unless ids were given. */
  function isMeant({ isPlain, placeholder, start }: PlaceholderMention, text: string): boolean {
    const prefix = readPlaceholder(placeholder)?.prefix ?? "";
    return isPlain && (prefixes.has(prefix) || text.startsWith(prefix, start));
  }

  function noteBare(text: string, from: number, to: number): void {
    BARE.lastIndex = from;
    for (let match = BARE.exec(text); match !== null && match.index < to; match = BARE.exec(text)) {
      if (prefixes.has(match[0])) unresolved.add(match[0]);
    }
  }

  function take(end: number): string {
    const text = before + pending;
    const shown = text.slice(0, end);
    const parts: string[] = [];
    let copied = before.length;
    for (const mention of finder.find(shown, copied)) {
      const redaction = originals.get(mention.placeholder);
      noteBare(text, copied, mention.start);
      if (redaction === undefined) {
        if (isMeant(mention, text)) unresolved.add(mention.placeholder);
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
    noteBare(text, copied, end);
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
