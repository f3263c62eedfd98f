/** Small words of which any English prose is full. */
const SMALL_WORDS = new Set(
  (
    "the a an and or but of to in on for with at by from as is are was were be been being am it its it's this that " +
    "these those he she they we you i me my your his her our their them him us do does did don't have has had will " +
    "would can could should not no so if then than when what which who how all just very too more most some any only " +
    "there here about out up get got go like one i'm i've that's you're can't because never ever really good"
  ).split(" "),
);
/** Prose with fewer of them is only in part taken for English. */
const PLENTY = 0.12;
/** Fewer words say nothing: "Great product, works well" has not one of them. */
const FEWEST_WORDS = 10;
const LETTER_FIRST = /^\p{L}/u;
const LATIN_FIRST = /^\p{Script=Latin}/u;

/**
 * How far a text may be taken for English, from 0 to 1, by its script and its small words. 0 without any word, unless
 * there is a sign such as an emoji, which many languages share.
 */
export function englishShare(tokens: readonly string[]): number {
  const words = tokens.filter((token) => LETTER_FIRST.test(token));
  if (words.length === 0) return tokens.length === 0 ? 0 : 1;
  const latin = words.filter((word) => LATIN_FIRST.test(word)).length / words.length;
  if (latin < 0.5) return 0;
  if (words.length < FEWEST_WORDS) return 1;
  const small = words.filter((word) => SMALL_WORDS.has(word)).length / words.length;
  return Math.min(1, small / PLENTY);
}
