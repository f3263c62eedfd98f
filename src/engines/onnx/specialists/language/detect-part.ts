import { readScripts } from "./scripts";

/** ISO 639 for "undetermined". */
export const UNKNOWN_LANGUAGE = "und";

/** How raw scores become probabilities; fitted by `training/language/calibrate.mjs`. */
export interface LanguageCalibration {
  /** Weight of a difference in score in a text of one letter. */
  sharpness: number;
  /** Power of the number of letters with which that weight grows. */
  lengthPower: number;
  /** The score of `und` beside which a language must stand out. */
  unknownScore: number;
  /** How often script and letters are right where they decide. */
  scriptShare: number;
  /** By language, the natural logarithm of each letter's share; for languages that only their letters tell. */
  letterProfiles: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** What is needed of the n-gram library. */
export interface NgramDetector {
  detect(text: string): { getScores(): Record<string, number> };
}

/** One stretch of text, judged. The shares sum to 1; without letters there are none. */
export interface PartLanguages {
  letters: number;
  shares: ReadonlyMap<string, number>;
}

/** The library reads 350 bytes: what more letters say is not seen. */
const MOST_LETTERS = 300;
/** Of a letter that a profile lacks. */
const RARE_LETTER = Math.log(1e-4);
/** Letters of one word depend on each other: each counts less than it would alone. */
const PROFILE_WEIGHT = 0.5;

/** Judges a short stretch: by script and letters where these can tell, by n-grams where not. */
export function detectPart(text: string, ngrams: NgramDetector, fit: LanguageCalibration): PartLanguages {
  const { letters, counts, languages } = readScripts(text);
  if (letters === 0) return { letters, shares: new Map() };
  const isNamed = languages.length === 1;
  const scores = isNamed ? {} : ngrams.detect(text).getScores();
  const isForNgrams = (language: string) => language in scores && !(language in fit.letterProfiles);
  if (!isNamed && (languages.length === 0 || languages.some(isForNgrams))) {
    return { letters, shares: sharesOf(scores, letters, fit) };
  }
  const shares = isNamed
    ? new Map(languages.map((language) => [language, 1]))
    : byProfile(languages, counts, fit);
  for (const [language, share] of shares) shares.set(language, share * fit.scriptShare);
  return { letters, shares: shares.set(UNKNOWN_LANGUAGE, 1 - fit.scriptShare) };
}

/** Which of the languages that have the same special letters has the others in these numbers. */
function byProfile(
  languages: readonly string[],
  counts: ReadonlyMap<string, number>,
  fit: LanguageCalibration,
): Map<string, number> {
  const weights = languages.map((language) => {
    const profile = fit.letterProfiles[language];
    if (profile === undefined) return [language, Number.NEGATIVE_INFINITY] as const;
    let weight = 0;
    for (const [letter, count] of counts) weight += count * (profile[letter] ?? RARE_LETTER);
    return [language, weight * PROFILE_WEIGHT] as const;
  });
  const most = Math.max(...weights.map(([, weight]) => weight));
  if (most === Number.NEGATIVE_INFINITY) {
    return new Map(languages.map((language) => [language, 1 / languages.length]));
  }
  return normalise(weights.map(([language, weight]) => [language, Math.exp(weight - most)]));
}

function sharesOf(
  scores: Record<string, number>,
  letters: number,
  fit: LanguageCalibration,
): Map<string, number> {
  const weight = fit.sharpness * Math.min(letters, MOST_LETTERS) ** fit.lengthPower;
  const rows: [language: string, score: number][] = [
    ...Object.entries(scores),
    [UNKNOWN_LANGUAGE, fit.unknownScore],
  ];
  const most = Math.max(...rows.map(([, score]) => score));
  return normalise(rows.map(([language, score]) => [language, Math.exp(weight * (score - most))]));
}

function normalise(rows: readonly (readonly [language: string, value: number])[]): Map<string, number> {
  const sum = rows.reduce((total, [, value]) => total + value, 0);
  return new Map(rows.map(([language, value]) => [language, value / sum]));
}
