import { readFileSync } from "node:fs";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Label } from "../../../../core/output";
import type { RunSpecialist } from "../specialist";
import { nodeContext } from "../test-support/node-forward-pass";
import { loadLanguage } from "./load-language";

interface SampleText {
  text: string;
  code: string;
  labels: Label[];
}

const FOLDER = "public/models/language";
const sample = JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8")) as SampleText[];
let run: RunSpecialist;

beforeAll(async () => {
  run = await loadLanguage(nodeContext(FOLDER));
});

async function labelsOf(text: string): Promise<Label[]> {
  const output = await run(text, {});
  if (output.kind !== "labels") throw new Error("The detector gives labels");
  return output.labels;
}

const topOf = async (text: string) => (await labelsOf(text))[0];

describe("the language detector", () => {
  it("answers the whole sample as when its card was written", async () => {
    expect(sample.length).toBeGreaterThan(150);
    for (const { text, labels } of sample) {
      const found = await labelsOf(text);
      expect(
        found.map(({ label }) => label),
        text,
      ).toEqual(labels.map(({ label }) => label));
      for (const [index, { score }] of found.entries())
        expect(score).toBeCloseTo(labels[index]?.score ?? -1, 5);
    }
  });

  it.each([
    ["The committee will meet on Tuesday to discuss the new budget.", "en"],
    ["Der Hund läuft schnell über die Straße und bellt den Postboten an.", "de"],
    ["La casa es muy grande y todos los niños juegan en el jardín.", "es"],
    ["Nous avons reçu votre lettre et nous vous répondrons bientôt.", "fr"],
    ["東京は日本の首都です。", "ja"],
    ["今天天气很好，我们去公园吧。", "zh"],
    ["저는 오늘 학교에 갔습니다.", "ko"],
    ["Сегодня мы пойдём в театр вместе с друзьями.", "ru"],
    ["Сьогодні ми підемо до театру з друзями, бо їй це подобається.", "uk"],
    ["Καλημέρα σε όλους", "el"],
    ["สวัสดีครับ", "th"],
    ["שלום לכולם", "he"],
    ["Мен қазақ тілінде сөйлеймін және кітап оқығанды ұнатамын.", "kk"],
    ["ជំរាបសួរ", "km"],
    ["မင်္ဂလာပါ", "my"],
    ["ދިވެހި ބަސް", "dv"],
    ["ආයුබෝවන්", "si"],
    ["Ĉu vi parolas Esperanton? Ĝi estas facila lingvo.", "eo"],
  ])("reads %j as %s", async (text, code) => {
    const top = await topOf(text);
    expect(top?.label).toBe(code);
    expect(top?.score).toBeGreaterThan(0.5);
  });

  it.each(["", "   ", "😀😀", "1234 5678", "https://", "…?!"])("does not guess at %j", async (text) => {
    expect(await labelsOf(text)).toEqual([{ label: "und", score: 1 }]);
  });

  it("is unsure of one short word", async () => {
    for (const text of ["ok", "hi", "no", "a"]) expect((await topOf(text))?.score, text).toBeLessThan(0.8);
  });

  it("finds both languages of a mixed text, in about their shares", async () => {
    const english = "The committee will meet on Tuesday to discuss the new budget of the town. ".repeat(20);
    const german =
      "Der Ausschuss wird sich am Dienstag treffen, um den neuen Haushalt zu besprechen. ".repeat(20);
    const labels = new Map(
      (await labelsOf(`${english}\n\n${german}`)).map(({ label, score }) => [label, score]),
    );
    expect(labels.get("en")).toBeGreaterThan(0.35);
    expect(labels.get("de")).toBeGreaterThan(0.35);
  });

  it("reads a megabyte in bounded time", async () => {
    const started = performance.now();
    const top = await topOf("Nous avons reçu votre lettre et nous vous répondrons bientôt. ".repeat(17_000));
    expect(top?.label).toBe("fr");
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it.each(["a".repeat(1_000_000), "😀".repeat(500_000), "日".repeat(1_000_000), " ".repeat(1_000_000)])(
    "does not choke on a megabyte of %.4s…",
    async (text) => {
      const labels = await labelsOf(text);
      expect(labels.length).toBeGreaterThan(0);
    },
  );

  it("stops when it is told to", async () => {
    await expect(run("Good morning", { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
  });

  it("gives codes once each, best first, with probabilities, for any text", async () => {
    const word = fc.constantFrom(..."the und la 東京 мы ңө の 😀 ok Ελ 42 שלום ქართ".split(" "));
    const texts = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.array(word, { maxLength: 200 }).map((words) => words.join(" ")),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const labels = await labelsOf(text);
        expect(labels.length).toBeGreaterThan(0);
        expect(labels.length).toBeLessThanOrEqual(5);
        expect(new Set(labels.map(({ label }) => label)).size).toBe(labels.length);
        let last = 1;
        for (const { label, score } of labels) {
          expect(label).toMatch(/^[a-z]{2,3}$/);
          expect(score).toBeGreaterThan(0);
          expect(score).toBeLessThanOrEqual(last + 1e-12);
          last = score;
        }
        expect(labels.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1 + 1e-9);
      }),
      { numRuns: 300 },
    );
  });
});
