import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Quote } from "../../../../core/output";
import type { RunSpecialist } from "../specialist";
import { nodeContext } from "../test-support/node-forward-pass";
import { loadSummarise } from "./load-summarise";
import { scoreSentences } from "./score-sentences";
import { readSummaryModel, type SummaryModel } from "./summary-model";

interface SampleText {
  text: string;
  starts: number[];
  features: number[][];
  scores: number[];
}

const FOLDER = "public/models/summarise";
const context = nodeContext(FOLDER);
const sample = JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8")) as SampleText[];
let run: RunSpecialist;
let model: SummaryModel;

beforeAll(async () => {
  run = await loadSummarise(context);
  model = await readSummaryModel(await context.readFile("model.bin"));
});

async function quotesOf(text: string, maxSentences?: number): Promise<Quote[]> {
  const output = await run(text, maxSentences === undefined ? {} : { maxSentences });
  if (output.kind !== "quotes") throw new Error("The summariser gives quotes");
  return output.quotes;
}

const textsOf = async (text: string, maxSentences?: number) =>
  (await quotesOf(text, maxSentences)).map((quote) => quote.text);

const MAIL = `From: Ann Baker <ann@example.com>
To: Tom
Subject: Budget for the school garden

Hi Tom,

I hope you had a nice weekend.

The board has approved 3,000 euros for the school garden. The money must be spent before the end of June, or it goes back to the city. Could you send me three offers for the fence by Friday?

We also need volunteers to dig the beds on 12 May.

Best regards,
Ann Baker
Head of the parents' council

On Mon, 3 Apr 2023 at 10:12, Tom wrote:
> Dear Ann, has the board decided about the garden budget? The fence of the school garden is broken and must be repaired.
> Best, Tom
`;

describe("the shipped summariser", () => {
  it("computes the features and scores that training computed, on the whole sample", async () => {
    expect(sample.length).toBeGreaterThanOrEqual(15);
    for (const { text, starts, features, scores } of sample) {
      const found = await scoreSentences(text, model, async () => {});
      expect(
        found.sentences.map(({ start }) => start),
        text.slice(0, 80),
      ).toEqual(starts);
      for (const [index, row] of found.features.entries()) {
        for (const [at, value] of row.entries()) {
          expect(value, `feature ${at}`).toBeCloseTo(features[index]?.[at] ?? Number.NaN, 5);
        }
        expect(found.scores[index]).toBeCloseTo(scores[index] ?? Number.NaN, 5);
      }
    }
  });

  it("has as many weights as there are features", () => {
    expect(sample.at(-1)?.features[0]?.length).toBe(23);
    expect(model.rarity.of.size).toBeGreaterThan(10_000);
  });
});

describe("summarising", () => {
  it("quotes exactly, in the order of the text, as many sentences as asked", async () => {
    const text = sample.at(-1)?.text ?? "";
    for (const count of [1, 3, 6, 20]) {
      const quotes = await quotesOf(text, count);
      expect(quotes).toHaveLength(count);
      for (const [index, quote] of quotes.entries()) {
        expect(text.slice(quote.start, quote.end)).toBe(quote.text);
        expect(quote.start).toBeGreaterThanOrEqual(quotes[index - 1]?.end ?? 0);
      }
    }
  });

  it("keeps what it chose when it may choose more", async () => {
    const text = sample.at(-1)?.text ?? "";
    const [few, many] = [await textsOf(text, 3), await textsOf(text, 8)];
    expect(many).toEqual(expect.arrayContaining(few));
  });

  it("takes what a mail says and not what surrounds it", async () => {
    const body = [
      "I hope you had a nice weekend.",
      "The board has approved 3,000 euros for the school garden.",
      "The money must be spent before the end of June, or it goes back to the city.",
      "Could you send me three offers for the fence by Friday?",
      "We also need volunteers to dig the beds on 12 May.",
    ];
    expect(await textsOf(MAIL, 20)).toEqual(body);
  });

  it("says nothing twice", async () => {
    const text = `${"The new bridge over the river opens in May. ".repeat(5)}It cost two million euros to build.`;
    expect(await textsOf(text, 4)).toEqual([
      "The new bridge over the river opens in May.",
      "It cost two million euros to build.",
    ]);
  });

  it("reads lists and notes without their marks", async () => {
    const text =
      "# Meeting\n\nDecisions:\n\n- We move the launch to 4 March.\n- [ ] Ann writes the press release\n1. The budget stays as it is.";
    expect(await textsOf(text, 3)).toEqual([
      "We move the launch to 4 March.",
      "Ann writes the press release",
      "The budget stays as it is.",
    ]);
  });

  it.each([
    ["今天天气很好。我们去公园吧！明天会下雨。", 2],
    ["Der Hund läuft schnell. Die Katze schläft auf dem Sofa. Wir gehen heute in den Park.", 2],
    ["สวัสดีครับ วันนี้อากาศดีมาก", 1],
  ])("reads %j", async (text, count) => {
    const quotes = await quotesOf(text, count);
    expect(quotes).toHaveLength(count);
    for (const quote of quotes) expect(text.slice(quote.start, quote.end)).toBe(quote.text);
  });

  it.each(["", " \n\n", "---", "😀", "# Only a heading"])("finds nothing in %j", async (text) => {
    expect(await quotesOf(text)).toEqual([]);
  });

  it.each(["Thanks!", "- milk\n- eggs", "> only a quoted line here"])(
    "has an answer for %j",
    async (text) => {
      expect(Array.isArray(await quotesOf(text))).toBe(true);
    },
  );

  it("reads 100,000 words in bounded time and stops when told to", async () => {
    const words =
      "river bridge budget garden school council plan money water city people road train history".split(" ");
    const sentences = Array.from({ length: 8_000 }, (_, index) => {
      const chosen = Array.from(
        { length: 11 },
        (_, at) => words[(index * 7 + at * at + (index % 13) * at) % words.length],
      );
      return `The ${chosen.join(" ")} number ${index} of them.${index % 6 === 0 ? "\n\n" : ""}`;
    });
    const text = sentences.join(" ");
    expect(text.split(/\s+/).length).toBeGreaterThan(100_000);
    const started = performance.now();
    expect(await quotesOf(text, 10)).toHaveLength(10);
    expect(performance.now() - started).toBeLessThan(30_000);
    const controller = new AbortController();
    const running = run(text, { signal: controller.signal });
    setTimeout(() => controller.abort(), 20);
    await expect(running).rejects.toThrow(/abort/i);
  }, 90_000);

  it.each([
    "a".repeat(1_000_000),
    "😀".repeat(500_000),
    "日本".repeat(500_000),
    ". ".repeat(500_000),
    "a b ".repeat(250_000),
  ])(
    "does not choke on a megabyte of %.4s…",
    async (text) => {
      await expect(quotesOf(text)).resolves.toBeDefined();
    },
    60_000,
  );

  it("gives exact quotes in order, no more than asked, for any text", async () => {
    const piece = fc.constantFrom(
      ..."The garden|is an important place|We agreed|on 4 March|Best regards,|Hi Tom,|😀|東京は首都です。|. |! |? |\n|\n\n|\n- |\n> |\n# |\nSubject: |\n-- \n|: |“yes” ".split(
        "|",
      ),
    );
    const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(" "));
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 20 }), async (text, maxSentences) => {
        const quotes = await quotesOf(text, maxSentences);
        expect(quotes.length).toBeLessThanOrEqual(maxSentences);
        let position = 0;
        for (const quote of quotes) {
          expect(quote.start).toBeGreaterThanOrEqual(position);
          expect(text.slice(quote.start, quote.end)).toBe(quote.text);
          expect(quote.text.trim()).toBe(quote.text);
          expect(quote.score).toBeGreaterThan(0);
          expect(quote.score).toBeLessThanOrEqual(1);
          position = quote.end;
        }
      }),
      { numRuns: 300 },
    );
  });
});
