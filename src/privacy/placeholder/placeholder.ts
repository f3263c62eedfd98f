/** The first part of a placeholder by class. It has capitals and inner `_` only, so that the number begins clearly. */
const PREFIXES: Readonly<Record<string, string>> = {
  person: "PERSON",
  place: "PLACE",
  organisation: "ORG",
  email: "EMAIL",
  phone: "PHONE",
  url: "URL",
  "url-with-credentials": "SECRET_URL",
  "ip-address": "IP",
  "mac-address": "MAC",
  "card-number": "CARD",
  iban: "IBAN",
  "bank-account": "ACCOUNT",
  "crypto-address": "WALLET",
  "national-id": "ID",
  secret: "SECRET",
  "date-of-birth": "BIRTHDATE",
  handle: "HANDLE",
  "street-address": "ADDRESS",
};
const LONGEST_PREFIX = 20;
/** For labels without Latin letters, and where the usual word is itself private. */
export const PLAIN_PREFIX = "PRIVATE";

/** All prefixes of the classes that are known. */
export const KNOWN_PREFIXES: readonly string[] = [...new Set(Object.values(PREFIXES)), PLAIN_PREFIX];

/** The first part of the placeholders of a class; of the person's own labels what Latin letters they have. */
export function prefixOf(label: string): string {
  const known = PREFIXES[label];
  if (known !== undefined) return known;
  const letters = label
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toUpperCase()
    .replace(/[^A-Z]+/g, "_")
    .slice(0, LONGEST_PREFIX)
    .replace(/^_|_$/g, "");
  return letters === "" ? PLAIN_PREFIX : letters;
}

/** The parts of a placeholder: `PERSON_1`, `PERSON_1_2`. */
export interface PlaceholderParts {
  prefix: string;
  number: number;
  /** 1 where the placeholder has no third part. */
  form: number;
}

/** The other way round than {@link readPlaceholder}. */
export function writePlaceholder({ prefix, number, form }: PlaceholderParts): string {
  return form === 1 ? `${prefix}_${number}` : `${prefix}_${number}_${form}`;
}

/** @returns null for what is none */
export function readPlaceholder(placeholder: string): PlaceholderParts | null {
  const match = /^([A-Z]+(?:_[A-Z]+)*)_(\d{1,6})(?:_(\d{1,4}))?$/.exec(placeholder);
  if (!match) return null;
  return { prefix: match[1] ?? "", number: Number(match[2]), form: Number(match[3] ?? 1) };
}

/** What looks like a placeholder, and which one it would be. */
export interface PlaceholderMention {
  start: number;
  end: number;
  placeholder: string;
  /** Written with `_`, so that it is hardly meant as anything else. */
  isPlain: boolean;
}

/** Finds placeholders as models write them: `PERSON_1`, `PERSON\_1`, `person_1`, `Person 1`, `PERSON1`, `PERSON_1s`. */
export interface PlaceholderFinder {
  /** All that begin at `from` or later. */
  find(text: string, from?: number): PlaceholderMention[];
  /** Where a placeholder begins that more text could go on with; the length of the text where none does. */
  unfinishedFrom(text: string, from: number): number;
}

/** The longest that an unfinished placeholder can be: prefix, number, form and the signs between. */
const LONGEST_MENTION = 2 * LONGEST_PREFIX + 20;
/** Classes that may stand before a number with only a space between; "place 1 cup" is no placeholder. */
const SPACED = new Set(["PERSON", "ORG", "EMAIL", "PHONE"]);

/** Expressions cost more to make than to use, and a conversation asks for the same ones again and again. */
const finders = new Map<string, PlaceholderFinder>();
const MOST_FINDERS = 20;

/** Looks for placeholders with these prefixes. */
export function createPlaceholderFinder(prefixes: Iterable<string>): PlaceholderFinder {
  const longestFirst = [...new Set(prefixes)].sort().sort((one, other) => other.length - one.length);
  const key = longestFirst.join(" ");
  const made = finders.get(key);
  if (made) return made;
  if (finders.size >= MOST_FINDERS) finders.clear();
  const finder = makeFinder(longestFirst);
  finders.set(key, finder);
  return finder;
}

function makeFinder(longestFirst: readonly string[]): PlaceholderFinder {
  if (longestFirst.length === 0) return { find: () => [], unfinishedFrom: (text) => text.length };
  const words = longestFirst.map((prefix) => prefix.replaceAll("_", "\\\\?_")).join("|");
  const whole = new RegExp(
    `(?<![A-Za-z])(?<prefix>${words})(?<sign>\\\\?_|[ \\u00a0-])?(?<number>[1-9]\\d{0,5})(?:\\\\?_(?<form>[1-9]\\d{0,3}))?(?!\\d)`,
    "gi",
  );
  const beginnings = longestFirst.map(beginningOf).join("|");
  const unfinished = new RegExp(`(?<![A-Za-z])(?:${beginnings})$`, "gi");
  return {
    find(text, from = 0) {
      const mentions: PlaceholderMention[] = [];
      whole.lastIndex = from;
      for (let match = whole.exec(text); match !== null; match = whole.exec(text)) {
        const mention = mentionOf(match);
        if (mention) mentions.push(mention);
      }
      return mentions;
    },
    unfinishedFrom(text, from) {
      unfinished.lastIndex = Math.max(from, text.length - LONGEST_MENTION);
      return unfinished.exec(text)?.index ?? text.length;
    },
  };
}

function mentionOf(match: RegExpExecArray): PlaceholderMention | null {
  const { prefix = "", sign = "", number = "", form } = match.groups ?? {};
  const canonical = prefix.replaceAll("\\", "").toUpperCase();
  const isPlain = sign.endsWith("_");
  const isCapital = prefix === prefix.toUpperCase();
  const isSpaced = /^[ \u00a0]$/.test(sign) && SPACED.has(canonical);
  if (!isPlain && !isCapital && !isSpaced) return null;
  return {
    start: match.index,
    end: match.index + match[0].length,
    placeholder: writePlaceholder({ prefix: canonical, number: Number(number), form: Number(form ?? 1) }),
    isPlain,
  };
}

/** An expression for every beginning of a placeholder with this prefix: each character may be the last. */
function beginningOf(prefix: string): string {
  const number = "(?:\\d{1,6}(?:\\\\?(?:_\\d{0,4})?)?)?";
  const afterPrefix = `(?:\\\\|\\\\?_|[ \\u00a0-])?${number}`;
  return [...prefix].reduceRight(
    (rest, character, index) =>
      `${character === "_" ? "(?:\\\\|\\\\?_)" : character}${index === prefix.length - 1 ? rest : `(?:${rest})?`}`,
    afterPrefix,
  );
}
