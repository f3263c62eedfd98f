import type { GenerationParams } from "./request";

/** Tokens kept for an answer whose length nobody bounded. */
const USUAL_ANSWER_TOKENS = 512;

/** Many limits are far above what is written, so that no answer keeps more than this share of the window free. */
const LARGEST_SHARE = 1 / 4;

/** Tokens of a context window that a prompt must leave free for the answer; at least 1. */
export function answerRoomTokens(params: GenerationParams, contextWindow: number): number {
  const wanted = params.maxOutputTokens ?? USUAL_ANSWER_TOKENS;
  return Math.max(1, Math.min(wanted, Math.floor(contextWindow * LARGEST_SHARE)));
}
