import { InferenceError } from "../../core/errors";
import type { ConsentAnswer } from "../../core/run-privacy";

/** Where runs wait for what the person says to their proposals. */
export interface ConsentDesk {
  /** @throws InferenceError `cancelled`. */
  ask(requestId: string, signal: AbortSignal): Promise<ConsentAnswer>;
  /** Does nothing where no run of that id waits. */
  answer(requestId: string, answer: ConsentAnswer): void;
}

/** Builds the desk of one page. */
export function createConsentDesk(): ConsentDesk {
  const waiting = new Map<string, (answer: ConsentAnswer) => void>();
  return {
    async ask(requestId, signal) {
      if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
      try {
        return await new Promise<ConsentAnswer>((resolve, reject) => {
          waiting.set(requestId, resolve);
          const stop = () => reject(new InferenceError("cancelled", "cancelled"));
          signal.addEventListener("abort", stop, { once: true });
        });
      } finally {
        waiting.delete(requestId);
      }
    },
    answer: (requestId, answer) => waiting.get(requestId)?.(answer),
  };
}
