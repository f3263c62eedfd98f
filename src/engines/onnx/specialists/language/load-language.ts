import type { Label, StructuredOutput } from "../../../../core/output";
import { createTurns } from "../shared/turns";
import type { LoadSpecialist } from "../specialist";
import { detectPart, type LanguageCalibration, UNKNOWN_LANGUAGE } from "./detect-part";
import { textParts } from "./text-parts";

const MOST_LABELS = 5;
const LEAST_SCORE = 0.01;

/**
 * Loads the language detector: text in, language codes with probabilities out, `und` for "none that it knows". A long
 * text is judged by parts spread over it, so that the scores of a text in two languages are about their shares.
 */
export const loadLanguage: LoadSpecialist = async (context) => {
  const [{ eld }, file] = await Promise.all([import("eld/small"), context.readFile("calibration.json")]);
  const calibration = JSON.parse(new TextDecoder().decode(file)) as LanguageCalibration;
  eld.enableTextCleanup(true);
  return async (text, { signal }): Promise<StructuredOutput> => {
    const takeTurn = createTurns(signal);
    const sums = new Map<string, number>();
    let letters = 0;
    for (const part of textParts(text)) {
      await takeTurn();
      const found = detectPart(part, eld, calibration);
      letters += found.letters;
      for (const [language, share] of found.shares) {
        sums.set(language, (sums.get(language) ?? 0) + share * found.letters);
      }
    }
    if (letters === 0) return { kind: "labels", labels: [{ label: UNKNOWN_LANGUAGE, score: 1 }] };
    const labels = [...sums]
      .map(([label, sum]): Label => ({ label, score: sum / letters }))
      .sort((one, other) => other.score - one.score)
      .filter(({ score }, index) => index === 0 || (index < MOST_LABELS && score >= LEAST_SCORE));
    return { kind: "labels", labels };
  };
};
