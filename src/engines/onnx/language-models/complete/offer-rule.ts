import type { Completion } from "../../../../core/engine";

/** When text is offered, and how much of it. */
export interface OfferRule {
  /** The whole offer must be right with this probability. */
  leastProbability: number;
  /** Shorter offers are not worth a look. */
  leastCharacters: number;
}

/**
 * Chosen on development texts (`training/writer/score.mjs dev`): at .5 a ninth more keys are saved, but half as many
 * offers again are wrong.
 */
export const OFFER_RULE: OfferRule = { leastProbability: 0.6, leastCharacters: 3 };

/** A line's worth. */
export const MOST_WORDS = 8;
export const MOST_TOKENS = 16;

/** Of several ends of one offer, that which saves most keys on average; null where none is good enough. */
export function chooseOffer(ends: readonly Completion[], rule: OfferRule): Completion | null {
  let best: Completion | null = null;
  let most = 0;
  for (const end of ends) {
    if (end.probability < rule.leastProbability || end.text.length < rule.leastCharacters) continue;
    // To accept costs a key, too.
    const saved = end.probability * (end.text.length - 1);
    if (saved <= most) continue;
    best = end;
    most = saved;
  }
  return best;
}
