import type { InferenceEvent } from "../../../core/event";

/** Everything a stream yielded, and what it threw, if anything. */
export async function collect(
  stream: AsyncIterable<InferenceEvent> | Iterable<InferenceEvent>,
): Promise<{ events: InferenceEvent[]; error?: unknown }> {
  const events: InferenceEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    return { events, error };
  }
}
