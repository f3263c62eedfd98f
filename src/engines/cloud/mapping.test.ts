import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Attachment } from "../../core/request";
import { readAnswerPart, readErrorBody, readModelList, readUsage, toWireBody } from "./mapping";
import { PROVIDERS } from "./providers";
import { requestWith } from "./test-support/cloud-fixture";

const image: Attachment = {
  type: "image",
  name: "a.png",
  mimeType: "image/png",
  data: "iVBORw0KGgo=",
  width: 1,
  height: 1,
  bytes: 8,
  detail: "low",
};
const sound = (mimeType: "audio/wav" | "audio/mpeg"): Attachment => ({
  type: "audio",
  name: "a",
  mimeType,
  data: "AAAA",
  durationMs: 1,
  bytes: 3,
});

const body = (
  change: Parameters<typeof requestWith>[0],
  model = "gpt-4o",
  provider = PROVIDERS.openai,
  maxOutputTokens?: number,
) => JSON.parse(toWireBody(requestWith(change), model, provider, maxOutputTokens));

describe("the body of a request", () => {
  it("has nothing in it that was not asked for", () => {
    expect(body({})).toEqual({
      model: "gpt-4o",
      messages: [{ role: "user", content: "Tell me about tea." }],
      stream: true,
      stream_options: { include_usage: true },
    });
  });

  it("carries every parameter under its wire name", () => {
    const params = { maxOutputTokens: 9, temperature: 0, topP: 0.5, seed: 7, stop: ["END"] };
    expect(body({ params })).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      seed: 7,
      stop: ["END"],
    });
    expect(body({ params: { stop: [] } })).not.toHaveProperty("stop");
  });

  it.each(["o3", "o4-mini", "gpt-5", "gpt-5.1", "gpt-6-luna", "openai/o3-mini", "gpt-5-2025-08-07"])(
    "asks %s for max_completion_tokens with room to think, and sends no sampling parameters",
    (model) => {
      const params = { maxOutputTokens: 100, temperature: 0, topP: 0.5, stop: ["END"] };
      const sent = body({ params }, model);
      expect(sent.max_completion_tokens).toBeGreaterThan(100);
      for (const name of ["max_tokens", "temperature", "top_p", "stop"])
        expect(sent).not.toHaveProperty(name);
      expect(body({ params }, model, PROVIDERS.openai, 50).max_completion_tokens).toBe(50);
    },
  );

  it.each(["gpt-4o", "gpt-4.1-mini", "gpt-oss-20b", "llama3", "omni-1", "qwen3-235b"])(
    "asks %s for max_tokens",
    (model) => {
      expect(body({ params: { maxOutputTokens: 5, temperature: 1 } }, model)).toMatchObject({
        max_tokens: 5,
        temperature: 1,
      });
    },
  );

  it("asks servers on this machine for max_tokens whatever the model is called", () => {
    for (const provider of [PROVIDERS.ollama, PROVIDERS["llama-cpp"], PROVIDERS["lm-studio"]]) {
      expect(body({ params: { maxOutputTokens: 5 } }, "gpt-5", provider)).toMatchObject({ max_tokens: 5 });
    }
  });

  it("never asks for more than the model can write", () => {
    expect(body({ params: { maxOutputTokens: 9000 } }, "m", PROVIDERS.custom, 4096).max_tokens).toBe(4096);
  });

  it("puts attachments into the last user message, after its text", () => {
    const messages = [
      { role: "user", content: "first" },
      { role: "assistant", content: "yes" },
      { role: "user", content: "second" },
    ] as const;
    const sent = body({ messages, attachments: [image, sound("audio/wav"), sound("audio/mpeg")] });
    expect(sent.messages[0]).toEqual(messages[0]);
    expect(sent.messages[2].content).toEqual([
      { type: "text", text: "second" },
      { type: "image_url", image_url: { url: "data:image/png;base64,iVBORw0KGgo=", detail: "low" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "wav" } },
      { type: "input_audio", input_audio: { data: "AAAA", format: "mp3" } },
    ]);
    expect(body({ messages: [], attachments: [image] }).messages).toHaveLength(1);
  });

  it("puts attachments into the messages they belong to, also when the first messages were left out", () => {
    const second: Attachment = { ...image, data: "QUFBQQ==" };
    const messages = [
      { role: "user" as const, content: "This?", attachmentCount: 1 },
      { role: "assistant" as const, content: "A cat." },
      { role: "user" as const, content: "", attachmentCount: 1 },
      { role: "user" as const, content: "Well?" },
    ];
    const urls = (sent: { content: string | { image_url?: { url: string } }[] }[]) =>
      sent.map(({ content }) =>
        typeof content === "string" ? content : content.flatMap(({ image_url }) => image_url?.url ?? []),
      );
    const [first, other] = [image, second].map(({ data }) => `data:image/png;base64,${data}`);
    expect(urls(body({ messages, attachments: [image, second] }).messages)).toEqual([
      [first],
      "A cat.",
      [other],
      "Well?",
    ]);
    expect(urls(body({ messages: messages.slice(1), attachments: [image, second] }).messages)).toEqual([
      "A cat.",
      [other],
      "Well?",
    ]);
  });

  it("asks for a schema under a name that the wire allows", () => {
    const schema = { type: "object", properties: {} };
    const responseFormat = { type: "json-schema", name: "my edits!", schema } as const;
    expect(body({ params: { responseFormat } }).response_format).toEqual({
      type: "json_schema",
      json_schema: { name: "my_edits_", strict: true, schema },
    });
  });

  it("is the same bytes for the same request, and keeps every message as it is", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            role: fc.constantFrom("system" as const, "user" as const, "assistant" as const),
            content: fc.string({ unit: "binary" }),
          }),
          { minLength: 1 },
        ),
        (messages) => {
          const request = requestWith({ messages });
          const first = toWireBody(request, "m", PROVIDERS.custom);
          expect(toWireBody(structuredClone(request), "m", PROVIDERS.custom)).toBe(first);
          expect(JSON.parse(first).messages).toEqual(messages);
        },
      ),
    );
  });
});

describe("reading an answer", () => {
  it.each([null, 1, "x", [], [1], undefined, true])("takes %j for no answer", (json) => {
    expect(readAnswerPart(json)).toBeNull();
  });

  it("reads the first choice alone, as delta or as message, in parts or whole", () => {
    const texts = [
      {
        choices: [
          { index: 0, delta: { content: "a" } },
          { index: 1, delta: { content: "b" } },
        ],
      },
      {
        choices: [
          { index: 1, delta: { content: "b" } },
          { index: 0, delta: { content: "a" } },
        ],
      },
      { choices: [{ message: { content: "a" } }] },
      { choices: [{ delta: { content: [{ type: "text", text: "a" }] } }] },
    ].map((json) => readAnswerPart(json)?.text);
    expect(texts).toEqual(["a", "a", "a", "a"]);
  });

  it("reads nulls and gaps as nothing", () => {
    for (const choices of [
      undefined,
      null,
      [],
      [null],
      [{}],
      [{ delta: null }],
      [{ delta: { content: null } }],
    ]) {
      expect(readAnswerPart({ choices })).toMatchObject({ text: "", finishReason: null, failure: null });
    }
  });

  it("keeps thinking apart, under any of its names, and takes it once", () => {
    const thoughts = [
      { reasoning_content: "t" },
      { reasoning: "t" },
      { reasoning: "t", reasoning_content: "t" },
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "t" }] }] },
    ].map((delta) => readAnswerPart({ choices: [{ delta }] }));
    for (const part of thoughts) expect(part).toMatchObject({ reasoning: "t", text: "" });
  });

  it.each([
    ["stop", "stop"],
    ["length", "length"],
    ["content_filter", "content-filter"],
    ["SAFETY", "content-filter"],
    ["refusal", "refusal"],
    ["tool_calls", "tool-calls"],
    ["function_call", "tool-calls"],
    ["eos", "stop"],
    ["constructor", "stop"],
    ["", null],
    [null, null],
  ])("reads the finish reason %j as %j", (wire, finishReason) => {
    expect(readAnswerPart({ choices: [{ finish_reason: wire }] })?.finishReason).toBe(finishReason);
  });

  it("reads errors in every shape, and a numeric code as a status", () => {
    const failures = [
      { error: { message: "m", code: "c", type: "t" } },
      { error: "m" },
      { object: "error", message: "m", code: 400 },
      { type: "error", error: { message: "m" } },
      { detail: "m" },
      { message: "m" },
      [{ error: { message: "m", status: "UNAVAILABLE", code: 503 } }],
      "m",
    ].map((json) => readErrorBody(json));
    expect(failures.map((failure) => failure?.message)).toEqual(Array(8).fill("m"));
    expect(failures[0]?.codes).toEqual(["c", "t"]);
    expect(failures[2]?.status).toBe(400);
    expect(failures[6]).toMatchObject({ status: 503, codes: ["UNAVAILABLE"] });
    for (const none of [null, 3, {}, [], { error: null }, { error: "" }])
      expect(readErrorBody(none)).toBeNull();
  });

  it("reads usage under either name, and no figure that is none", () => {
    expect(readUsage({ input_tokens: 3, output_tokens: 4 })).toEqual({ inputTokens: 3, outputTokens: 4 });
    expect(readUsage({ prompt_tokens: -1, completion_tokens: "9", cost: Number.NaN })).toBeNull();
    expect(readUsage({ prompt_tokens: 3, prompt_cache_hit_tokens: 2 })).toEqual({
      inputTokens: 3,
      cachedInputTokens: 2,
    });
    expect(readUsage(null)).toBeNull();
  });

  it("never throws, whatever the JSON is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
        const json = {
          choices: [{ delta: one, finish_reason: other, usage: one }],
          error: other,
          usage: one,
        };
        const part = readAnswerPart(json);
        expect(typeof part?.text).toBe("string");
        readErrorBody(one);
        readModelList(other);
      }),
      { numRuns: 500 },
    );
  });
});

describe("reading a list of models", () => {
  it("takes every shape in use", () => {
    const names = [
      { data: [{ id: "a" }] },
      { models: [{ name: "a" }] },
      [{ id: "a" }],
      { models: [{ model: "a" }] },
      { data: ["a", {}, null, 3] },
    ].map((json) => readModelList(json)?.map(({ name }) => name));
    expect(names).toEqual(Array(5).fill(["a"]));
    for (const none of [null, {}, "x", { data: "a" }]) expect(readModelList(none)).toBeNull();
  });

  it("C19 reads the date of shutdown as text or as seconds, and the context length", () => {
    const list = readModelList({
      data: [
        { id: "a", shutdown_date: "2027-01-14" },
        { id: "b", shutdown_date: 1_799_884_800 },
        { id: "c", deprecation_date: "2026-12-11T00:00:00Z", context_length: 8192 },
        { id: "d", shutdown_date: null, max_model_len: 0 },
        { id: "e", shutdown_date: "soon" },
        { id: "f", shutdown_date: 1e300 },
      ],
    });
    expect(list).toEqual([
      { name: "a", shutdownDate: "2027-01-14" },
      { name: "b", shutdownDate: "2027-01-14" },
      { name: "c", shutdownDate: "2026-12-11", contextWindow: 8192 },
      { name: "d" },
      { name: "e" },
      { name: "f" },
    ]);
  });
});
