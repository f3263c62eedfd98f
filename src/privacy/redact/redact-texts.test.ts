import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { TextSpan } from "../../core/output";
import type { Redaction } from "../../core/privacy";
import { createRestorer, restoreText } from "../restore/create-restorer";
import { redactTexts } from "./redact-texts";

/** Spans of each of these words where it first stands in each text. */
function spansOf(texts: readonly string[], words: Readonly<Record<string, string>>): TextSpan[][] {
  return texts.map((text) =>
    Object.entries(words).flatMap(([word, label]) => {
      const start = text.indexOf(word);
      return start < 0 ? [] : [{ start, end: start + word.length, label, score: 0.9 }];
    }),
  );
}

function redact(
  texts: readonly string[],
  words: Readonly<Record<string, string>>,
  options: { known?: readonly Redaction[]; keep?: ReadonlySet<string> } = {},
) {
  return redactTexts(texts, spansOf(texts, words), options);
}

describe("redacting", () => {
  it("gives one placeholder to one text, everywhere", () => {
    const { texts, redactions, masked } = redact(["Ann Lee met Bob. Ann Lee left.", "Was Ann Lee there?"], {
      "Ann Lee": "person",
      Bob: "person",
    });
    expect(texts).toEqual(["PERSON_1 met PERSON_2. PERSON_1 left.", "Was PERSON_1 there?"]);
    expect(redactions).toEqual([
      { placeholder: "PERSON_1", original: "Ann Lee", label: "person" },
      { placeholder: "PERSON_2", original: "Bob", label: "person" },
    ]);
    expect(masked).toEqual([
      [
        { start: 0, end: 8, redaction: 0 },
        { start: 13, end: 21, redaction: 1 },
        { start: 23, end: 31, redaction: 0 },
      ],
      [{ start: 4, end: 12, redaction: 0 }],
    ]);
  });

  it.each([
    ["Ann Lee, ANN LEE", "PERSON_1, PERSON_1_2"],
    ["Ann Lee's and ann\nlee", "PERSON_1's and PERSON_1_2"],
    ["Ann Lee. Ms Lee, dear Ann, annlee@", "PERSON_1. Ms PERSON_1_2, dear PERSON_1_3, PERSON_1_4@"],
    ["Ann Lee in Leeds, annals", "PERSON_1 in Leeds, annals"],
    ["**Ann Lee** and _Ann Lee_", "**PERSON_1** and _PERSON_1_"],
    ["Ann Lee_2024.docx", "PERSON_1.docx"],
  ])("finds again what no detector found: %j", (text, expected) => {
    expect(redact([text], { "Ann Lee": "person" }).texts).toEqual([expected]);
  });

  it("leaves words that only in capitals were a name", () => {
    const words = { Rose: "person", WHO: "organisation" };
    expect(redact(["Rose asked WHO, who rose. Rose!"], words).texts).toEqual([
      "PERSON_1 asked ORG_1, who rose. PERSON_1!",
    ]);
  });

  it("finds possessives without an apostrophe", () => {
    expect(redact(["Angela kommt. Angelas Auto, angelas Rad"], { Angela: "person" }).texts).toEqual([
      "PERSON_1 kommt. PERSON_1_2 Auto, PERSON_1_3 Rad",
    ]);
  });

  it("takes time in step with the text", () => {
    const textOf = (count: number) =>
      Array.from({ length: count }, (_, index) => `u${index}@example.org Ann Lee `).join("");
    const timeOf = (text: string) => {
      const spans = [...text.matchAll(/\S+@\S+/g)].map(({ index, 0: mail }) => ({
        start: index,
        end: index + mail.length,
        label: "email",
        score: 1,
      }));
      const started = performance.now();
      const { texts, redactions } = redactTexts([text], [spans], {});
      expect(restoreText(texts[0] ?? "", redactions).text).toBe(text);
      return performance.now() - started;
    };
    timeOf(textOf(300));
    const [short, long] = [textOf(400), textOf(4000)].map((text) =>
      Math.min(...[1, 2, 3].map(() => timeOf(text))),
    );
    // Ten times the text: quadratic work would take a hundred times as long.
    expect((long ?? 0) / (short ?? 1)).toBeLessThan(45);
  });

  it("leaves common words that are parts of a name", () => {
    expect(redact(["Rose Brown has a brown Dog"], { "Rose Brown": "person" }).texts).toEqual([
      "PERSON_1 has a brown Dog",
    ]);
  });

  it("finds numbers again however they are grouped, and secrets inside words", () => {
    const text = "0664 123 4567, later 06641234567 and 0664-123-4567; s3cr3t-value, xs3cr3t-valuex";
    expect(redact([text], { "0664 123 4567": "phone", "s3cr3t-value": "secret" }).texts).toEqual([
      "PHONE_1, later PHONE_1_2 and PHONE_1_3; SECRET_1, SECRET_1_2",
    ]);
  });

  it.each([
    "PERSON_1",
    "person_1",
    "PERSON\\_1",
    "Person 1",
    "PERSON-1",
    "_PERSON_1_",
    "PERSON_1s",
    "PERSON_1_2",
  ])("takes another number where the text holds %s", (mention) => {
    const text = `${mention} is not Ann Lee`;
    const { texts, redactions } = redact([text], { "Ann Lee": "person" });
    expect(texts).toEqual([`${mention} is not PERSON_2`]);
    expect(restoreText(texts[0] ?? "", redactions)).toMatchObject({ text });
  });

  it("keeps the placeholders of earlier turns and looks for their originals", () => {
    const first = redact(["I am Ann Lee"], { "Ann Lee": "person" });
    const second = redact(
      ["I am Ann Lee", "Ann Lee and Bob"],
      { Bob: "person" },
      { known: first.redactions },
    );
    expect(second.texts).toEqual(["I am PERSON_1", "PERSON_1 and PERSON_2"]);
    expect(second.redactions[0]).toEqual(first.redactions[0]);
  });

  it("hides words that look like a placeholder of an earlier turn", () => {
    const known: Redaction[] = [{ placeholder: "PERSON_1", original: "Ann Lee", label: "person" }];
    const text = "Who is PERSON_1, Ann Lee?";
    const { texts, redactions } = redactTexts([text], [[]], { known });
    expect(texts).toEqual(["Who is PRIVATE_1, PERSON_1?"]);
    expect(restoreText(texts[0] ?? "", redactions).text).toBe(text);
  });

  it("masks no name within an address that goes as it is", () => {
    const text = "Ada Lovelace, ada.lovelace@mail.example, Lovelace";
    const spans = [
      { start: 0, end: 12, label: "person", score: 0.9 },
      { start: 14, end: 39, label: "email", score: 1 },
    ];
    const { texts } = redactTexts([text], [spans], { keep: new Set(["ada.lovelace@mail.example"]) });
    expect(texts[0]).toMatch(/^PERSON_1, ada\.lovelace@mail\.example, PERSON_1_\d$/);
  });

  it("sends what the person unmasked, and only that", () => {
    const options = { keep: new Set(["Ann Lee"]) };
    expect(redact(["Ann Lee, Bob, Lee"], { "Ann Lee": "person", Bob: "person" }, options).texts).toEqual([
      "Ann Lee, PERSON_1, Lee",
    ]);
  });

  it("joins what overlaps or touches, and leaves white space outside", () => {
    const spans = [
      { start: 0, end: 4, label: "person", score: 0.9 },
      { start: 4, end: 8, label: "organisation", score: 0.5 },
      { start: 7, end: 10, label: "place", score: 0.8 },
    ];
    expect(redactTexts(["Ann Corporate"], [spans], {}).texts).toEqual(["PERSON_1 PLACE_1"]);
  });

  it("never lets PERSON_1 touch PERSON_10", () => {
    const names = Array.from({ length: 12 }, (_, index) => `Zq${"abcdefghijkl".charAt(index)}x`);
    const text = names.join(" ");
    const { texts, redactions } = redact([text], Object.fromEntries(names.map((name) => [name, "person"])));
    expect(texts[0]).toContain("PERSON_10");
    expect(restoreText(texts[0] ?? "", redactions).text).toBe(text);
  });

  it("does not name a placeholder after a word that is hidden itself", () => {
    expect(redact(["person of interest: Ann"], { person: "term", Ann: "person" }).texts).toEqual([
      "TERM_1 of interest: PRIVATE_1",
    ]);
  });
});

const word = fc.constantFrom(
  "Ann Lee",
  "ANN LEE",
  "Lee",
  "Ann",
  "ann@lee.org",
  "4111 1111 1111 1111",
  "4111111111111111",
  "PERSON_1",
  "Person 2",
  "PERSON\\_1",
  "EMAIL_1",
  "person_1_2",
  "PRIVATE_1",
  "_",
  "*",
  "`",
  '"',
  "\\",
  "{",
  "[",
  "\n",
  " ",
  "x",
  "1",
  "```json\n",
  "C:\\new",
  'the "x"',
);
const textOf = fc
  .array(fc.oneof({ weight: 4, arbitrary: word }, fc.string({ maxLength: 3 })))
  .map((parts) => parts.join(""));
const conversation = fc.array(textOf, { minLength: 1, maxLength: 4 }).chain((texts) =>
  fc.record({
    texts: fc.constant(texts),
    spans: fc.tuple(
      ...texts.map((text) =>
        fc
          .array(
            fc.record({
              start: fc.nat(text.length),
              size: fc.integer({ min: 1, max: 12 }),
              label: fc.constantFrom("person", "email", "secret", "my label", "名"),
            }),
            { maxLength: 4 },
          )
          .map((list) =>
            list.map(
              ({ start, size, label }): TextSpan => ({
                start,
                end: Math.min(text.length, start + size),
                label,
                score: 0.9,
              }),
            ),
          ),
      ),
    ),
  }),
);
const cuts = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 40 });

function streamed(text: string, sizes: readonly number[], redactions: readonly Redaction[]): string {
  const restorer = createRestorer(redactions);
  let shown = "";
  for (let index = 0, at = 0; at < text.length; index++) {
    const size = sizes[index % sizes.length] ?? 1;
    shown += restorer.push(text.slice(at, at + size));
    at += size;
  }
  return shown + restorer.end();
}

describe("redacting and restoring", () => {
  it("gives back any text, however it is cut, over two turns", () => {
    fc.assert(
      fc.property(conversation, conversation, cuts, (first, second, sizes) => {
        const earlier = redactTexts(first.texts, first.spans, {});
        const later = redactTexts(second.texts, second.spans, { known: earlier.redactions });
        for (const [given, result] of [
          [first, earlier],
          [second, later],
        ] as const) {
          for (const [index, text] of given.texts.entries()) {
            expect(restoreText(result.texts[index] ?? "", result.redactions).text).toBe(text);
            expect(streamed(result.texts[index] ?? "", sizes, result.redactions)).toBe(text);
            for (const { start, end, redaction } of result.masked[index] ?? []) {
              expect(result.texts[index]?.slice(start, end)).toBe(result.redactions[redaction]?.placeholder);
            }
          }
        }
      }),
      { numRuns: 2000 },
    );
  });
});
