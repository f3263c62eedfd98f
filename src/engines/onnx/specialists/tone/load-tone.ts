import type { Label, SentenceLabel, StructuredOutput } from "../../../../core/output";
import { splitSentences, type TextSentence } from "../shared/sentences";
import { createTurns } from "../shared/turns";
import type { LoadSpecialist } from "../specialist";
import { englishShare } from "./english-share";
import { toneTokens } from "./tone-features";
import { readToneModel, TONES, type ToneScores } from "./tone-model";

/** Sentences are judged together up to this many tokens, about as long as the texts it learnt from. */
const PASSAGE_TOKENS = 60;
/** In UTF-16 code units. Text without sentences is cut, so that none takes the whole memory. */
const LONGEST_SENTENCE = 4_000;
const LOW_SURROGATE = /[\udc00-\udfff]/;

interface Sentence extends TextSentence {
  tokens: string[];
}

/**
 * Loads the judge of tone: English text in, probabilities of three classes out, and those of each sentence where
 * there are several. A long text has the mean of its passages. Mail headers and quoted lines do not count unless
 * there is nothing else. The less a text looks like English, the nearer its probabilities are to one third each.
 */
export const loadTone: LoadSpecialist = async (context) => {
  const model = await readToneModel(context);
  return async (text, { signal }): Promise<StructuredOutput> => {
    const takeTurn = createTurns(signal);
    await takeTurn();
    const sentences: Sentence[] = [];
    for (const sentence of chooseSentences(text)) {
      await takeTurn();
      const tokens = toneTokens(text.slice(sentence.start, sentence.end));
      if (tokens.length > 0) sentences.push({ ...sentence, tokens });
    }
    const english = englishShare(sentences.flatMap(({ tokens }) => tokens));
    const sum: [number, number, number] = [0, 0, 0];
    let count = 0;
    for (const tokens of passagesOf(sentences)) {
      await takeTurn();
      const scores = model.score(tokens);
      for (const tone of [0, 1, 2] as const) sum[tone] += scores[tone] * tokens.length;
      count += tokens.length;
    }
    const labelsOf = (scores: ToneScores) => toLabels(model.probabilities(scores), english);
    const labels = labelsOf(count === 0 ? sum : [sum[0] / count, sum[1] / count, sum[2] / count]);
    if (sentences.length < 2) return { kind: "labels", labels };
    const bySentence: SentenceLabel[] = [];
    for (const { start, end, tokens } of sentences) {
      await takeTurn();
      const [best] = labelsOf(model.score(tokens));
      if (best !== undefined) bySentence.push({ start, end, ...best });
    }
    return { kind: "labels", labels, sentences: bySentence };
  };
};

function chooseSentences(text: string): TextSentence[] {
  const all = splitSentences(text).flatMap((sentence) => cutLong(sentence, text));
  const own = all.filter(({ kind }) => kind !== "header" && kind !== "quoted");
  return own.length > 0 ? own : all;
}

function cutLong(sentence: TextSentence, text: string): TextSentence[] {
  const parts: TextSentence[] = [];
  for (let { start } = sentence; start < sentence.end; ) {
    let end = Math.min(start + LONGEST_SENTENCE, sentence.end);
    if (end < sentence.end && LOW_SURROGATE.test(text.charAt(end))) end -= 1;
    parts.push({ ...sentence, start, end });
    start = end;
  }
  return parts;
}

function* passagesOf(sentences: readonly Sentence[]): Generator<string[]> {
  let passage: string[] = [];
  for (const { tokens } of sentences) {
    if (passage.length > 0 && passage.length + tokens.length > PASSAGE_TOKENS) {
      yield passage;
      passage = [];
    }
    passage = passage.concat(tokens);
  }
  if (passage.length > 0) yield passage;
}

function toLabels(probabilities: ToneScores, english: number): Label[] {
  return TONES.map((label, tone) => ({
    label,
    score: english * (probabilities[tone] ?? 0) + (1 - english) / TONES.length,
  })).sort((one, other) => other.score - one.score);
}
