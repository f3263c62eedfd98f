import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainSecret } from "../test-support/planted-secrets";
import { detectPatterns } from "./detect-patterns";
import { findOverSeam } from "./find-over-seam";

const NEVER = new AbortController().signal;
const CARD = "4111 1111 1111 1111";

describe("what lies over the seam of two messages", () => {
  it("is both pieces of a secret that was cut, wherever it was cut and whatever stands around it", async () => {
    const words = fc.constantFrom("", "Here is the first half: ", "Take this, please:\n\n");
    const rest = fc.constantFrom("", " is the rest.", "\n\nThat is all of it.", "\n");
    const cut = fc.tuple(plainSecret, fc.nat(1000)).map(([secret, at]) => {
      const place = 4 + (at % (secret.length - 8));
      return [secret.slice(0, place), secret.slice(place)] as const;
    });
    await fc.assert(
      fc.asyncProperty(cut, words, rest, async ([first, second], before, after) => {
        const one = `${before}${first}`;
        const two = `${second}${after}`;
        const found = await findOverSeam(one, two, NEVER);
        for (const [text, piece, spans, alone] of [
          [one, first.trim(), found.before, detectPatterns(one)],
          [two, second.trim(), found.after, detectPatterns(two)],
        ] as const) {
          const hidden = [...spans, ...alone];
          // What has the whole form alone is found alone, and a short piece gives nothing away.
          const start = text.indexOf(piece);
          const covered = [...piece].filter((_, index) =>
            hidden.some((span) => span.start <= start + index && start + index < span.end),
          );
          expect([...piece].length - covered.length, `${one} | ${two}`).toBeLessThan(4);
        }
      }),
      { numRuns: 2_000 },
    );
  }, 60_000);

  it("is told in the places of each message, white space at the seam left out", async () => {
    const one = `My card: ${CARD.slice(0, 9)} \n`;
    const two = `\n ${CARD.slice(10)}, thanks`;
    const { before, after } = await findOverSeam(one, two, NEVER);
    expect(before.map(({ start, end }) => one.slice(start, end))).toEqual([CARD.slice(0, 9)]);
    expect(after.map(({ start, end }) => two.slice(start, end))).toEqual([CARD.slice(10)]);
    expect(before[0]?.label).toBe("card-number");
  });

  it("is nothing where each message has its own, and no piece that is shorter than four characters", async () => {
    expect(await findOverSeam(`Mine is ${CARD}.`, `And ${CARD}`, NEVER)).toEqual({ before: [], after: [] });
    const { before, after } = await findOverSeam(
      "It begins with 411",
      CARD.replaceAll(" ", "").slice(3),
      NEVER,
    );
    expect(before).toEqual([]);
    expect(after).toHaveLength(1);
    expect(await findOverSeam("", CARD, NEVER)).toEqual({ before: [], after: [] });
  });

  it("is nothing between harmless messages, in any order", async () => {
    const lines = readFileSync("training/privacy/held-out.jsonl", "utf8").trim().split("\n");
    const harmless = lines
      .map((line): { text: string; spans: unknown[] } => JSON.parse(line))
      .filter(({ spans }) => spans.length === 0)
      .map(({ text }) => text);
    expect(harmless.length).toBeGreaterThan(600);
    for (const step of [1, 7, 101]) {
      for (const [index, text] of harmless.entries()) {
        const next = harmless[(index + step) % harmless.length] ?? "";
        expect(await findOverSeam(text, next, NEVER), `${text} | ${next}`).toEqual({ before: [], after: [] });
      }
    }
  });
});
