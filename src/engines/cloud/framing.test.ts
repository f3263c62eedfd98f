import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import { createCallWatch } from "./call-watch";
import { readAnswerStream } from "./read-stream";
import { DEFAULT_TIMEOUTS } from "./timeouts";

/** What a reader makes of bytes that arrive in those pieces. */
async function read(
  pieces: readonly Uint8Array<ArrayBuffer>[],
  contentType: string | null = "text/event-stream",
): Promise<{ events: InferenceEvent[]; error: unknown }> {
  let at = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = pieces[at++];
      if (piece === undefined) controller.close();
      else controller.enqueue(piece);
    },
  });
  const headers = contentType === null ? {} : { "content-type": contentType };
  const watch = createCallWatch(new AbortController().signal, () => new InferenceError("cancelled", "x"));
  const context = { apiKey: "sk-key", watch, timeouts: DEFAULT_TIMEOUTS };
  const events: InferenceEvent[] = [];
  try {
    for await (const event of readAnswerStream(new Response(body, { headers }), context)) events.push(event);
    return { events, error: null };
  } catch (error) {
    return { events, error };
  } finally {
    watch.dispose();
  }
}

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** Cuts bytes at any places, in mid-character and within line ends too. */
function cut(bytes: Uint8Array<ArrayBuffer>, cuts: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const places = [...new Set(cuts.map((share) => Math.floor(share * bytes.length)))].sort((a, b) => a - b);
  const edges = [0, ...places, bytes.length];
  return edges.slice(1).map((end, index) => bytes.slice(edges[index], end));
}

/** One message of an answer, as JSON, in several forms. */
const message = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 12 }).map((content) => ({ choices: [{ delta: { content } }] })),
  fc.string({ maxLength: 6 }).map((reasoning) => ({ choices: [{ delta: { reasoning, content: null } }] })),
  fc.constant({ choices: [], prompt_filter_results: [] }),
  fc.constant({ choices: [{ delta: null }] }),
  fc.nat(999).map((tokens) => ({ choices: [], usage: { completion_tokens: tokens } })),
);

/** How a message is written down. */
interface Dress {
  lineEnd: string;
  space: boolean;
  spread: boolean;
  before: string;
}

const dress: fc.Arbitrary<Dress> = fc.record({
  lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
  space: fc.boolean(),
  spread: fc.boolean(),
  before: fc.constantFrom("", ": keep-alive", ":", "id: 7", "retry: 10", "event: message", "unknown: field"),
});

function write(json: unknown, { lineEnd, space, spread, before }: Dress): string {
  const field = space ? "data: " : "data:";
  const text = json === "[DONE]" ? "[DONE]" : JSON.stringify(json, null, spread ? 1 : 0);
  const lines = text.split("\n").map((line) => field + line);
  return [...(before === "" ? [] : [before]), ...lines, "", ""].join(lineEnd);
}

const END = { choices: [{ delta: {}, finish_reason: "stop" }] };

const stream = fc.record({
  messages: fc.array(fc.tuple(message, dress), { maxLength: 12 }),
  end: dress,
  done: fc.option(dress, { nil: undefined }),
  bom: fc.boolean(),
  contentType: fc.constantFrom("text/event-stream", "text/event-stream; charset=utf-8", null, "text/plain"),
  cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { maxLength: 40 }),
});

describe("framing", () => {
  it("C15 any cutting and dressing of a valid stream gives the same events", async () => {
    await fc.assert(
      fc.asyncProperty(stream, async ({ messages, end, done, bom, contentType, cuts }) => {
        const plain = { lineEnd: "\n", space: true, spread: false, before: "" };
        const all = [...messages.map(([json]) => json), END];
        const reference = await read([bytesOf(all.map((json) => write(json, plain)).join(""))]);
        expect(reference.error).toBeNull();

        const dressed = [
          bom ? "\ufeff" : "",
          ...messages.map(([json, how]) => write(json, how)),
          write(END, end),
          done === undefined ? "" : write("[DONE]", done) + write({ error: "never read" }, done),
        ].join("");
        const { events, error } = await read(cut(bytesOf(dressed), cuts), contentType);
        expect(error).toBeNull();
        expect(events).toEqual(reference.events);
        const text = messages.map(([json]) => json.choices[0]?.delta?.content ?? "").join("");
        expect(events.map((event) => (event.type === "text-delta" ? event.text : "")).join("")).toBe(text);
      }),
      { numRuns: 400 },
    );
  });

  it("C11 a valid stream cut off anywhere before its finish reason is no success, and loses no whole message", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 }),
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        async (texts, share) => {
          const parts = texts.map(
            (content) => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`,
          );
          const bytes = bytesOf(parts.join(""));
          const kept = bytes.slice(0, Math.floor(share * bytes.length));
          const { events, error } = await read([kept]);
          expect(error).toMatchObject({ code: "stream-truncated" });
          const text = events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
          expect(texts.join("").startsWith(text)).toBe(true);
          const whole = new TextDecoder().decode(kept).split("\n\n").length - 1;
          expect(text.startsWith(texts.slice(0, whole).join(""))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("C14 arbitrary bytes fail with an InferenceError, or are an answer that ended well", async () => {
    const lines = fc.constantFrom(
      "data: ",
      "data:",
      "\n",
      "\n\n",
      "\r",
      "event: error\n",
      "{",
      "}",
      "[DONE]",
      '{"choices":[{"delta":{"content":"x"},"finish_reason":"stop"}]}',
      '{"error":{"code":429}}',
      "<html>",
      "null",
      "\ufeff",
    );
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(lines, { maxLength: 20 }).map((parts) => bytesOf(parts.join(""))),
    );
    const type = fc.constantFrom("text/event-stream", "application/json", "text/html", "text/plain", null);
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 6 }), type, async (pieces, contentType) => {
        const { events, error } = await read(
          pieces.map((piece) => new Uint8Array(piece)),
          contentType,
        );
        const ends = events.filter(({ type: name }) => name === "end").length;
        expect(ends).toBe(error === null ? 1 : 0);
        if (error !== null) expect(error).toBeInstanceOf(InferenceError);
      }),
      { numRuns: 600 },
    );
  });

  it("C14 a line without end does not fill the memory", async () => {
    const piece = bytesOf("x".repeat(1024 * 1024));
    const { error } = await read([bytesOf("data: "), ...Array(20).fill(piece)]);
    expect(error).toMatchObject({ code: "malformed-response" });
    const json = await read([bytesOf("{"), ...Array(20).fill(piece)], "application/json");
    expect(json.error).toMatchObject({ code: "malformed-response" });
  });
});
