import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { detectPrivate, dictionaryDetector, patternDetector } from "./detect/detect-private";
import { redactTexts } from "./redact/redact-texts";
import { restoreText } from "./restore/create-restorer";
import { plantedConversation } from "./test-support/planted-secrets";

const detectors = [patternDetector(), dictionaryDetector([{ text: "old office", label: "place" }])];
const detect = (texts: readonly string[]) =>
  detectPrivate(texts, detectors, { signal: new AbortController().signal, timeoutMs: 60_000 });

describe("what may be sent of a conversation", () => {
  it("holds nothing that was planted or detected, and comes back as it was", async () => {
    await fc.assert(
      fc.asyncProperty(plantedConversation, async ({ texts, planted }) => {
        const spans = await detect(texts);
        const redacted = redactTexts(texts, spans, {});
        const sent = redacted.texts.join("\n\n");
        for (const { secret, text } of planted) {
          if (sent.includes(text)) throw new Error(`sent as planted: ${JSON.stringify(text)}`);
          if (sent.includes(secret)) throw new Error(`sent: ${JSON.stringify(secret)}`);
        }
        for (const [index, list] of spans.entries()) {
          for (const { start, end } of list) {
            const found = texts[index]?.slice(start, end) ?? "";
            // What is left of two findings that overlap may be a letter or two.
            if (found.length > 3 && sent.includes(found))
              throw new Error(`found and sent: ${JSON.stringify(found)}`);
          }
        }
        const back = redacted.texts.map((text) => restoreText(text, redacted.redactions).text);
        expect(back).toEqual(texts);
      }),
      { numRuns: 10_000 },
    );
  }, 300_000);
});
