import type { InferenceEvent } from "../../core/event";
import { type ByteReader, openByteReader } from "../shared/byte-reader";
import { type AnswerReader, createAnswerReader } from "./answer-reader";
import type { CallWatch } from "./call-watch";
import { cloudError, type FailureContext } from "./classify-error";
import { createFraming } from "./framing";
import type { CloudTimeouts } from "./timeouts";

/** What stands around one answer. */
export interface StreamContext extends FailureContext {
  watch: CallWatch;
  timeouts: CloudTimeouts;
}

/**
 * Streams the answer of a response whose status is a success, and ends with exactly one `end`. The watch's
 * `first-token` limit must already run; it holds however many comments keep the connection alive. The reader is
 * released whatever happens.
 * @throws InferenceError `first-token-timeout`, `idle-timeout`, `stream-reset`, `stream-truncated`, `stream-error`,
 *   `malformed-response`, `cancelled`, or what the server's own error stands for; always after the text before it.
 */
export async function* readAnswerStream(
  response: Response,
  context: StreamContext,
): AsyncGenerator<InferenceEvent> {
  const answer = createAnswerReader(context);
  const framing = createFraming(response.headers.get("content-type"), answer, context);
  for await (const { text, last } of readText(response, answer, context)) {
    const events = framing(text, last);
    if (answer.hasOutput) context.watch.disarm("first-token");
    yield* events;
    if (answer.failure !== null) throw answer.failure;
    if (answer.done) break;
  }
  yield answer.end();
}

/** Decoding so many bytes takes about a millisecond at worst. */
const PIECE_BYTES = 32_768;
/** A burst may be all here; parsing it in one go would be one long task. */
const PIECE_CHARACTERS = 4096;

interface TextPiece {
  text: string;
  last: boolean;
}

/** The body as text. A break after the finish reason is an end: all that was promised has come. */
async function* readText(
  response: Response,
  answer: AnswerReader,
  context: StreamContext,
): AsyncGenerator<TextPiece> {
  if (response.body === null) {
    yield { text: "", last: true };
    return;
  }
  const { watch } = context;
  const reader = openByteReader(response.body, PIECE_BYTES);
  const decoder = new TextDecoder();
  let finishing = false;
  try {
    for (;;) {
      if (!answer.finished) armIdleLimit(answer, context);
      else if (!finishing) {
        // Armed once: comments after the finish reason must not keep a complete answer waiting.
        finishing = true;
        armFinishLimit(context);
      }
      const piece = await nextPiece(reader, answer, context);
      watch.disarm("idle");
      if (piece === undefined) {
        yield { text: decoder.decode(), last: true };
        return;
      }
      const text = decoder.decode(piece, { stream: true });
      for (let start = 0; start < text.length; start += PIECE_CHARACTERS) {
        yield { text: text.slice(start, start + PIECE_CHARACTERS), last: false };
      }
    }
  } finally {
    watch.disarm("idle");
    watch.disarm("after-finish");
    reader.close();
  }
}

/** Runs only while we wait, so that a slow consumer is never taken for a silent server. */
function armIdleLimit(answer: AnswerReader, context: StreamContext): void {
  const { watch, timeouts } = context;
  if (!answer.hasOutput) return;
  watch.arm("idle", timeouts.idleMs, () =>
    cloudError("idle-timeout", `no bytes for ${timeouts.idleMs} ms`, context),
  );
}

function armFinishLimit(context: StreamContext): void {
  const { watch, timeouts } = context;
  watch.disarm("first-token");
  watch.arm("after-finish", timeouts.afterFinishMs, () =>
    cloudError("idle-timeout", "the stream stayed open after its finish reason", context),
  );
}

/** The next bytes; undefined at the end. */
async function nextPiece(
  reader: ByteReader,
  answer: AnswerReader,
  context: StreamContext,
): Promise<Uint8Array | undefined> {
  try {
    return await context.watch.guard(reader.read());
  } catch (thrown) {
    const { failure } = context.watch;
    if (failure?.code === "cancelled") throw failure;
    if (answer.finished) return undefined;
    throw (
      failure ?? cloudError("stream-reset", "the connection broke in mid-answer", context, { cause: thrown })
    );
  }
}
