import type { Completion } from "../../../../core/engine";
import { nextTask } from "../../../shared/next-task";
import type { TextTokenizer } from "../../../shared/text-tokenizer";
import { englishShare } from "../../specialists/tone/english-share";
import type { Decoder } from "../decoder";
import { lastPiece, tailOf } from "./last-piece";
import { endOfWord, likeliest, likeliestTyped, toProbabilities } from "./next-token";
import { chooseOffer, MOST_TOKENS, MOST_WORDS, OFFER_RULE, type OfferRule } from "./offer-rule";
import { readTokenTexts, type TokenTexts } from "./token-texts";

/** Says how texts go on, one after another; what two texts begin with alike is read once. */
export interface Completer {
  /**
   * What follows `text` within the line; null where nothing is probable enough. Hears an abort between two tokens.
   * @throws the signal's reason.
   */
  complete(text: string, signal: AbortSignal): Promise<Completion | null>;
  dispose(): void;
}

/** What completing stands on. */
export interface CompleterScope {
  tokenizer: TextTokenizer;
  /** With nothing read. */
  startDecoder(): Decoder;
  rule?: OfferRule;
}

/** @see Completer */
export function createCompleter({ tokenizer, startDecoder, rule = OFFER_RULE }: CompleterScope): Completer {
  let decoder: Decoder | null = null;
  /** What the decoder has read and kept, and what comes next. */
  let read: number[] = [];
  let shares: Float32Array = new Float32Array();
  let tokenTexts: TokenTexts | null = null;

  /** Shares of the tokens after `ids`, not to be changed. */
  async function sharesAfter(ids: readonly number[]): Promise<Float32Array> {
    const isLonger = read.length <= ids.length && read.every((id, index) => id === ids[index]);
    if (decoder === null || !isLonger) {
      decoder?.dispose();
      decoder = startDecoder();
      read = [];
    }
    decoder.rewind();
    const fresh = ids.slice(read.length);
    if (fresh.length === 0) return shares;
    const scores = await decoder.read(fresh);
    decoder.keep();
    read = [...ids];
    shares = toProbabilities(scores.slice());
    return shares;
  }

  return {
    async complete(text, signal) {
      const piece = lastPiece(text);
      const tail = tailOf(text);
      if (piece === null || tail.trim() === "" || !isEnglish(tail)) return null;
      // An ended line is read as it is before a word, which parts its line breaks.
      const ids = tokenizer.encode(tokenizer.guard(piece === "" ? `${tail}a` : tail), tail === text);
      const context = ids.slice(0, ids.length - (piece === "" ? 1 : tokenizer.encode(piece, false).length));
      if (context.length === 0) return null;
      let next = await sharesAfter(context);
      tokenTexts ??= readTokenTexts(tokenizer, next.length);
      let typed = piece;
      let offer = "";
      let probability = 1;
      const ends: Completion[] = [];
      for (let tokens = 0; ; tokens += 1) {
        if (offer !== "") {
          const share = /[\p{L}\p{N}]$/u.test(offer) ? endOfWord(next, tokenTexts) : 1;
          ends.push({ text: offer, probability: probability * share });
        }
        if (tokens === MOST_TOKENS || offer.trim().split(/\s+/).length > MOST_WORDS) break;
        const token = typed === "" ? likeliest(next, tokenTexts) : likeliestTyped(next, typed, tokenTexts);
        if (token === null || token.text.includes("\n")) break;
        probability *= token.probability;
        if (probability < rule.leastProbability) break;
        offer += token.text.slice(typed.length);
        typed = "";
        await nextTask();
        signal.throwIfAborted();
        next = toProbabilities((await decoder?.read([token.id])) ?? new Float32Array());
      }
      return chooseOffer(ends, rule);
    },
    dispose() {
      decoder?.dispose();
      decoder = null;
      read = [];
    },
  };
}

/** Prose of other languages has hardly a word that English is full of. */
const LEAST_ENGLISH = 0.5;

function isEnglish(text: string): boolean {
  return englishShare(text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? []) >= LEAST_ENGLISH;
}
