import type { TextSpan } from "../../../core/output";
import type { LinearWeights } from "../../../core/taught";
import { openWeights } from "../learn/linear-weights";
import { wordsOf } from "../text/words";
import { likeliestTags, toSpans } from "./tags";
import { WORD_FEATURE_VERSION, wordFeatures } from "./word-features";

/** Opens a tagger for use: the marks of a text, each as sure as its least sure word. @throws InferenceError as `openWeights`. */
export function openTagger(weights: LinearWeights): (text: string) => TextSpan[] {
  const model = openWeights(weights, WORD_FEATURE_VERSION);
  return (text) => {
    const words = wordsOf(text);
    const probabilities = wordFeatures(words).map((features) => model.probabilities(features));
    const tags = likeliestTags(probabilities.map((each) => each.map(Math.log)));
    return toSpans(words, tags, weights.labels).map(({ first, last, ...span }) => ({
      ...span,
      score: Math.min(
        ...probabilities.slice(first, last + 1).map((each, step) => each[tags[first + step] ?? 0] ?? 0),
      ),
    }));
  };
}
