import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { TextSpan } from "../../../../core/output";
import { FEATURES_PER_WORD, hashWord } from "../shared/hash-features";
import type { ForwardPass, RunSpecialist } from "../specialist";
import { nodeContext } from "../test-support/node-forward-pass";
import { decodeTags } from "./decode-tags";
import { type Gazetteers, readGazetteers } from "./gazetteers";
import { loadNames } from "./load-names";
import { nameTokens } from "./name-tokens";
import { tagNames } from "./tag-names";

interface SampleText {
  text: string;
  words: string[];
  flags: number[];
  /** By training's float32 model. */
  tags: number[];
  /** By torch with the int8 weights. */
  shippedTags: number[];
}

const FOLDER = "public/models/names";
const context = nodeContext(FOLDER);
const sample = JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8")) as SampleText[];
let run: RunSpecialist;
let gazetteers: Gazetteers;
let forwardPass: ForwardPass;

beforeAll(async () => {
  run = await loadNames(context);
  gazetteers = await readGazetteers(await context.readFile("lists.bin"));
  forwardPass = await context.createForwardPass("model.onnx");
}, 60_000);

async function findSpans(text: string): Promise<TextSpan[]> {
  const output = await run(text, {});
  if (output.kind !== "spans") throw new Error("The tagger of names gives spans");
  return output.spans;
}

/** The marked stretches of a text, each with its label. */
async function findNames(text: string): Promise<string[]> {
  return (await findSpans(text)).map(({ start, end, label }) => `${label}: ${text.slice(start, end)}`);
}

describe("the shipped tagger", () => {
  it("is tested on at least 150 texts, in several scripts", () => {
    expect(sample.length).toBeGreaterThanOrEqual(150);
    expect(sample.some(({ text }) => /\p{Script=Cyrillic}/u.test(text))).toBe(true);
    expect(sample.some(({ text }) => /\p{Script=Han}/u.test(text))).toBe(true);
  });

  it("is given the tokens and flags that training computed", () => {
    const words = sample.map(({ text }) => nameTokens(text).map((token) => token.text));
    expect(words).toEqual(sample.map((text) => text.words));
    expect(words.map((sentence) => gazetteers.flags(sentence))).toEqual(sample.map(({ flags }) => flags));
  });

  it("gives the tags of the same int8 weights in torch, and those of the float32 model but for 0.5 %", async () => {
    const words = sample.map((text) => text.words);
    const tags = (await tagNames(forwardPass, gazetteers, words)).map((sentence) => sentence.tags);
    expect(tags).toEqual(sample.map(({ shippedTags }) => shippedTags));
    const expected = sample.flatMap((text) => text.tags);
    const same = tags.flat().filter((tag, index) => tag === expected[index]).length;
    expect(same / expected.length).toBeGreaterThanOrEqual(0.995);
  });

  it("tags a sentence that it cuts for its length as one pass over the whole would", async () => {
    const words = sample.slice(0, 40).flatMap((text) => text.words);
    const flags = gazetteers.flags(words);
    const ids = Int32Array.from(words.flatMap((word, index) => [...hashWord(word), flags[index] ?? 1]));
    const { logits } = await forwardPass({ ids: { data: ids, dims: [1, words.length, FEATURES_PER_WORD] } });
    const whole = decodeTags(logits?.data as Float32Array, gazetteers.tags, gazetteers.biases.balanced);
    const [cut] = await tagNames(forwardPass, gazetteers, [words]);
    expect(words.length).toBeGreaterThan(500);
    expect(cut?.tags).toEqual(whole.tags);
  });
});

describe("finding names", () => {
  it.each([
    ["My name is Angela Keller and I live in Hamburg.", ["person: Angela Keller", "place: Hamburg"]],
    ["Maria’s flight to New York was late.", ["person: Maria", "place: New York"]],
    ["She has worked for Deutsche Bank since 2019.", ["organisation: Deutsche Bank"]],
    ["Dear Mr. Okafor,\nthe invoice is attached.", ["person: Okafor"]],
    ["😀 Thomas Müller lives in Paris 🇫🇷", ["person: Thomas Müller", "place: Paris"]],
  ])("marks %j", async (text, expected) => {
    expect(await findNames(text)).toEqual(expected);
  });

  it.each([
    "",
    " \n\n\t ",
    "Please read the report before the meeting.",
    "On Monday the offices are closed.",
    "https://example.com/Angela/Keller",
    "angela.keller@example.com",
    "1234 5678",
    "Dear Mr.",
    "😀😀😀",
  ])("marks nothing in %j", async (text) => {
    expect(await findNames(text)).toEqual([]);
  });

  it("keeps offsets in lists, quotes and headings, behind emoji", async () => {
    const text =
      "# Attendees 👩‍👩‍👧\r\n\r\n- Peter Schmidt\r\n- Sarah Johnson\r\n\r\n> Yesterday Sarah Johnson wrote:";
    expect(await findNames(text)).toEqual([
      "person: Peter Schmidt",
      "person: Sarah Johnson",
      "person: Sarah Johnson",
    ]);
  });

  it("marks the more words the more careful it is", async () => {
    const words = sample.map((text) => text.words);
    const counts: number[] = [];
    for (const caution of ["quiet", "balanced", "careful"] as const) {
      const decoded = await tagNames(forwardPass, gazetteers, words, { caution });
      counts.push(decoded.flatMap(({ tags }) => tags).filter((tag) => tag !== 0).length);
    }
    const [quiet = 0, balanced = 0, careful = 0] = counts;
    expect(quiet).toBeGreaterThan(0);
    expect(balanced).toBeGreaterThan(quiet);
    expect(careful).toBeGreaterThan(balanced);
  });

  it("is balanced unless it is told otherwise", async () => {
    const text = sample.map((entry) => entry.text).join("\n");
    expect(await run(text, { caution: "balanced" })).toEqual(await run(text, {}));
    expect(await run(text, { caution: "careful" })).not.toEqual(await run(text, {}));
  });

  it("says who marked it, and how sure it is", async () => {
    expect(await findSpans("Ask Sarah Johnson.")).toEqual([
      { start: 4, end: 17, label: "person", score: expect.closeTo(0.95, 1), layer: "tagger" },
    ]);
  });

  it("stops between two parts of a long text when it is told to", async () => {
    const text = "Peter Schmidt met Sarah Johnson in Berlin.\n".repeat(5000);
    const controller = new AbortController();
    const running = run(text, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(running).rejects.toThrow(/abort/i);
    await expect(run("Peter", { signal: controller.signal })).rejects.toThrow(/abort/i);
  });

  it("reads 100,000 characters", async () => {
    const line = "Peter Schmidt met Sarah Johnson in Berlin.";
    const alone = await findNames(line);
    const names = await findNames(`${line}\n`.repeat(2400));
    expect(alone).toEqual(["person: Peter Schmidt", "person: Sarah Johnson", "place: Berlin"]);
    expect(names).toEqual(Array.from({ length: 2400 }, () => alone).flat());
  }, 60_000);

  it.each([
    "a".repeat(100_000),
    "A. ".repeat(10_000),
    "Ann ".repeat(10_000),
    "@a.".repeat(10_000),
    "’s".repeat(10_000),
  ])(
    "does not choke on %.20s…",
    async (text) => {
      await expect(findSpans(text)).resolves.toBeDefined();
    },
    60_000,
  );
});

describe("for any text", () => {
  const fragment = fc.oneof(
    {
      weight: 6,
      arbitrary: fc.constantFrom(
        ..."Ann Keller Paris London Microsoft Dr. Mr. St. in at of and the met works for NATO Inc. O’Brien Ann’s USA".split(
          " ",
        ),
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        ".",
        ",",
        "!",
        "…",
        "(",
        ")",
        "’",
        "\n",
        "\n\n- ",
        "\n> ",
        "\t",
        "@ann",
        "a@b.example",
      ),
    },
    {
      weight: 2,
      arbitrary: fc.constantFrom("😀", "👩‍👩‍👧", "e\u0301", "東京", "Москва", "الرياض", "🇫🇷", "\ud83d"),
    },
    { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 8 }) },
  );
  const texts = fc
    .array(fc.tuple(fragment, fc.constantFrom(" ", " ", " ", "", "  ")), { maxLength: 60 })
    .map((parts) => parts.map(([text, space]) => text + space).join(""));

  it("spans are sorted, apart, inside the text, without white space at their ends", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        let position = 0;
        for (const { start, end, label, score } of await findSpans(text)) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(text.slice(start, end)).toBe(text.slice(start, end).trim());
          expect(text.slice(start, end)).toMatch(/\p{L}/u);
          expect(["person", "place", "organisation"]).toContain(label);
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(1);
          position = end;
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a sentence has the same tags in any company", async () => {
    const sentences = sample.slice(0, 60).map((text) => text.words);
    const alone: number[][] = [];
    for (const words of sentences)
      alone.push(...(await tagNames(forwardPass, gazetteers, [words])).map(({ tags }) => tags));
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...sentences.keys()], { minLength: 1 }), async (chosen) => {
        const together = await tagNames(
          forwardPass,
          gazetteers,
          chosen.map((index) => sentences[index] ?? []),
        );
        expect(together.map(({ tags }) => tags)).toEqual(chosen.map((index) => alone[index]));
      }),
      { numRuns: 20 },
    );
  });
});
