import type { StructuredOutput, TextSpan } from "../../../../core/output";
import { splitSentences } from "../shared/sentences";
import type { WordToken } from "../shared/word-tokens";
import type { LoadSpecialist, SpecialistOptions } from "../specialist";
import type { DecodedTags } from "./decode-tags";
import { readGazetteers } from "./gazetteers";
import { ADDRESS_WORD, nameTokens } from "./name-tokens";
import { tagNames } from "./tag-names";

/** Sentences that are looked at together, so that a long text takes little memory. */
const SENTENCES_A_PART = 128;
const LABELS: Readonly<Record<string, string>> = { PER: "person", LOC: "place", ORG: "organisation" };
const TITLES = new Set("mr mrs ms miss dr prof professor sir madam herr herrn frau".split(" "));

/** Loads the tagger of people, places and organisations: text in, marked stretches out. */
export const loadNames: LoadSpecialist = async (context) => {
  const [gazetteers, forwardPass] = await Promise.all([
    context.readFile("lists.bin").then(readGazetteers),
    context.createForwardPass("model.onnx"),
  ]);
  return async (text: string, options: SpecialistOptions): Promise<StructuredOutput> => {
    options.signal?.throwIfAborted();
    const sentences = splitSentences(text);
    const spans: TextSpan[] = [];
    for (let start = 0; start < sentences.length; start += SENTENCES_A_PART) {
      const tokens = sentences
        .slice(start, start + SENTENCES_A_PART)
        .map((sentence) => nameTokens(text.slice(sentence.start, sentence.end), sentence.start));
      const words = tokens.map((sentence) => sentence.map((token) => token.text));
      const decoded = await tagNames(forwardPass, gazetteers, words, options);
      for (const [index, tags] of decoded.entries()) {
        spans.push(...spansOf(tokens[index] ?? [], tags, gazetteers.tags));
      }
    }
    return { kind: "spans", spans };
  };
};

/**
 * One span for each `B` and the `I`s after it, if it can be a name at all. People who follow one another without a
 * sign between them are one person: in lists of bare names the model takes the surname for a name of its own. Signs
 * and emoji before a name are left out, but for the mark of a tag.
 */
function spansOf(tokens: readonly WordToken[], decoded: DecodedTags, tags: readonly string[]): TextSpan[] {
  const spans: TextSpan[] = [];
  for (let first = 0; first < tokens.length; ) {
    const label = LABELS[tags[decoded.tags[first] ?? 0]?.slice(2) ?? ""];
    let end = first + 1;
    while (end < tokens.length && goesOn(tags[decoded.tags[end] ?? 0], label)) end += 1;
    const lead = tokens.slice(first, end).findIndex(({ text }) => /[\p{L}\p{N}#]/u.test(text));
    const start = first + Math.max(0, lead);
    const name = tokens.slice(start, end);
    if (label !== undefined && name.some(isOfAName)) {
      const probabilities = decoded.probabilities.slice(start, end);
      spans.push({
        start: name[0]?.start ?? 0,
        end: name.at(-1)?.end ?? 0,
        label,
        score: probabilities.reduce((sum, probability) => sum + probability, 0) / probabilities.length,
        layer: "tagger",
      });
    }
    first = end;
  }
  return spans;
}

function goesOn(tag: string | undefined, label: string | undefined): boolean {
  return tag?.startsWith("I") === true || (label === "person" && tag === "B-PER");
}

/** A word with a letter in it; signs alone name nobody, a title neither, and addresses are left to the patterns. */
function isOfAName({ text }: WordToken): boolean {
  return /\p{L}/u.test(text) && text !== ADDRESS_WORD && !TITLES.has(text.toLowerCase());
}
