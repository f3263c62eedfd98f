import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createScriptedEngine } from "../../engines/scripted/scripted-engine";
import { estimateTokens } from "../../metrics/estimate-tokens";
import { buildRequest } from "../../tasks";
import { createRunFixture, requestWith, runToEnd } from "../test-support/run-fixture";
import { choosePassages, GAP } from "./choose-passages";
import { condenseRequest } from "./condense-request";

const FILLER = Array.from(
  { length: 120 },
  (_, index) => `The committee met for the ${index}th time and went home again without much ado.`,
);
const ANSWER = "The harbour bridge will cost 4.2 million euros.";
const LONG = [...FILLER.slice(0, 60), ANSWER, ...FILLER.slice(60)].join(" ");
const QUESTION = "What does the bridge in the harbour cost?";
const ask = (text: string, question = QUESTION) =>
  buildRequest("ask", { text, options: { question } }, { id: "r", attachments: [], sensitivity: "normal" });

describe("condensing before the cloud", () => {
  it("keeps the sentence that the question asks about, and its neighbours before others", () => {
    const shorter = choosePassages(LONG, QUESTION, 400);
    expect(shorter).toContain(ANSWER);
    expect(shorter).toContain(FILLER[59]);
    expect(shorter).toContain(FILLER[60]);
    expect(shorter.length).toBeLessThan(LONG.length / 10);
    expect(shorter.startsWith(GAP)).toBe(true);
  });

  it("keeps all where the question says nothing of the text", () => {
    expect(choosePassages(LONG, "Was steht da?", 400)).toBe(LONG);
    expect(choosePassages(LONG, "", 400)).toBe(LONG);
    expect(choosePassages(LONG, "What is this all about?", 400)).toBe(LONG);
  });

  it("keeps only what stands in the text, word for word and in order, whatever the text", () => {
    const words = fc.constantFrom(
      "bridge",
      "Harbour.",
      "cost",
      "\n\n",
      "a",
      "…",
      "“Yes”",
      "橋。",
      "No!",
      "$4.",
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), fc.nat(80), (parts, most) => {
        const text = parts.join(" ");
        let from = 0;
        for (const part of choosePassages(text, QUESTION, most).split(GAP)) {
          const at = text.indexOf(part.trim(), from);
          expect(at).toBeGreaterThanOrEqual(0);
          from = at + part.trim().length;
        }
      }),
    );
  });

  it("shortens the text of Ask, and says by how many tokens", () => {
    const request = ask(LONG);
    const condensed = condenseRequest(request, estimateTokens);
    expect(condensed?.request.messages[1]?.content).toContain(ANSWER);
    expect(condensed?.request.messages[1]?.content).toContain(QUESTION);
    expect(condensed?.request.messages[0]).toEqual(request.messages[0]);
    expect(condensed?.tokensAfter).toBeLessThan((condensed?.tokensBefore ?? 0) * 0.5);
    expect(condensed?.request.text).toBe(LONG);
  });

  it("leaves short texts, other tasks and the last message of a conversation alone", () => {
    expect(condenseRequest(ask(ANSWER), estimateTokens)).toBeNull();
    expect(
      condenseRequest(requestWith({ messages: [{ role: "user", content: LONG }] }), estimateTokens),
    ).toBeNull();
    const messages = [
      { role: "system" as const, content: LONG },
      { role: "user" as const, content: LONG },
      { role: "assistant" as const, content: "Noted." },
      { role: "user" as const, content: QUESTION },
    ];
    const condensed = condenseRequest(requestWith({ task: "chat", messages }), estimateTokens);
    expect(condensed?.request.messages.map(({ content }) => content.length < LONG.length)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(condensed?.request.messages.at(-1)?.content).toBe(QUESTION);
  });

  it("shortens what leaves, where it is switched on, and what stays here not at all", async () => {
    const policy = { allowCloudFallback: false, allowLocalFallback: true };
    const given = { request: ask(LONG), policy: { ...policy, mode: "cloud" as const } };
    const on = createRunFixture({ condenses: true });
    const { events, error } = await runToEnd(given, on.dependencies);
    expect(error).toBeNull();
    expect(on.sent[0]?.body).toContain(ANSWER);
    expect(on.sent[0]?.body).not.toContain(FILLER[5]);
    const event = events.find(({ type }) => type === "condensed");
    expect(event).toMatchObject({ condensed: { tokensAfter: expect.any(Number) } });

    const off = createRunFixture({});
    await runToEnd(given, off.dependencies);
    expect(off.sent[0]?.body).toContain(FILLER[5]);

    const local = createRunFixture({ condenses: true, local: createScriptedEngine() });
    const here = await runToEnd({ ...given, policy: { ...policy, mode: "local" } }, local.dependencies);
    expect(here.events.some(({ type }) => type === "condensed")).toBe(false);
  });
});
