import type { StructuredOutput, TextEdit } from "../../../../core/output";
import type { ForwardPass, LoadSpecialist, SpecialistOptions } from "../specialist";
import { readLexicon } from "./lexicon";
import {
  countUnknownWords,
  editsOf,
  englishShare,
  isEnglish,
  type MendTools,
  mendSlots,
  type Slot,
  slotsOf,
  wordsOf,
} from "./propose-edits";
import { type SentenceTokens, sentenceTokens } from "./sentence-tokens";
import { createSpeller } from "./speller";
import { tagWords } from "./tag-words";

/** Sentences that are looked at together; between two such parts the caller may stop the run. */
const SENTENCES_A_PART = 128;
const LOOKS = 3;

/** Loads the proofreader: English text in, proposed edits out. */
export const loadProofread: LoadSpecialist = async (context) => {
  const [lexicon, forwardPass] = await Promise.all([
    context.readFile("lists.bin").then(readLexicon),
    context.createForwardPass("model.onnx"),
  ]);
  const speller = createSpeller(lexicon);
  return async (text: string, { signal }: SpecialistOptions): Promise<StructuredOutput> => {
    const sentences = sentenceTokens(text);
    const { share } = englishShare(
      sentences.flatMap((sentence) => sentence.tokens),
      lexicon,
    );
    const english = sentences.filter((sentence) => isEnglish(sentence, lexicon, share));
    const tools: MendTools = { lexicon, speller, unknownWords: countUnknownWords(sentences, lexicon) };
    const edits: TextEdit[] = [];
    for (let start = 0; start < english.length; start += SENTENCES_A_PART) {
      signal?.throwIfAborted();
      const part = english.slice(start, start + SENTENCES_A_PART);
      for (const slots of await mendSentences(part, text, tools, forwardPass, signal)) {
        edits.push(...editsOf(slots, text));
      }
    }
    return { kind: "edits", edits };
  };
};

/** Each look sees the words as mended by the one before, where that changed anything. */
async function mendSentences(
  sentences: readonly SentenceTokens[],
  text: string,
  tools: MendTools,
  forwardPass: ForwardPass,
  signal: AbortSignal | undefined,
): Promise<Slot[][]> {
  const all = sentences.map((sentence) => ({ sentence, slots: slotsOf(sentence.tokens, text) }));
  let open = all;
  for (let look = 0; look < LOOKS && open.length > 0; look += 1) {
    const tags = await tagWords(
      forwardPass,
      tools.lexicon,
      open.map(({ slots }) => wordsOf(slots)),
      signal,
    );
    open = open.filter(({ sentence, slots }, index) => mendSlots(slots, tags[index] ?? [], sentence, tools));
  }
  return all.map(({ slots }) => slots);
}
