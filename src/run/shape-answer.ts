import type { InferenceEvent } from "../core/event";
import type { StructuredOutput } from "../core/output";
import type { InferenceRequest } from "../core/request";

/** How an answer becomes the task's structure. */
export interface AnswerShaping {
  parse(request: InferenceRequest, answer: string): Promise<StructuredOutput>;
  enrich(request: InferenceRequest, output: StructuredOutput): StructuredOutput;
}

/**
 * Gives every engine's stream the task's shape: a language model's text is read into an `output` just before the
 * end, a specialist's `output` is completed by fixed rules. Text that was cut off or refused is not read; it stays
 * text.
 * @throws InferenceError `output-unreadable`, after the text was passed on.
 */
export async function* shapeAnswer(
  events: AsyncIterable<InferenceEvent>,
  request: InferenceRequest,
  shaping: AnswerShaping,
): AsyncGenerator<InferenceEvent> {
  if (request.output === "text") {
    yield* events;
    return;
  }
  const pieces: string[] = [];
  let structured = false;
  for await (const event of events) {
    if (event.type === "output") {
      structured = true;
      yield { type: "output", output: shaping.enrich(request, event.output) };
      continue;
    }
    if (event.type === "text-delta") pieces.push(event.text);
    if (event.type === "end" && !structured && event.finishReason === "stop") {
      yield { type: "output", output: await shaping.parse(request, pieces.join("")) };
    }
    yield event;
  }
}
