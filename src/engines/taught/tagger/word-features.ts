import { hashText } from "../../shared/hash-text";
import type { SparseVector } from "../learn/sparse-rows";
import type { Word } from "../text/words";

/** Of everything that turns a word of a text into numbers; raised with any change. Apart from those of whole texts. */
export const WORD_FEATURE_VERSION = 1001;

const BUCKETS = 1 << 20;
/** Words before and after a word that count wherever among these they stand. */
const NEAR = 4;
const LONGEST_WORD = 40;
const EDGE = "^";

/** What a word looks like: capitals, small letters, digits, signs, each run once. */
function shapeOf(word: string): string {
  return word
    .replace(/\p{Lu}+/gu, "X")
    .replace(/\p{Nd}/gu, "0")
    .replace(/[^\p{Lu}\p{Nd}\s\p{P}\p{S}]+/gu, "x");
}

/** The bucket of a feature. */
type BucketOf = (feature: string) => number;

const bucketOf: BucketOf = (feature) => hashText(feature) % BUCKETS;

/** The same for many texts, in which most features come again and again. */
export function rememberBuckets(): BucketOf {
  const known = new Map<string, number>();
  return (feature) => {
    const bucket = known.get(feature) ?? bucketOf(feature);
    known.set(feature, bucket);
    return bucket;
  };
}

/** The features of each word of a text: itself, its parts and looks, and its neighbours. All have the same value. */
export function wordFeatures(words: readonly Word[], toBucket: BucketOf = bucketOf): SparseVector[] {
  const lower = words.map(({ text }) =>
    text
      .toLowerCase()
      .replace(/\p{Nd}/gu, "0")
      .slice(0, LONGEST_WORD),
  );
  const shapes = words.map(({ text }) => shapeOf(text.slice(0, LONGEST_WORD)));
  const wordAt = (place: number) => lower[place] ?? EDGE;
  const shapeAt = (place: number) => shapes[place] ?? EDGE;
  return words.map((word, place) => {
    const own = wordAt(place);
    const isJoined = words[place - 1]?.end === word.start;
    const features = [
      `w ${own}`,
      `s ${shapeAt(place)}`,
      `w- ${wordAt(place - 1)}`,
      `w+ ${wordAt(place + 1)}`,
      `w-- ${wordAt(place - 2)}`,
      `w++ ${wordAt(place + 2)}`,
      `p- ${wordAt(place - 1)} ${own}`,
      `p+ ${own} ${wordAt(place + 1)}`,
      `c- ${wordAt(place - 2)} ${wordAt(place - 1)}`,
      `c+ ${wordAt(place + 1)} ${wordAt(place + 2)}`,
      `s- ${shapeAt(place - 1)} ${shapeAt(place)}`,
      `s+ ${shapeAt(place)} ${shapeAt(place + 1)}`,
      `s-+ ${shapeAt(place - 1)} ${shapeAt(place)} ${shapeAt(place + 1)}`,
      `j ${isJoined}`,
    ];
    for (const length of [2, 3, 4]) {
      if (own.length <= length) continue;
      features.push(`b ${own.slice(0, length)}`, `e ${own.slice(-length)}`);
    }
    for (let step = 1; step <= NEAR; step += 1) {
      features.push(`n- ${wordAt(place - step)}`, `n+ ${wordAt(place + step)}`);
    }
    const buckets = new Set(features.map(toBucket));
    return {
      buckets: Uint32Array.from(buckets).sort(),
      values: new Float32Array(buckets.size).fill(VALUE),
    };
  });
}

const VALUE = 0.5;
