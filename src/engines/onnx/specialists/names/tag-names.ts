import { nextTask } from "../../../shared/next-task";
import { FEATURES_PER_WORD, hashWord } from "../shared/hash-features";
import type { ForwardPass, SpecialistOptions } from "../specialist";
import { type DecodedTags, decodeTags } from "./decode-tags";
import type { Gazetteers } from "./gazetteers";

/** Each word sees this many neighbours on either side: the sum of the distances that the layers look. */
const REACH = 8;
/** Longer sentences are cut; the cuts overlap by what the words at their edges see, so that no tag changes. */
const LONGEST_PIECE = 128;
const LARGEST_BATCH = 32;
const LARGEST_BATCH_WORDS = 1024;

/** A part of a sentence: what the model is shown, and within it what its answer is taken for. */
interface Piece {
  sentence: number;
  shownFrom: number;
  shownTo: number;
  from: number;
  to: number;
}

/** Tags each word of each sentence, in batches of bounded size. A sentence has the same tags in any company. */
export async function tagNames(
  forwardPass: ForwardPass,
  gazetteers: Gazetteers,
  sentences: readonly (readonly string[])[],
  { caution = "balanced", signal }: SpecialistOptions = {},
): Promise<DecodedTags[]> {
  const width = gazetteers.tags.length;
  const features = sentences.map((words) => featuresOf(words, gazetteers));
  const logits = sentences.map((words) => new Float32Array(words.length * width));
  const pieces = sentences.flatMap((words, sentence) => piecesOf(words.length, sentence));
  pieces.sort((left, right) => lengthOf(left) - lengthOf(right));
  for (const batch of batches(pieces)) {
    // The runtime computes without a pause, and an abort arrives as a message.
    await nextTask();
    signal?.throwIfAborted();
    const longest = Math.max(...batch.map(lengthOf));
    const ids = new Int32Array(batch.length * longest * FEATURES_PER_WORD);
    for (const [row, { sentence, shownFrom, shownTo }] of batch.entries()) {
      const shown = features[sentence]?.subarray(shownFrom * FEATURES_PER_WORD, shownTo * FEATURES_PER_WORD);
      if (shown) ids.set(shown, row * longest * FEATURES_PER_WORD);
    }
    const { logits: answer } = await forwardPass({
      ids: { data: ids, dims: [batch.length, longest, FEATURES_PER_WORD] },
    });
    if (!(answer?.data instanceof Float32Array)) throw new TypeError("The model of names gave no logits");
    for (const [row, { sentence, shownFrom, from, to }] of batch.entries()) {
      const start = (row * longest + from - shownFrom) * width;
      logits[sentence]?.set(answer.data.subarray(start, start + (to - from) * width), from * width);
    }
  }
  return logits.map((rows) => decodeTags(rows, gazetteers.tags, gazetteers.biases[caution]));
}

function featuresOf(words: readonly string[], gazetteers: Gazetteers): Int32Array {
  const features = new Int32Array(words.length * FEATURES_PER_WORD);
  const flags = gazetteers.flags(words);
  for (const [index, word] of words.entries()) {
    features.set(hashWord(word), index * FEATURES_PER_WORD);
    features[(index + 1) * FEATURES_PER_WORD - 1] = flags[index] ?? 1;
  }
  return features;
}

function piecesOf(length: number, sentence: number): Piece[] {
  const pieces: Piece[] = [];
  const step = LONGEST_PIECE - 2 * REACH;
  for (let from = 0; from < length; from += step) {
    const to = Math.min(length, from + step);
    pieces.push({
      sentence,
      from,
      to,
      shownFrom: Math.max(0, from - REACH),
      shownTo: Math.min(length, to + REACH),
    });
  }
  return pieces;
}

function lengthOf(piece: Piece): number {
  return piece.shownTo - piece.shownFrom;
}

/** Neighbours in length go together, so that little of a batch is padding. */
function* batches(pieces: readonly Piece[]): Generator<Piece[]> {
  let batch: Piece[] = [];
  for (const piece of pieces) {
    if (batch.length === LARGEST_BATCH || (batch.length + 1) * lengthOf(piece) > LARGEST_BATCH_WORDS) {
      yield batch;
      batch = [];
    }
    batch.push(piece);
  }
  if (batch.length > 0) yield batch;
}
