import { type ReadSentence, readSentences } from "./read-sentences";
import { sentenceFeatures } from "./sentence-features";
import type { SummaryModel } from "./summary-model";
import { textRarity, type WordVector, wordVector } from "./word-rarity";

/** The sentences that may be chosen, with their words and their worth, in the order of the text. */
export interface ScoredSentences {
  sentences: ReadSentence[];
  /** These, and the ones that are too short to be chosen. */
  body: ReadSentence[];
  vectors: WordVector[];
  features: number[][];
  scores: number[];
}

/** Scores every sentence of a text; the same as `training/summarise` computes. */
export async function scoreSentences(
  text: string,
  model: SummaryModel,
  takeTurn: () => Promise<void>,
): Promise<ScoredSentences> {
  const { sentences, body, title } = await readSentences(text, takeTurn);
  const rarity = textRarity(sentences, model.rarity);
  const vectors: WordVector[] = [];
  for (const sentence of sentences) {
    await takeTurn();
    vectors.push(wordVector(sentence, rarity));
  }
  const features = await sentenceFeatures(text, sentences, title, rarity, vectors, takeTurn);
  return { sentences, body, vectors, features, scores: features.map((row) => model.score(row)) };
}
