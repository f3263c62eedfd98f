import { InferenceError } from "../../core/errors";
import type { PrivacyChoices } from "../../core/privacy";
import type { ConsentAnswer, OutboundProposal } from "../../core/run-privacy";

/** What a waiting run would send under other choices. @throws InferenceError as `protectRequest`. */
export type ProposeUnder = (choices: PrivacyChoices) => Promise<OutboundProposal>;

/** Where runs wait for what the person says to their proposals. */
export interface ConsentDesk {
  /** @throws InferenceError `cancelled`. */
  ask(requestId: string, propose: ProposeUnder, signal: AbortSignal): Promise<ConsentAnswer>;
  /** What the waiting run would send under other choices. @throws InferenceError `cancelled` where none waits. */
  proposal(requestId: string, choices: PrivacyChoices): Promise<OutboundProposal>;
  /** Does nothing where no run of that id waits. */
  answer(requestId: string, answer: ConsentAnswer): void;
}

/** Builds the desk of one page. */
export function createConsentDesk(): ConsentDesk {
  const waiting = new Map<string, { resolve: (answer: ConsentAnswer) => void; propose: ProposeUnder }>();
  return {
    async ask(requestId, propose, signal) {
      if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
      try {
        return await new Promise<ConsentAnswer>((resolve, reject) => {
          waiting.set(requestId, { resolve, propose });
          const stop = () => reject(new InferenceError("cancelled", "cancelled"));
          signal.addEventListener("abort", stop, { once: true });
        });
      } finally {
        waiting.delete(requestId);
      }
    },
    async proposal(requestId, choices) {
      const asking = waiting.get(requestId);
      if (asking === undefined) throw new InferenceError("cancelled", "the run waits no more");
      return asking.propose(choices);
    },
    answer: (requestId, answer) => waiting.get(requestId)?.resolve(answer),
  };
}
