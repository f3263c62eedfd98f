import type { InferenceEvent } from "../../core/event";
import type { Redaction } from "../../core/privacy";
import { createRestorer } from "../../privacy/restore/create-restorer";

/**
 * Puts originals back in place of placeholders as an answer streams, also where one is split over deltas. An answer that
 * breaks off keeps all of its text. `onUnresolved` is told once, at the end, of placeholders that stand for nothing; they
 * stay as they are.
 */
export async function* restoreAnswer(
  events: AsyncIterable<InferenceEvent>,
  redactions: readonly Redaction[],
  onUnresolved: (placeholders: readonly string[]) => void,
): AsyncGenerator<InferenceEvent> {
  const text = createRestorer(redactions);
  const reasoning = createRestorer(redactions);
  const rest = function* (): Generator<InferenceEvent> {
    yield* delta("reasoning-delta", reasoning.end());
    yield* delta("text-delta", text.end());
    onUnresolved([...new Set([...text.unresolved, ...reasoning.unresolved])]);
  };
  try {
    for await (const event of events) {
      if (event.type === "text-delta") {
        yield* delta("text-delta", text.push(event.text));
      } else if (event.type === "reasoning-delta") {
        yield* delta("reasoning-delta", reasoning.push(event.text));
      } else {
        if (event.type === "end") yield* rest();
        yield event;
      }
    }
  } catch (thrown) {
    yield* rest();
    throw thrown;
  }
}

function* delta(type: "text-delta" | "reasoning-delta", text: string): Generator<InferenceEvent> {
  if (text !== "") yield { type, text };
}
