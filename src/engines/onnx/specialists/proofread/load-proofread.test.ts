import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { TextEdit } from "../../../../core/output";
import { wordTokens } from "../shared/word-tokens";
import type { ForwardPass, RunSpecialist } from "../specialist";
import { nodeContext } from "../test-support/node-forward-pass";
import { type Lexicon, readLexicon } from "./lexicon";
import { loadProofread } from "./load-proofread";
import { protectedRanges } from "./protected-ranges";
import { tagWords } from "./tag-words";

interface SampleSentence {
  text: string;
  flags: number[];
  /** By training's float32 model. */
  tags: number[];
  /** By torch with the int8 weights. */
  shippedTags: number[];
}

const FOLDER = "public/models/proofread";
const context = nodeContext(FOLDER);
const sample = JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8")) as SampleSentence[];
let run: RunSpecialist;
let lexicon: Lexicon;
let forwardPass: ForwardPass;

beforeAll(async () => {
  run = await loadProofread(context);
  lexicon = await readLexicon(await context.readFile("lists.bin"));
  forwardPass = await context.createForwardPass("model.onnx");
}, 60_000);

async function findEdits(text: string): Promise<TextEdit[]> {
  const output = await run(text, {});
  if (output.kind !== "edits") throw new Error("The proofreader gives edits");
  return output.edits;
}

function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let position = 0;
  for (const edit of edits) {
    result += text.slice(position, edit.start) + edit.replacement;
    position = edit.end;
  }
  return result + text.slice(position);
}

async function correct(text: string): Promise<string> {
  return applyEdits(text, await findEdits(text));
}

describe("the shipped tagger", () => {
  const words = sample.map(({ text }) => wordTokens(text).map((token) => token.text));

  it("is tested on at least 150 sentences", () => {
    expect(sample.length).toBeGreaterThanOrEqual(150);
  });

  it("is given the flags that training computed", () => {
    expect(words.map((sentence) => sentence.map((word) => lexicon.flag(word)))).toEqual(
      sample.map(({ flags }) => flags),
    );
  });

  it("gives the tags of the same int8 weights in torch, and those of the float32 model but for 0.5 %", async () => {
    const tags = (await tagWords(forwardPass, lexicon, words)).map((sentence) =>
      sentence.map(({ tag }) => lexicon.tags.indexOf(tag)),
    );
    expect(tags).toEqual(sample.map(({ shippedTags }) => shippedTags));
    const expected = sample.flatMap((sentence) => sentence.tags);
    const same = tags.flat().filter((tag, index) => tag === expected[index]).length;
    expect(same / expected.length).toBeGreaterThanOrEqual(0.995);
  });
});

describe("proofreading", () => {
  it.each([
    ["She is more taller then me.", "than me."],
    [
      "We recieved you're email and will reply untill Friday.",
      "We received your email and will reply until Friday.",
    ],
    ["I could of done it better if i had more time.", "I could have done it better if I had more time."],
    ["Its a nice day, isnt it?", "It's a nice day, isn't it?"],
    ["He is a honest man in an university.", "in a university."],
    ["I put the the keys on the table.", "I put the keys on the table."],
    ["We will meet on monday.", "We will meet on Monday."],
    ["Thank you alot for your help.", "Thank you a lot for your help."],
  ])("mends %j", async (text, expected) => {
    expect(await correct(text)).toContain(expected);
  });

  it.each([
    "The committee will meet on Tuesday to discuss the new budget.",
    "Please run `teh_code --recieve` or see https://exmaple.com/recieve?teh=1 for details.",
    "Write to recieve.teh@exmaple.com.",
    "The function getRecieveBuffer calls parse_teh_line in src/teh/recieve.ts.",
    "NASA and IEEE use the TEH format.",
    "Mr. Smiht met Angela Recieve in Untill.",
    "La casa es muy grande y todos los niños juegan en el jardín con sus amigos.",
    "Der Hund läuft schnell über die Straße und bellt den Postboten an.",
    "",
    " \n\n ",
    "```\nteh recieve untill\n```",
    "東京は日本の首都です。",
    "The store is on 2nd Street.",
  ])("leaves %j alone", async (text) => {
    expect(await findEdits(text)).toEqual([]);
  });

  it("asks for no more in a sentence where it has found a mistake", () => {
    for (const [group, threshold] of Object.entries(lexicon.thresholds)) {
      expect(lexicon.thresholdsIfFaulty[group]).toBeLessThanOrEqual(threshold);
    }
    expect(lexicon.thresholdsIfFaulty.verb).toBeLessThan(lexicon.thresholds.verb ?? 0);
  });

  it("has a confidence that grows with the probability and stays below certainty", () => {
    const confidences = [0.3, 0.5, 0.7, 0.9, 0.99, 1].map((probability) => lexicon.confidenceOf(probability));
    expect(confidences).toEqual([...confidences].sort((one, other) => one - other));
    expect(confidences[0]).toBeGreaterThan(0);
    expect(confidences.at(-1)).toBeLessThan(1);
  });

  it("leaves names alone that the lists of the tagger know, in any place of a sentence", async () => {
    const lists = ["first-names", "surnames", "places"].map((list) =>
      readFileSync(`training/names/lists/${list}.txt`, "utf8").match(/\p{Lu}[\p{L}\p{M}]+/gu),
    );
    const names = [...new Set(lists.flatMap((list) => list ?? []))];
    expect(names.length).toBeGreaterThan(1500);
    const sentences = names.flatMap((name) => [
      `${name} went home early.`,
      `We met ${name} at the station.`,
      `Please ask ${name.toLowerCase()} about the new house.`,
    ]);
    const touched: string[] = [];
    for (const [index, sentence] of sentences.entries()) {
      const name = names[Math.floor(index / 3)] ?? "";
      const start = sentence.toLowerCase().indexOf(name.toLowerCase());
      for (const edit of await findEdits(sentence)) {
        const isTouched = edit.start < start + name.length && start < edit.end;
        if (isTouched && edit.kind === "spelling") touched.push(`${name} → ${edit.replacement}`);
      }
    }
    expect(touched).toEqual([]);
  }, 120_000);

  it("has nothing to say on a sentence of another language between English ones", async () => {
    const before = "The committee will meet on Tuesday to discuss the new budget.";
    const after = "Please read the report before the meeting.";
    const rows = JSON.parse(readFileSync("public/models/language/sample.json", "utf8")) as {
      text: string;
      code: string;
    }[];
    const foreign = rows.filter(({ code, text }) => code !== "en" && text.split(" ").length >= 4);
    expect(foreign.length).toBeGreaterThan(80);
    for (const { text } of foreign) {
      const edits = await findEdits(`${before} ${text}\n${after}`);
      expect(edits, text).toEqual([]);
    }
  }, 60_000);

  it("keeps offsets in markdown with typographic apostrophes and emoji", async () => {
    const text = "# Notes 😀\n\n- Don’t worry, thats **fine**.\n> We recieved it\n> untill noon — isnt it?";
    expect(await correct(text)).toBe(
      "# Notes 😀\n\n- Don’t worry, that’s **fine**.\n> We received it\n> until noon — isn’t it?",
    );
  });

  it("says why, and how sure it is", async () => {
    expect(await findEdits("This is definately right.")).toEqual([
      {
        start: 8,
        end: 18,
        replacement: "definitely",
        kind: "spelling",
        reason: "“definately” is not in the dictionary.",
        confidence: expect.closeTo(0.95, 1),
      },
    ]);
  });

  it("takes a word that is used again and again for a term", async () => {
    const text = "The flurb is new. Each flurb has a name. No flurb may be lost. We like the flurb.";
    expect(await findEdits(text)).toEqual([]);
  });

  it("stops when it is told to", async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(run("This is definately right.", { signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  it("reads 100,000 characters in steady time", async () => {
    const text = "We recieved the the parcel on monday, but its contents were not what we ordered. ".repeat(
      1300,
    );
    const edits = await findEdits(text);
    expect(text.length).toBeGreaterThan(100_000);
    expect(edits.length).toBeGreaterThanOrEqual(3 * 1300);
  }, 60_000);

  it.each([
    "a".repeat(100_000),
    "a.".repeat(50_000),
    "teh ".repeat(25_000),
    "`<{[(".repeat(20_000),
    "@a.".repeat(30_000),
  ])(
    "does not choke on %.20s…",
    async (text) => {
      await expect(findEdits(text)).resolves.toBeDefined();
    },
    60_000,
  );
});

describe("for any text", () => {
  const fragment = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ..."the The a an i I it's its dont isn’t teh recieve definately alot their there on monday is are was go goes went child childs of could have information informations apple".split(
          " ",
        ),
      ),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        "`teh code`",
        "https://exmaple.com/teh?i=1",
        "teh@exmaple.com",
        "snake_teh",
        "camelTeh",
        "**teh**",
        "well-knwon",
        "😀",
        "é",
        "東京",
        "3.14",
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ".",
        ",",
        "!",
        "?",
        "…",
        "—",
        "(",
        ")",
        '"',
        "’",
        "\n",
        "\n\n- ",
        "\n# ",
        "\t",
      ),
    },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
  );
  const texts = fc
    .array(fc.tuple(fragment, fc.constantFrom(" ", " ", " ", "", "  ")), { maxLength: 60 })
    .map((parts) => parts.map(([text, space]) => text + space).join(""));

  it("edits are sorted, apart, inside the text, and never within a protected stretch", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const edits = await findEdits(text);
        let position = 0;
        for (const edit of edits) {
          expect(edit.start).toBeGreaterThanOrEqual(position);
          expect(edit.end).toBeGreaterThanOrEqual(edit.start);
          expect(edit.end).toBeLessThanOrEqual(text.length);
          expect(text.slice(edit.start, edit.end)).not.toBe(edit.replacement);
          expect(edit.confidence).toBeGreaterThan(0);
          expect(edit.confidence).toBeLessThanOrEqual(1);
          for (const range of protectedRanges(text)) {
            expect(edit.end <= range.start || edit.start >= range.end).toBe(true);
          }
          position = edit.end;
        }
        expect(applyEdits(text, [])).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it("gives the same edits again", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await findEdits(text)).toEqual(await findEdits(text));
      }),
      { numRuns: 30 },
    );
  });
});
