import { createParser, type EventSourceMessage } from "eventsource-parser";
import type { InferenceEvent } from "../../core/event";
import type { AnswerReader } from "./answer-reader";
import { cloudError, type FailureContext } from "./classify-error";

/** Cuts decoded text into messages for the answer. `last` says that the body has ended. */
export type Framing = (text: string, last: boolean) => InferenceEvent[];

/** Characters that one message, or a whole plain answer, may have; a line without end must not fill the memory. */
const MESSAGE_LIMIT_CHARACTERS = 16 * 1024 * 1024;
/** Characters of a page that came instead of an answer which are kept for the error. */
const PAGE_LIMIT_CHARACTERS = 16_384;

/** The framing that a content type asks for; where it is missing or no help, the first character decides. */
export function createFraming(
  contentType: string | null,
  answer: AnswerReader,
  context: FailureContext,
): Framing {
  const type = contentType?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (type === "text/event-stream") return eventStream(answer, context);
  if (type === "text/html") return page(answer, context);
  return byFirstCharacter(answer, context);
}

function byFirstCharacter(answer: AnswerReader, context: FailureContext): Framing {
  let chosen: Framing | null = null;
  let head = "";
  return (text, last) => {
    if (chosen !== null) return chosen(text, last);
    head += text;
    const first = head.trimStart()[0];
    if (first === undefined && !last) return [];
    if (first === "{" || first === "[") chosen = wholeJson(answer, context);
    else if (first === "<") chosen = page(answer, context);
    else chosen = eventStream(answer, context);
    return chosen(head, last);
  };
}

function eventStream(answer: AnswerReader, context: FailureContext): Framing {
  let messages: EventSourceMessage[] = [];
  const parser = createParser({
    maxBufferSize: MESSAGE_LIMIT_CHARACTERS,
    onEvent: (message) => messages.push(message),
    onError: ({ type }) => {
      if (type === "max-buffer-size-exceeded") answer.fail(tooLong(context));
    },
  });
  const take = (last: boolean) => {
    const events = messages.flatMap((message) => answer.takeMessage(message, last));
    messages = [];
    return events;
  };
  return (text, last) => {
    parser.feed(text);
    const events = take(false);
    if (!last || answer.failure !== null) return events;
    // A server may leave out the blank line after its last message, or even the end of that line.
    parser.feed("\n\n");
    return [...events, ...take(true)];
  };
}

function wholeJson(answer: AnswerReader, context: FailureContext): Framing {
  const parts: string[] = [];
  let length = 0;
  return (text, last) => {
    parts.push(text);
    length += text.length;
    if (length > MESSAGE_LIMIT_CHARACTERS) answer.fail(tooLong(context));
    else if (last) return answer.takeWhole(parts.join(""));
    return [];
  };
}

function page(answer: AnswerReader, context: FailureContext): Framing {
  let detail = "";
  return (text, last) => {
    detail += text;
    if (last || detail.length > PAGE_LIMIT_CHARACTERS) {
      answer.fail(
        cloudError("malformed-response", "a web page came instead of an answer", context, { detail }),
      );
    }
    return [];
  };
}

function tooLong(context: FailureContext) {
  return cloudError("malformed-response", "the answer has a message without end", context);
}
