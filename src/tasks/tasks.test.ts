import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StructuredOutput, TextEdit } from "../core/output";
import { TASK_IDS } from "../core/task";
import { buildRequest, TASKS, taskDefinition } from "./index";
import { diffEdits } from "./proofread/diff-edits";
import { readJsonObject } from "./shared/json-answer";
import { createLocator } from "./shared/locate";

function applyEdits(source: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const { start, end, replacement } of edits) {
    result += source.slice(position, start) + replacement;
    position = end;
  }
  return result + source.slice(position);
}

async function editsOf(answer: string, text: string): Promise<readonly TextEdit[]> {
  const output = await TASKS.proofread.parse(answer, { text, options: {} });
  if (output.kind !== "edits") throw new Error(output.kind);
  return output.edits;
}

/** All but the person's own specialists, of which no model is told anything. */
const TOLD_IDS = TASK_IDS.filter((id) => id !== "own");

describe("every task", () => {
  it("tells nobody anything where the person's own specialist answers", () => {
    const input = { text: "a private text", options: { specialist: "s1" } };
    const request = buildRequest("own", input, { id: "r1", attachments: [], sensitivity: "normal" });
    expect(request).toMatchObject({ messages: [], params: {}, output: "labels" });
  });

  it.each(TOLD_IDS)("%s keeps the person's text whole in what a model is told", (id) => {
    const text = "Zwölf Boxkämpfer\n\njagen <b>Viktor</b> {quer}";
    const request = buildRequest(
      id,
      { text, options: { question: "Wer jagt?" } },
      { id: "r1", attachments: [], sensitivity: "normal" },
    );
    expect(request.text).toBe(text);
    expect(request.messages.at(-1)?.role).toBe("user");
    expect(request.messages.map((message) => message.content).join("\n")).toContain(text);
    expect(request.params.maxOutputTokens).toBeGreaterThan(0);
  });

  it.each(TOLD_IDS)("%s asks for a strict schema exactly when its result is structured", (id) => {
    const request = buildRequest(
      id,
      { text: "Hello.", options: {} },
      { id: "r1", attachments: [], sensitivity: "normal" },
    );
    expect(request.params.responseFormat !== undefined).toBe(request.output !== "text");
  });

  it("drops attachments from tasks that cannot use them", () => {
    const image = {
      type: "image",
      name: "a.png",
      mimeType: "image/png",
      data: "",
      width: 1,
      height: 1,
      bytes: 1,
      detail: "auto",
    } as const;
    const input = { text: "x", options: {} };
    const extra = { id: "r", attachments: [image], sensitivity: "normal" } as const;
    expect(buildRequest("tone", input, extra).attachments).toHaveLength(0);
    expect(buildRequest("ask", input, extra).attachments).toHaveLength(1);
  });

  it("takes defaults for options that are absent, blank or unknown, and clamps numbers", () => {
    const input = { text: "x", options: { target: "Klingon", maxTokens: "1e9", temperature: "oops" } };
    expect(TASKS.translate.messages(input)[0]?.content).toContain("into English");
    expect(taskDefinition("prompt").params(input)).toMatchObject({
      maxOutputTokens: 16_384,
      temperature: 0.7,
    });
  });
});

describe("proofread", () => {
  const source = "She go to school. He go home, teh end.";

  it("finds each edit by its context, so that the second of two equal words is the one that changes", async () => {
    const answer = JSON.stringify({
      edits: [
        { before: "He ", original: "go", replacement: "goes", kind: "grammar", reason: "agreement" },
        { before: "", original: "teh", replacement: "the", kind: "spelling", reason: "typo" },
      ],
    });
    const edits = await editsOf(`Sure!\n\`\`\`json\n${answer}\n\`\`\``, source);
    expect(applyEdits(source, edits)).toBe("She go to school. He goes home, the end.");
    expect(edits.map((edit) => edit.kind)).toEqual(["grammar", "spelling"]);
  });

  it("inserts after the context when `original` is empty", async () => {
    const answer = JSON.stringify({ edits: [{ before: "He go home", original: "", replacement: " now" }] });
    expect(applyEdits(source, await editsOf(answer, source))).toBe(
      "She go to school. He go home now, teh end.",
    );
  });

  it("reads a corrected text from a model that gives no JSON", async () => {
    const edits = await editsOf("She goes to school. He goes home, the end.\n", source);
    expect(applyEdits(source, edits)).toBe("She goes to school. He goes home, the end.");
  });

  it("refuses an answer that is another text, and edits that are nowhere in the text", async () => {
    await expect(
      editsOf("I am a language model and cannot help with that, sorry.", source),
    ).rejects.toMatchObject({
      code: "output-unreadable",
    });
    const alien = JSON.stringify({ edits: [{ before: "", original: "zebra", replacement: "horse" }] });
    await expect(editsOf(alien, source)).rejects.toMatchObject({ code: "output-unreadable" });
  });

  it("gives edits that always turn the source into the corrected text", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: "grapheme" }),
        fc.string({ unit: "grapheme" }),
        async (one, other) => {
          const edits = await diffEdits(one, other, "");
          expect(applyEdits(one, edits)).toBe(other);
        },
      ),
    );
  });
});

describe("finding quotes", () => {
  it("sees through line breaks and typographic marks and returns the source's own characters", () => {
    const source = "He said:\n  \u201cIt\u2019s  fine\u201d \u2014 twice.";
    const place = createLocator(source).find('"It\'s fine" - twice.');
    expect(place && source.slice(place.start, place.end)).toBe("\u201cIt\u2019s  fine\u201d \u2014 twice.");
  });

  it("finds any slice of any text, at an equal slice", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.nat(), fc.nat(), (text, one, other) => {
        const [from, to] = [one % text.length, other % text.length].sort((a, b) => a - b) as [number, number];
        const quote = text.slice(from, to + 1);
        const place = createLocator(text).find(quote);
        if (quote.trim() === "") expect(place).toBeNull();
        else expect(place && text.slice(place.start, place.end)).toBe(quote);
      }),
    );
  });

  it("marks every occurrence and prefers the longer name", async () => {
    const text = "Ann Lee met Ann. Ann Lee left.";
    const answer = JSON.stringify({
      spans: [
        { text: "Ann", label: "person" },
        { text: "Ann Lee", label: "person" },
      ],
    });
    const output = await TASKS.sensitive.parse(answer, { text, options: {} });
    expect(output.kind === "spans" && output.spans.map(({ start, end }) => text.slice(start, end))).toEqual([
      "Ann Lee",
      "Ann",
      "Ann Lee",
    ]);
  });

  it("keeps only real quotes, in the order of the text", async () => {
    const text = "First point. Second point. Third point.";
    const answer = '{"quotes":["Third point.","First point.","Invented."]}';
    const output = await TASKS["key-points"].parse(answer, { text, options: {} });
    expect(output.kind === "quotes" && output.quotes.map((quote) => quote.text)).toEqual([
      "First point.",
      "Third point.",
    ]);
  });
});

describe("labels", () => {
  it("scales tone to sum to 1 and leaves moderation scores alone", async () => {
    const input = { text: "x", options: {} };
    const tone = await TASKS.tone.parse('{"positive": 2, "neutral": "0.5", "negative": 0.5}', input);
    expect(tone).toEqual({
      kind: "labels",
      labels: [
        { label: "positive", score: 0.5 },
        { label: "neutral", score: 0.25 },
        { label: "negative", score: 0.25 },
      ],
    });
    const moderation = await TASKS.moderate.parse('{"hate": 0.2, "violence": 0.9}', input);
    expect(moderation.kind === "labels" && moderation.labels[0]).toEqual({ label: "violence", score: 0.9 });
  });

  it("refuses scores of no known class", async () => {
    const input = { text: "x", options: {} };
    await expect(TASKS.tone.parse('{"happy":1}', input)).rejects.toMatchObject({ code: "output-unreadable" });
  });
});

describe("JSON inside prose", () => {
  it("is found whatever surrounds it", () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.string(),
        fc.string(),
        (value, before, after) => {
          fc.pre(!before.includes("{"));
          const text = `${before}${JSON.stringify(value)}${after}`;
          expect(JSON.stringify(readJsonObject(text))).toBe(
            JSON.stringify(JSON.parse(JSON.stringify(value))),
          );
        },
      ),
    );
  });

  it("never hangs or throws anything but output-unreadable", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom(...TOLD_IDS), async (answer, id) => {
        const task = taskDefinition(id);
        if (task.output({ text: "", options: {} }) === "text") return;
        const result: StructuredOutput | { code: string } = await task
          .parse(answer, { text: "some text", options: {} })
          .catch((error: { code: string }) => error);
        if ("code" in result) expect(result.code).toBe("output-unreadable");
      }),
    );
  });
});
