import {
  passesDutchCitizenNumber,
  passesFrenchSocialSecurity,
  passesGermanTaxId,
  passesIban,
  passesItalianTaxCode,
  passesLuhn,
  passesSpanishId,
  passesUsSocialSecurity,
} from "./checksums";

/** Classes that patterns find; the tagger adds person, place and organisation. */
export type PatternLabel =
  | "email"
  | "phone"
  | "url"
  | "ip-address"
  | "mac-address"
  | "card-number"
  | "iban"
  | "national-id"
  | "secret"
  | "date-of-birth";

/** One detector: a linear-time expression, and a check that throws out look-alikes. */
export interface Pattern {
  label: PatternLabel;
  /** Global; no nested quantifiers, so that no input makes it slow. A group named `value` narrows the span. */
  expression: RegExp;
  /** Certainty of a match that passes, 0 to 1. */
  score: number;
  /** Gets the matched text (the group `value` where there is one). */
  accept?(match: string): boolean;
  /** The part from the start of the matched text that really is one, where digits or words after it may match too. */
  narrow?(match: string): string | null;
}

const compact = (text: string): string => text.replace(/[\s.\-/]/g, "").toUpperCase();
const countDigits = (text: string): number => text.replace(/\D/g, "").length;

/** Lengths by issuer, so that one random number in ten is not taken for a card because its sum fits. */
const CARD_SHAPE =
  /^(?:4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3[068]\d{12}|35\d{14}|6\d{15,18}|5[06-8]\d{14})$/;

function isCardNumber(digits: string): boolean {
  return CARD_SHAPE.test(digits) && passesLuhn(digits);
}

/** The longest start of `match` that is accepted once separators are gone, tried at each end of a group or digit. */
function longestStart(
  match: string,
  shortest: number,
  accepts: (compacted: string) => boolean,
): string | null {
  for (let end = match.length; end >= shortest; end--) {
    const start = match.slice(0, end);
    if (/[A-Z0-9]$/.test(start) && accepts(compact(start))) return start;
  }
  return null;
}

/** Lengths of IBANs by country (ISO 13616 registry); other countries are tried at every length. */
const IBAN_LENGTHS: Readonly<Record<string, number>> = {
  AT: 20,
  BE: 16,
  BG: 22,
  CH: 21,
  CY: 28,
  CZ: 24,
  DE: 22,
  DK: 18,
  EE: 20,
  ES: 24,
  FI: 18,
  FR: 27,
  GB: 22,
  GR: 27,
  HR: 21,
  HU: 28,
  IE: 22,
  IT: 27,
  LI: 21,
  LT: 20,
  LU: 20,
  LV: 21,
  MT: 31,
  NL: 18,
  NO: 15,
  PL: 28,
  PT: 25,
  RO: 24,
  SE: 24,
  SI: 19,
  SK: 24,
  TR: 26,
  UA: 29,
};

function isIban(compacted: string): boolean {
  const length = IBAN_LENGTHS[compacted.slice(0, 2)];
  return (length === undefined || compacted.length === length) && passesIban(compacted);
}

function isIpv6(text: string): boolean {
  const groups = text.split(":");
  const shortened = text.includes("::");
  if (text.indexOf("::") !== text.lastIndexOf("::") || /:::/.test(text)) return false;
  const filled = groups.filter((group) => group !== "").length;
  return shortened ? filled <= 7 && filled >= 3 : groups.length === 8 && filled === 8;
}

/** Order matters: where two spans overlap, the earlier pattern wins at equal length. */
export const PATTERNS: readonly Pattern[] = [
  {
    label: "secret",
    score: 1,
    expression:
      /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\s\S]{1,8000}?-----END [A-Z ]{0,30}PRIVATE KEY-----/g,
  },
  { label: "secret", score: 0.95, expression: /\bsk-[A-Za-z0-9_-]{16,200}/g },
  { label: "secret", score: 0.98, expression: /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g },
  {
    label: "secret",
    score: 0.98,
    expression: /\b(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255})\b/g,
  },
  { label: "secret", score: 0.98, expression: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { label: "secret", score: 0.98, expression: /\bxox[abeprs]-[A-Za-z0-9-]{10,250}/g },
  { label: "secret", score: 0.95, expression: /\bAIza[A-Za-z0-9_-]{35}/g },
  { label: "secret", score: 0.95, expression: /\b(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,120}/g },
  { label: "secret", score: 0.95, expression: /\bhf_[A-Za-z0-9]{30,50}\b/g },
  { label: "secret", score: 0.95, expression: /\bnpm_[A-Za-z0-9]{36}\b/g },
  {
    label: "secret",
    score: 0.95,
    expression: /\beyJ[A-Za-z0-9_-]{8,2000}\.eyJ[A-Za-z0-9_-]{8,4000}\.[A-Za-z0-9_-]{8,2000}/g,
  },
  {
    label: "secret",
    score: 0.8,
    expression:
      /\b(?:password|passwd|pwd|passwort|kennwort|secret|api[_ -]?key|access[_ -]?token|token)\b["']?\s{0,3}[:=]\s{0,3}["']?(?<value>[^\s"',;]{6,200})/gi,
  },
  {
    label: "url",
    score: 0.98,
    expression: /\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@]{1,100}:[^\s/@]{1,100}@[^\s<>"')\]]{1,2000}/gi,
  },
  {
    label: "email",
    score: 0.98,
    expression: /[\p{L}\p{N}][\p{L}\p{N}._%+-]{0,63}@(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/gu,
  },
  { label: "url", score: 0.7, expression: /\bhttps?:\/\/[^\s<>"')\]]{1,2000}/gi },
  {
    label: "iban",
    score: 0.99,
    expression: /\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}\b/g,
    narrow: (match) => longestStart(match, 15, isIban),
  },
  {
    label: "card-number",
    score: 0.97,
    expression: /(?<![\d.])[2-6]\d{3}(?:[ -]?\d){8,24}/g,
    narrow: (match) => longestStart(match, 13, isCardNumber),
  },
  {
    label: "national-id",
    score: 0.9,
    expression: /(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])/g,
    accept: (match) => passesUsSocialSecurity(compact(match)),
  },
  {
    label: "national-id",
    score: 0.9,
    expression:
      /\b(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b/g,
  },
  {
    label: "national-id",
    score: 0.85,
    expression: /(?<![\d.])[1-9]\d(?: ?\d{3}){3}(?![\d.]*\d)/g,
    accept: (match) => passesGermanTaxId(compact(match)),
  },
  {
    label: "national-id",
    score: 0.95,
    expression: /\b[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}\b/g,
    accept: (match) => passesFrenchSocialSecurity(compact(match)),
  },
  {
    label: "national-id",
    score: 0.95,
    expression: /\b(?:\d{8}|[XYZ]-?\d{7})-?[A-Z]\b/g,
    accept: (match) => passesSpanishId(compact(match)),
  },
  {
    label: "national-id",
    score: 0.97,
    expression: /\b[A-Z]{6}[0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z]\b/g,
    accept: passesItalianTaxCode,
  },
  {
    label: "national-id",
    score: 0.85,
    expression: /\b(?:BSN|burgerservicenummer)\b[^\d\n]{0,12}(?<value>\d{9})\b/gi,
    accept: passesDutchCitizenNumber,
  },
  {
    label: "ip-address",
    score: 0.9,
    expression: /(?<![\d.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\d.]*\d)/g,
  },
  {
    label: "mac-address",
    score: 0.9,
    expression: /\b[0-9a-f]{2}(?:([:-])[0-9a-f]{2})(?:\1[0-9a-f]{2}){4}\b/gi,
  },
  {
    label: "ip-address",
    score: 0.9,
    expression: /(?<![\w:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])/gi,
    accept: isIpv6,
  },
  {
    label: "date-of-birth",
    score: 0.85,
    expression:
      /\b(?:born(?: on)?|date of birth|d\.?o\.?b\.?|birthday|geboren(?: am)?|geburtsdatum|née? le|date de naissance|nacid[oa] el|fecha de nacimiento)\b[\s:]{0,4}(?<value>\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}(?:st|nd|rd|th|\.)? \p{L}{3,12},? \d{4}|\p{L}{3,12} \d{1,2}(?:st|nd|rd|th)?,? \d{4})/giu,
  },
  {
    label: "phone",
    score: 0.8,
    expression: /(?<![\w.+/-]|\d )(?:\+|00)[1-9]\d{0,2}(?:[ ./-]?\(?\d{1,4}\)?){2,6}(?![\w-])/g,
    accept: (match) => countDigits(match) >= 8 && countDigits(match) <= 15,
  },
  {
    label: "phone",
    score: 0.7,
    expression: /(?<![\w.+/-])\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}(?![\w-])/g,
  },
  {
    label: "phone",
    score: 0.75,
    expression:
      /\b(?:tel|telephone|phone|mobile|cell|fax|call|telefon|handy|téléphone|teléfono)\b\.?[\s:]{0,4}(?:me |us )?(?:at |on )?(?<value>\(?0?\d{2,5}\)?(?:[ ./-]?\d{2,4}){2,5})(?!\d)/giu,
    accept: (match) => countDigits(match) >= 7 && countDigits(match) <= 15,
  },
];
