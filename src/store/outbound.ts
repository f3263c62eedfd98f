import type { PrivacyChoices } from "../core/privacy";
import type { ConsentAnswer, OutboundProposal } from "../core/run-privacy";
import type { ChatSlice } from "./chat/chat-slice";
import { requestOf } from "./runs-slice";
import type { SliceContext } from "./slice";

/** Where something is being written. */
export type WritingPlace = "work" | "chat";

/** What would be sent, and what the person says to it. Nothing of it is kept in the state. */
export interface Outbound {
  /** What is being written there, as it would leave for the cloud now; null where there is nothing. @throws InferenceError */
  propose(place: WritingPlace, signal: AbortSignal): Promise<OutboundProposal | null>;
  /** What a run that waits would send under other choices. @throws InferenceError */
  proposeWaiting(requestId: string, choices: PrivacyChoices): Promise<OutboundProposal>;
  answer(requestId: string, answer: ConsentAnswer): void;
}

/** Builds it over the store's state; `chat` is null until its page was opened. */
export function createOutbound(
  { get, dependencies }: SliceContext,
  chat: () => Pick<ChatSlice, "nextRequest"> | null,
): Outbound {
  const { run, newId } = dependencies;
  const workRequest = () => {
    const state = get();
    const isEmpty = state.composer.text.trim() === "" && state.composer.attachments.length === 0;
    return isEmpty ? null : requestOf(state, newId());
  };
  return {
    async propose(place, signal) {
      const request = place === "work" ? workRequest() : (chat()?.nextRequest() ?? null);
      return request === null ? null : run.proposal(request, signal);
    },
    proposeWaiting: run.waitingProposal,
    answer: run.answerConsent,
  };
}
