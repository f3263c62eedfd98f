import { detectPatterns } from "../../src/privacy/detect/detect-patterns";
import { CONTACT_PATTERNS } from "../../src/privacy/detect/patterns/contact";
import { NATIONAL_IDS } from "../../src/privacy/detect/patterns/national-ids";
import { SECRET_PATTERNS } from "../../src/privacy/detect/patterns/secrets";
import { redactTexts } from "../../src/privacy/redact/redact-texts";
import { restoreText } from "../../src/privacy/restore/create-restorer";
import { proseOf } from "../prose";

/** Times of each round, ms; both sides had the same texts in turn. */
export interface PrivacyFigures {
  detectMs: number[];
  expressionsMs: number[];
  redactMs: number[];
  replaceMs: number[];
  restoreMs: number[];
  found: number;
}

const EXPRESSIONS = [...SECRET_PATTERNS, ...CONTACT_PATTERNS, ...NATIONAL_IDS].map(
  ({ expression }) => expression,
);
const WARM_ROUNDS = 3;
/** Something private stands about once in so many characters. */
const PRIVATE_EVERY = 800;

/**
 * The whole of detection by patterns against its regular expressions alone, without checks, views and merging; then
 * redaction against one `replace` of what was found. The tagger of names is measured with the specialists.
 */
export async function measurePrivacy(characters: number, rounds: number): Promise<PrivacyFigures> {
  const figures: PrivacyFigures = {
    detectMs: [],
    expressionsMs: [],
    redactMs: [],
    replaceMs: [],
    restoreMs: [],
    found: 0,
  };
  for (let round = -WARM_ROUNDS; round < rounds; round += 1) {
    const text = privateProse(characters, round + WARM_ROUNDS);
    await new Promise((resolve) => setTimeout(resolve));
    const [spans, detectMs] = timed(() => detectPatterns(text));
    const [, expressionsMs] = timed(() =>
      EXPRESSIONS.map((expression) => [...text.matchAll(expression)].length),
    );
    const [redacted, redactMs] = timed(() => redactTexts([text], [spans], {}));
    const [, replaceMs] = timed(() => replaceAlone(text, spans));
    const [restored, restoreMs] = timed(() => restoreText(redacted.texts[0] ?? "", redacted.redactions));
    if (restored.text !== text) throw new Error("the text did not come back as it was");
    if (round < 0) continue;
    figures.detectMs.push(detectMs);
    figures.expressionsMs.push(expressionsMs);
    figures.redactMs.push(redactMs);
    figures.replaceMs.push(replaceMs);
    figures.restoreMs.push(restoreMs);
    figures.found = spans.length;
  }
  return figures;
}

function timed<Result>(work: () => Result): [Result, number] {
  const startMs = performance.now();
  const result = work();
  return [result, performance.now() - startMs];
}

/** What stands for redaction where nothing is promised: every text that was found, replaced wherever it stands. */
function replaceAlone(text: string, spans: readonly { start: number; end: number }[]): string {
  const numbers = new Map<string, number>();
  for (const { start, end } of spans) numbers.set(text.slice(start, end), numbers.size + 1);
  const originals = [...numbers.keys()].map((original) => original.replace(/[^\w\s]/g, "\\$&"));
  return originals.length === 0
    ? text
    : text.replace(new RegExp(originals.join("|"), "g"), (original) => `PRIVATE_${numbers.get(original)}`);
}

/** Prose with mail addresses, telephone and card numbers in it, the same again now and then. */
function privateProse(characters: number, start: number): string {
  const prose = proseOf(characters, start);
  const parts: string[] = [];
  for (let at = 0, index = start; at < prose.length; at += PRIVATE_EVERY, index += 1) {
    const person = `reader${index % 50}@example.org`;
    parts.push(
      prose.slice(at, at + PRIVATE_EVERY),
      ` (${person}, +44 20 7946 0${100 + (index % 40)}, 4111 1111 1111 1111) `,
    );
  }
  return parts.join("").slice(0, characters);
}
