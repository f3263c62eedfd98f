import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { InferenceEvent } from "../../core/event";
import { createThinkingSplitter } from "../shared/split-thinking";
import { toChatCompletion } from "./mapping";
import { readProgress } from "./read-progress";
import { escapeSpecialText, unescapeSpecialText } from "./special-text";
import { exampleModel, exampleRequest } from "./test-support/example";

const model = exampleModel("https://example.com/tiny");

describe("toChatCompletion", () => {
  it("sends max_tokens, because the library ignores max_completion_tokens", () => {
    const request = exampleRequest({
      params: { maxOutputTokens: 9, temperature: 0, topP: 0.5, seed: 3, stop: ["END"] },
    });
    const { body } = toChatCompletion(request, model, "none");
    expect(body).toEqual({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "Say hello" },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 9,
      temperature: 0,
      top_p: 0.5,
      seed: 3,
      stop: ["END"],
    });
  });

  it("sends a schema as json_object, because the library ignores json_schema and fails without a schema", () => {
    const schema = { type: "object", properties: { a: { type: "string" } } };
    const request = exampleRequest({
      params: { responseFormat: { type: "json-schema", name: "x", schema } },
    });
    expect(toChatCompletion(request, model, "none").body.response_format).toEqual({
      type: "json_object",
      schema: JSON.stringify(schema),
    });
    expect(toChatCompletion(request, model, "on").body.extra_body).toEqual({ enable_thinking: false });
    expect(toChatCompletion(request, model, "unknown").body).not.toHaveProperty("extra_body");
  });

  it("puts all system text first, because the library takes it nowhere else", () => {
    const { body, isFreshPrompt } = toChatCompletion(
      exampleRequest({
        messages: [
          { role: "user", content: "a" },
          { role: "assistant", content: "b" },
          { role: "system", content: "rule" },
          { role: "user", content: "c" },
        ],
      }),
      model,
      "none",
    );
    expect(body.messages.map((message) => message.role)).toEqual(["system", "user", "assistant", "user"]);
    expect(isFreshPrompt).toBe(false);
  });

  it("refuses a conversation whose last turn is not the user's", () => {
    const request = exampleRequest({ messages: [{ role: "assistant", content: "hm" }] });
    expect(() => toChatCompletion(request, model, "none")).toThrow(
      expect.objectContaining({ code: "input-empty" }),
    );
  });

  it("sends images to a model that sees, and refuses them and sounds otherwise", () => {
    const image = {
      type: "image" as const,
      name: "a.png",
      mimeType: "image/png",
      data: "AAAA",
      width: 1,
      height: 1,
      bytes: 3,
      detail: "auto" as const,
    };
    const request = exampleRequest({ attachments: [image] });
    const seeing = exampleModel("https://example.com/v", { modalities: ["text", "image"] });
    expect(toChatCompletion(request, seeing, "none").body.messages.at(-1)?.content).toEqual([
      { type: "text", text: "Say hello" },
      { type: "image_url", image_url: { url: "data:image/png;base64,AAAA" } },
    ]);
    expect(() => toChatCompletion(request, model, "none")).toThrow(
      expect.objectContaining({ code: "attachment-unsupported" }),
    );
  });
});

describe("escapeSpecialText", () => {
  it("breaks the strings that end a turn or fill in a template, and nothing else", () => {
    for (const special of [
      "<|im_end|>",
      "<|im_start|>",
      "<|eot_id|>",
      "<end_of_turn>",
      "</s>",
      "[INST]",
      "<</SYS>>",
      "{function_string}",
      "{user_message}",
    ]) {
      expect(escapeSpecialText(`a ${special} b`).text).not.toContain(special);
    }
    for (const plain of ["a < b | c > d", "<p>html</p>", "costs $5 or $10", "{name}", "[1] [x]", "<| |>"]) {
      expect(escapeSpecialText(plain)).toEqual({ text: plain, escaped: false });
    }
  });

  it("keeps `$` patterns from being read by String.replace, with which the library fills its templates", () => {
    for (const text of ["$&", "$$", "$`", "$'", "a$$&b", "$$$$"]) {
      const filled = "<user>{user_message}</user>".replace("{user_message}", escapeSpecialText(text).text);
      expect(unescapeSpecialText(filled)).toBe(`<user>${text}</user>`);
    }
  });

  it("can be undone whatever the text", () => {
    const pieces = fc.constantFrom("<|", "|>", "im_end", "<", "s>", "$", "&", "[INST]", "{", "}", "a", "\n");
    fc.assert(
      fc.property(
        fc.array(pieces).map((parts) => parts.join("")),
        (text) => {
          const { text: escaped } = escapeSpecialText(text);
          expect(unescapeSpecialText(escaped)).toBe(text);
          expect(escaped).not.toMatch(/<\|im_end\|>|\[INST\]|\$[$&`']/);
        },
      ),
    );
  });
});

describe("createThinkingSplitter", () => {
  const joined = (events: readonly InferenceEvent[], type: "text-delta" | "reasoning-delta") =>
    events.map((event) => (event.type === type ? event.text : "")).join("");

  it("gives the same answer and thinking however the text is cut", () => {
    const texts: readonly [string, string, string][] = [
      ["<think>\n\n</think>\n\nHello", "", "Hello"],
      ["<think>Hm <b> </think>Hello </think> there", "Hm <b> ", "Hello </think> there"],
      ["No thinking <think>at all", "", "No thinking <think>at all"],
      ["<think>never ends </thin", "never ends </thin", ""],
      ["  <thin", "", "  <thin"],
      [" plain", "", " plain"],
    ];
    for (const [text, reasoning, answer] of texts) {
      fc.assert(
        fc.property(fc.array(fc.nat(text.length)), (cuts) => {
          const splitter = createThinkingSplitter();
          const places = [0, ...cuts.sort((one, other) => one - other), text.length];
          const events = places.flatMap((place, index) =>
            splitter.push(text.slice(places[index - 1] ?? 0, place)),
          );
          events.push(...splitter.flush());
          expect([joined(events, "reasoning-delta").trim(), joined(events, "text-delta")]).toEqual([
            reasoning.trim(),
            answer,
          ]);
        }),
        { numRuns: 50 },
      );
    }
  });
});

describe("readProgress", () => {
  it("tells the library's three counts apart by their text", () => {
    const read = (text: string) => readProgress({ progress: 0.25, timeElapsed: 0, text });
    expect(read("Fetching param cache[1/4]: 12MB fetched. 25% completed, 3 secs elapsed.")).toEqual({
      type: "load-progress",
      phase: "Downloading",
      loaded: 1,
      total: 4,
    });
    expect(read("Loading model from cache[2/4]: 12MB loaded.")).toMatchObject({ loaded: 2, total: 4 });
    expect(read("Loading GPU shader modules[3/40]: 7% completed")).toMatchObject({ loaded: 3, total: 40 });
    expect(read("Start to fetch params")).toMatchObject({ loaded: 0.25, total: 1 });
    expect(read("Finish loading on WebGPU - apple")).toBeNull();
  });
});
