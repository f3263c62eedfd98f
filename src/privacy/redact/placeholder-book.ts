import type { Redaction } from "../../core/privacy";
import { PLAIN_PREFIX, prefixOf, readPlaceholder, writePlaceholder } from "../placeholder/placeholder";
import { foldWords } from "../text/fold-text";

/** Gives each original its placeholder, the same one each time. */
export interface PlaceholderBook {
  /** The place in `redactions` of what stands for `original`; `of` is the text that it is another form of. */
  entryFor(original: string, label: string, of: string, isJson: boolean): number;
  readonly redactions: readonly Redaction[];
}

/** All forms of one original share a number. */
interface Group {
  prefix: string;
  number: number;
  forms: number;
}

/**
 * @param known placeholders that stay as they are
 * @param isTaken whether a text holds this placeholder as its own words, or one of its number in another form
 * @param isPrivate whether a prefix is itself one of the words that are hidden
 */
export function createPlaceholderBook(
  known: readonly Redaction[],
  isTaken: (placeholder: string) => boolean,
  isPrivate: (prefix: string) => boolean,
): PlaceholderBook {
  const redactions = [...known];
  const entries = new Map<string, number>();
  const groups = new Map<string, Group>();
  const highest = new Map<string, number>();
  for (const [index, redaction] of known.entries()) {
    entries.set(keyOf(redaction.original, redaction.isJson === true), index);
    const parts = readPlaceholder(redaction.placeholder);
    if (!parts) continue;
    const { prefix, number, form } = parts;
    highest.set(prefix, Math.max(highest.get(prefix) ?? 0, number));
    const id = `${prefix}_${number}`;
    const group = groups.get(id) ?? { prefix, number, forms: 0 };
    group.forms = Math.max(group.forms, form);
    groups.set(id, group);
    if (form === 1 || !groups.has(textKey(redaction.original)))
      groups.set(textKey(redaction.original), group);
  }

  function nextGroup(label: string): Group {
    const wanted = prefixOf(label);
    const prefix = isPrivate(wanted) ? PLAIN_PREFIX : wanted;
    let number = (highest.get(prefix) ?? 0) + 1;
    while (isTaken(writePlaceholder({ prefix, number, form: 1 }))) number += 1;
    highest.set(prefix, number);
    return { prefix, number, forms: 0 };
  }

  return {
    redactions,
    entryFor(original, label, of, isJson) {
      const key = keyOf(original, isJson);
      const entry = entries.get(key);
      if (entry !== undefined) return entry;
      const group = groups.get(textKey(original)) ?? groups.get(textKey(of)) ?? nextGroup(label);
      groups.set(textKey(of), group);
      if (!groups.has(textKey(original))) groups.set(textKey(original), group);
      let placeholder: string;
      do {
        group.forms += 1;
        placeholder = writePlaceholder({ ...group, form: group.forms });
      } while (isTaken(placeholder));
      const place = redactions.push({ placeholder, original, label, ...(isJson ? { isJson } : {}) }) - 1;
      entries.set(key, place);
      return place;
    },
  };
}

const keyOf = (original: string, isJson: boolean): string => `${isJson ? "json" : "text"} ${original}`;
/** Never the id of a group: those have no space. */
const textKey = (text: string): string => ` ${foldWords(text).text.trim()}`;
