import type { InferenceRequest, Message } from "../../core/request";
import { choosePassages } from "./choose-passages";

/** A request with less context, and by how much. */
export interface CondensedRequest {
  request: InferenceRequest;
  tokensBefore: number;
  tokensAfter: number;
}

/** Shorter contexts are not worth the risk of losing what mattered. */
const LEAST_TOKENS = 1_500;
/** Of a long text, what is kept. */
const KEPT_SHARE = 0.3;
/** Shorter turns of a conversation stay whole. */
const SHORTEST_TURN_CHARACTERS = 600;

/**
 * Leaves out of a long context what the question does not ask about: of the text in "Ask", of earlier turns in a
 * conversation. What stays is word for word. Null where there is no question, or too little would be left out.
 */
export function condenseRequest(
  request: InferenceRequest,
  estimateTokens: (text: string) => number,
): CondensedRequest | null {
  const messages = condensedMessages(request);
  if (messages === null) return null;
  const tokensOf = (some: readonly Message[]) =>
    estimateTokens(some.map(({ content }) => content).join("\n"));
  const tokensBefore = tokensOf(request.messages);
  if (tokensBefore < LEAST_TOKENS) return null;
  const tokensAfter = tokensOf(messages);
  return tokensAfter < tokensBefore ? { request: { ...request, messages }, tokensBefore, tokensAfter } : null;
}

function condensedMessages({ task, text, options, messages }: InferenceRequest): readonly Message[] | null {
  if (task === "ask") {
    const shorter = condense(text, options.question ?? "");
    return messages.map((message) => ({ ...message, content: message.content.replace(text, () => shorter) }));
  }
  const last = messages.at(-1);
  if (task !== "chat" || last?.role !== "user") return null;
  return messages.map((message) =>
    message === last || message.role === "system" || message.content.length < SHORTEST_TURN_CHARACTERS
      ? message
      : { ...message, content: condense(message.content, last.content) },
  );
}

function condense(text: string, question: string): string {
  return choosePassages(text, question, Math.round(text.length * KEPT_SHARE));
}
