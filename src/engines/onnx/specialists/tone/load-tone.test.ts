import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Label, SentenceLabel } from "../../../../core/output";
import type { RunSpecialist } from "../specialist";
import { nodeContext } from "../test-support/node-forward-pass";
import { englishShare } from "./english-share";
import { loadTone } from "./load-tone";
import { eachFeature, toneTokens } from "./tone-features";
import { readToneModel, TONES, type ToneModel } from "./tone-model";

interface Sample {
  tones: string[];
  texts: { text: string; features: number; scores: number[]; probabilities: number[] }[];
}

const FOLDER = "public/models/tone";
const context = nodeContext(FOLDER);
const sample = JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8")) as Sample;
let run: RunSpecialist;
let model: ToneModel;

beforeAll(async () => {
  run = await loadTone(context);
  model = await readToneModel(context);
});

async function toneOf(text: string): Promise<{ labels: Label[]; sentences: SentenceLabel[] | undefined }> {
  const output = await run(text, {});
  if (output.kind !== "labels") throw new Error("The judge of tone gives labels");
  return { labels: output.labels, sentences: output.sentences };
}

const topOf = async (text: string) => (await toneOf(text)).labels[0]?.label;

describe("the shipped tone model", () => {
  it("computes what training computed, on the whole sample", () => {
    expect(sample.texts.length).toBeGreaterThan(200);
    expect(sample.tones).toEqual([...TONES]);
    for (const { text, features, scores, probabilities } of sample.texts) {
      const tokens = toneTokens(text);
      const buckets = new Set<number>();
      eachFeature(tokens, (bucket) => buckets.add(bucket));
      expect(buckets.size, text).toBe(features);
      const found = model.score(tokens);
      for (const [tone, score] of found.entries()) expect(score).toBeCloseTo(scores[tone] ?? Number.NaN, 5);
      for (const [tone, share] of model.probabilities(found).entries()) {
        expect(share).toBeCloseTo(probabilities[tone] ?? Number.NaN, 5);
      }
    }
  });

  it("refuses weights of another size", async () => {
    const short = {
      ...context,
      readFile: async (name: string) => (await context.readFile(name)).slice(0, 1000),
    };
    await expect(readToneModel(short)).rejects.toThrow(/weights\.bin has 1000 bytes instead of/);
  });
});

describe("tone", () => {
  it.each([
    ["I love this, thank you so much!", "positive"],
    ["What a wonderful surprise, everyone was delighted.", "positive"],
    ["The service was terrible and the food was cold.", "negative"],
    ["This is the worst phone I have ever owned.", "negative"],
    ["not good", "negative"],
    ["What time does the train leave on Tuesday?", "neutral"],
  ])("of %j is %s", async (text, tone) => {
    expect(await topOf(text)).toBe(tone);
  });

  it("is given for each sentence, with exact offsets", async () => {
    const text =
      "The hotel was lovely 😀. But the breakfast was awful!\n\n- Great staff\n- Rude manager. Never again.";
    const { sentences = [] } = await toneOf(text);
    expect(sentences.map(({ start, end, label }) => [text.slice(start, end), label])).toEqual([
      ["The hotel was lovely 😀.", "positive"],
      ["But the breakfast was awful!", "negative"],
      ["Great staff", "positive"],
      ["Rude manager.", "negative"],
      ["Never again.", expect.any(String)],
    ]);
  });

  it("gives no sentences for a single one", async () => {
    expect((await toneOf("I love this.")).sentences).toBeUndefined();
  });

  it("does not judge what a mail quotes", async () => {
    const reply = "Subject: Awful news\n\nThank you, this is wonderful. I am very happy with it!";
    const quoted = "\n\n> The product is terrible, broken and useless. I hate it. Worst ever.";
    expect((await toneOf(reply + quoted)).labels).toEqual((await toneOf(reply)).labels);
  });

  it.each(["", " \n", "今天天气很好，我很高兴。", "Это ужасно, я очень недоволен."])(
    "admits that it knows nothing of %j",
    async (text) => {
      for (const { score } of (await toneOf(text)).labels) expect(score).toBeCloseTo(1 / 3, 5);
    },
  );

  it("is unsure of long text in another language", async () => {
    const german =
      "Der Hund läuft schnell über die Straße und bellt den Postboten an, weil er ihn nicht kennt und Angst hat.";
    expect(englishShare(toneTokens(german))).toBeLessThan(0.5);
    expect((await toneOf(german)).labels[0]?.score).toBeLessThan(0.67);
  });

  it("reads an emoji", async () => {
    expect((await toneOf("😡")).labels).toHaveLength(3);
  });

  it("reads a megabyte in bounded time, and stops when told to", async () => {
    const text = "The hotel was lovely and the staff were kind, but breakfast was awful. ".repeat(15_000);
    const started = performance.now();
    const { sentences = [] } = await toneOf(text);
    expect(performance.now() - started).toBeLessThan(20_000);
    expect(sentences).toHaveLength(15_000);
    const controller = new AbortController();
    const running = run(text, { signal: controller.signal });
    setTimeout(() => controller.abort(), 50);
    const asked = performance.now();
    await expect(running).rejects.toThrow(/abort/i);
    expect(performance.now() - asked).toBeLessThan(3_000);
  }, 60_000);

  it.each(["a".repeat(1_000_000), "😀".repeat(500_000), "日".repeat(1_000_000), ". ".repeat(500_000)])(
    "does not choke on a megabyte of %.4s…",
    async (text) => {
      expect((await toneOf(text)).labels).toHaveLength(3);
    },
    60_000,
  );

  it("gives three probabilities that sum to 1, and sorted sentences inside the text, for any text", async () => {
    const word = fc.constantFrom(
      ..."good bad not love awful the is it . ! ? \n > - 😀 don’t 東京 ok : Subject: 42".split(" "),
    );
    const texts = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 60 }),
      fc.array(word, { maxLength: 80 }).map((words) => words.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { labels, sentences = [] } = await toneOf(text);
        expect(labels.map(({ label }) => label).sort()).toEqual([...TONES].sort());
        expect(labels.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 9);
        let position = 0;
        for (const { start, end, score } of sentences) {
          expect(start).toBeGreaterThanOrEqual(position);
          expect(end).toBeGreaterThan(start);
          expect(score).toBeGreaterThanOrEqual(1 / 3 - 1e-9);
          position = end;
        }
        expect(position).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 300 },
    );
  });
});
