import { FEATURES_PER_WORD, hashWord } from "../shared/hash-features";
import type { ForwardPass } from "../specialist";
import type { Lexicon } from "./lexicon";

/** The model's opinion on one word. */
export interface WordTag {
  /** The most probable tag. */
  tag: string;
  probability: number;
  /** How probable it is that the word is misspelt. */
  misspelt: number;
}

const LARGEST_BATCH = 32;
const LARGEST_BATCH_WORDS = 1024;

/** Tags each word of each sentence, in batches of bounded size. */
export async function tagWords(
  forwardPass: ForwardPass,
  lexicon: Lexicon,
  sentences: readonly (readonly string[])[],
  signal?: AbortSignal,
): Promise<WordTag[][]> {
  const results: WordTag[][] = sentences.map(() => []);
  const order = sentences.map((_, index) => index).filter((index) => (sentences[index]?.length ?? 0) > 0);
  order.sort((left, right) => (sentences[left]?.length ?? 0) - (sentences[right]?.length ?? 0));
  for (const batch of batches(order, (index) => sentences[index]?.length ?? 0)) {
    signal?.throwIfAborted();
    const tags = await tagBatch(
      forwardPass,
      lexicon,
      batch.map((index) => sentences[index] ?? []),
    );
    for (const [row, index] of batch.entries()) results[index] = tags[row] ?? [];
  }
  return results;
}

/** Neighbours in length go together, so that little of a batch is padding. */
function* batches(order: readonly number[], lengthOf: (index: number) => number): Generator<number[]> {
  let batch: number[] = [];
  for (const index of order) {
    if (batch.length === LARGEST_BATCH || (batch.length + 1) * lengthOf(index) > LARGEST_BATCH_WORDS) {
      if (batch.length > 0) yield batch;
      batch = [];
    }
    batch.push(index);
  }
  if (batch.length > 0) yield batch;
}

async function tagBatch(
  forwardPass: ForwardPass,
  lexicon: Lexicon,
  sentences: readonly (readonly string[])[],
): Promise<WordTag[][]> {
  const longest = Math.max(...sentences.map((words) => words.length));
  const ids = new Int32Array(sentences.length * longest * FEATURES_PER_WORD);
  for (const [row, words] of sentences.entries()) {
    for (const [column, word] of words.entries()) {
      const start = (row * longest + column) * FEATURES_PER_WORD;
      ids.set(hashWord(word), start);
      ids[start + FEATURES_PER_WORD - 1] = lexicon.flag(word);
    }
  }
  const { logits } = await forwardPass({
    ids: { data: ids, dims: [sentences.length, longest, FEATURES_PER_WORD] },
  });
  const values = logits?.data;
  if (!(values instanceof Float32Array)) throw new TypeError("The proofreading model gave no logits");
  const misspeltIndex = lexicon.tags.indexOf("SPELL");
  return sentences.map((words, row) =>
    words.map((_, column) => {
      const start = (row * longest + column) * lexicon.tags.length;
      return readTag(values.subarray(start, start + lexicon.tags.length), lexicon.tags, misspeltIndex);
    }),
  );
}

function readTag(logits: Float32Array, tags: readonly string[], misspeltIndex: number): WordTag {
  let best = 0;
  for (let index = 1; index < logits.length; index += 1) {
    if ((logits[index] ?? 0) > (logits[best] ?? 0)) best = index;
  }
  const largest = logits[best] ?? 0;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return {
    tag: tags[best] ?? "KEEP",
    probability: 1 / sum,
    misspelt: Math.exp((logits[misspeltIndex] ?? 0) - largest) / sum,
  };
}
