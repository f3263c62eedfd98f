import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";

/** One download, load or import under the test's control. */
export interface OpenTransfer {
  model: ModelRecord;
  signal: AbortSignal;
  progress(loaded: number, total: number, phase?: string): void;
  end(): void;
  fail(error: unknown): void;
}

/** Opens a transfer that says what the test tells it to; an abort ends it as an engine does. */
export function openTransfer(
  model: ModelRecord,
  signal: AbortSignal,
): { transfer: OpenTransfer; events: AsyncGenerator<InferenceEvent, void, void> } {
  const steps: (InferenceEvent | "end" | { error: unknown })[] = [];
  let wake = () => {};
  const push = (step: (typeof steps)[number]) => {
    steps.push(step);
    wake();
  };
  signal.addEventListener("abort", () => push({ error: new DOMException("aborted", "AbortError") }));
  async function* events(): AsyncGenerator<InferenceEvent, void, void> {
    while (true) {
      const step = steps.shift();
      if (step === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      } else if (step === "end") return;
      else if ("error" in step) throw step.error;
      else yield step;
    }
  }
  return {
    events: events(),
    transfer: {
      model,
      signal,
      progress: (loaded, total, phase = "Downloading") =>
        push({ type: "load-progress", phase, loaded, total }),
      end: () => push("end"),
      fail: (error) => push({ error }),
    },
  };
}
