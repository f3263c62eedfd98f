/** Classes that patterns find; the tagger adds person, place and organisation. */
export type PatternLabel =
  | "email"
  | "phone"
  /** An address on the web that gives nobody access; the weakest class. */
  | "url"
  /** One with a password, a key or a signature in it. */
  | "url-with-credentials"
  | "ip-address"
  | "mac-address"
  | "card-number"
  | "iban"
  | "bank-account"
  | "crypto-address"
  | "national-id"
  | "secret"
  | "date-of-birth"
  | "handle"
  | "street-address";

/** One detector: a linear-time expression, and a check that throws out look-alikes. */
export interface Pattern {
  label: PatternLabel;
  /** Global; no nested quantifiers, so that no input makes it slow. A group named `value` narrows the span. */
  expression: RegExp;
  /** Certainty of a match that passes, 0 to 1. */
  score: number;
  /** Nothing matches in a text without this. */
  needs?: string;
  /** Words, one of which must stand near: up to 80 characters before or 40 behind. */
  context?: RegExp;
  /** Gets the matched text (the group `value` where there is one). */
  accept?(match: string): boolean;
  /** The part from the start of the matched text that really is one, where digits or words after it may match too. */
  narrow?(match: string): string | null;
}

/** Between the digits of a number: a space or sign, or the end of a line with the quotation marks of the next. */
export const SEPARATOR = "(?:[ .-]{1,2}|[ \\t]{0,8}\\r?\\n[ \\t>|*]{0,8})?";

/** Without the signs that group numbers. */
export const compact = (text: string): string => text.replace(/[\s.\-/>|*]/g, "").toUpperCase();

/** How many digits there are. */
export const countDigits = (text: string): number => text.replace(/\D/g, "").length;
