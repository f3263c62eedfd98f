import type { ReadSentence } from "./read-sentences";

/**
 * What a message or a note is written for: something is asked, decided or changed, somebody has to act until some day,
 * something does not work. And what it is full of besides: thanks, wishes, headings. In English; other languages have
 * only their numbers.
 */
const ASKS =
  /\b(?:please|(?:could|can|would|will) you|must|ha(?:ve|s) to|needs? to|should|needed|to do|by (?:mon|tues|wednes|thurs|fri|satur|sun)day|by (?:noon|the end|\d)|until|before (?:noon|\d)|no later than|deadline|due|let (?:me|us) know)\b/;
const DECIDES =
  /\b(?:decided|decision|agreed|agree to|approved|elected|appointed|will|moves|moving|moved (?:to|from)|postponed|cancelled|closes|therefore|because of this|instead|offers?|accepted|rejected|chosen|replaced?|wants?)\b/;
const FAILS = /\b(?:not|no longer|cannot|nobody|wrong|broken|lost|missing|fail(?:s|ed)?)\b/;
const NAMES_A_DAY =
  /\d|\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december)\b/;
const SMALL_TALK =
  /\b(?:thanks?|thank you|glad|hope|lovely|wonderful|pleasure|by the way|enjoy(?:ed)?|sorry|nice|long time|welcomed?|opened the)\b/;
const IS_WHOLE = /[.!?…:;]["'”’)*_]*$/;
/** A line of so few words without a sign at its end is a heading, or a name under a mail. */
const FRAGMENT_WORDS = 8;

const ATTENDANCE = /^(?:present|attendees|attending|participants|apologies)\b[^.!?]*$/;
/** A text with more sentences is no message or note. */
const MOST_SENTENCES = 60;
/** Chosen on 9 messages and notes of `training/summarise/key-sentences.jsonl` that are not scored. */
const WEIGHT = 0.7;

/** How much a sentence matters to whom a message or note is for, from -2.5 to 3.5. */
function matterOf(sentence: string, words: number): number {
  const lower = sentence.toLowerCase();
  const isFragment = words <= FRAGMENT_WORDS && !IS_WHOLE.test(sentence);
  return (
    Number(ASKS.test(lower)) +
    Number(DECIDES.test(lower)) +
    Number(NAMES_A_DAY.test(lower)) +
    0.5 * Number(FAILS.test(lower)) -
    1.5 * Number(SMALL_TALK.test(lower)) -
    Number(isFragment || ATTENDANCE.test(lower))
  );
}

/** The scores of a short text's sentences with what matters in messages and notes; those of a longer one as they are. */
export function weighMatter(
  text: string,
  sentences: readonly ReadSentence[],
  scores: readonly number[],
): readonly number[] {
  if (sentences.length > MOST_SENTENCES) return scores;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  const spread = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length);
  return scores.map((score, index) => {
    const sentence = sentences[index];
    if (sentence === undefined) return score;
    const { start, end, words } = sentence;
    return score + WEIGHT * spread * matterOf(text.slice(start, end), words.length);
  });
}
