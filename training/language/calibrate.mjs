// Fits how the detector's raw scores become probabilities, on one half of the sentences (score.mjs uses the other),
// whole and cut to one, two and four words. Languages the n-grams do not know count a tenth, as `und`.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { eld } from "eld/small";
import { runnerImport } from "vite";
import { firstWords, readSentences } from "./read-sentences.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TARGET = `${ROOT}public/models/language/calibration.json`;
const STEP = 20;
const UNKNOWN_SHARE = 0.1;
const MOST_LETTERS = 300;
/** A script has rarer languages than were tried. */
const MOST_CERTAIN = 0.99;
const RAREST_LETTER = 0.0003;

const { module: scripts } = await runnerImport(`${ROOT}src/engines/onnx/specialists/language/scripts.ts`);
eld.enableTextCleanup(true);
const known = new Set(Object.values(eld.info().Languages));

/** Shares of letters in the languages that only letters tell, and in Serbian, which one of them resembles. */
async function profileLetters() {
  const wanted = new Set(["ab", "as", "cv", "kk", "ky", "mk", "mn", "sah", "sr", "tt", "ug"]);
  const profiles = {};
  const sentences = await readSentences(0);
  for (const language of wanted) {
    const counts = new Map();
    for (const { code, text } of sentences) {
      if (code !== language) continue;
      for (const letter of text.toLowerCase().match(/\p{L}/gu))
        counts.set(letter, (counts.get(letter) ?? 0) + 1);
    }
    const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
    const common = [...counts]
      .filter(([, count]) => count / all >= RAREST_LETTER)
      .sort((a, b) => b[1] - a[1]);
    profiles[language] = Object.fromEntries(
      common.map(([letter, count]) => [letter, Math.round(Math.log(count / all) * 100) / 100]),
    );
  }
  return profiles;
}

const samples = [];
let decided = 0;
let right = 0;
for (const { code, text } of await readSentences(0, STEP)) {
  for (const part of [text, firstWords(text, 4), firstWords(text, 2), firstWords(text, 1)]) {
    if (part === null) continue;
    const { letters, languages } = scripts.readScripts(part);
    if (languages.length > 1 && !languages.some((language) => known.has(language) && language !== "sr"))
      continue;
    if (languages.length === 1) {
      decided += 1;
      right += Number(languages[0] === code);
      continue;
    }
    const scores = Object.entries(eld.detect(part).getScores());
    const answer = known.has(code) ? code : "und";
    samples.push({ letters: Math.min(letters, MOST_LETTERS), scores, answer });
  }
}
const unknown = samples.filter(({ answer }) => answer === "und").length;
const weights = { und: UNKNOWN_SHARE / unknown, known: (1 - UNKNOWN_SHARE) / (samples.length - unknown) };

/** Mean negative log-likelihood. */
function loss([sharpness, lengthPower, unknownScore]) {
  let sum = 0;
  for (const { letters, scores, answer } of samples) {
    const weight = sharpness * letters ** lengthPower;
    let total = Math.exp(weight * unknownScore - weight);
    let own = answer === "und" ? total : 0;
    for (const [language, score] of scores) {
      const value = Math.exp(weight * score - weight);
      total += value;
      if (language === answer) own = value;
    }
    sum -= (answer === "und" ? weights.und : weights.known) * Math.log(Math.max(own / total, 1e-6));
  }
  return sum;
}

let best = [8, 0.5, 0.7];
let least = loss(best);
for (let size = 0.5; size > 0.002; ) {
  const before = least;
  for (const index of [0, 1, 2]) {
    for (const factor of [1 + size, 1 / (1 + size)]) {
      const next = best.map((value, position) => (position === index ? value * factor : value));
      const found = loss(next);
      if (found < least) [best, least] = [next, found];
    }
  }
  if (least > before - 1e-5) size /= 2;
}
const round = (value) => Math.round(value * 1000) / 1000;
const calibration = {
  sharpness: round(best[0]),
  lengthPower: round(best[1]),
  unknownScore: round(best[2]),
  scriptShare: Math.min(MOST_CERTAIN, round(right / decided)),
};
console.log(samples.length, "samples, loss", round(least), calibration);
calibration.letterProfiles = await profileLetters();
await writeFile(TARGET, `${JSON.stringify(calibration)}\n`);
process.exit(0);
