import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import type { TextSpan } from "../../core/output";
import type { RoutePolicy } from "../../core/route";
import type { RunEvent } from "../../core/run";
import type { ConsentAnswer, OutboundProposal } from "../../core/run-privacy";
import { createScriptedEngine } from "../../engines/scripted/scripted-engine";
import type { Detector } from "../../privacy/detect/detect-private";
import { createRunFixture, requestWith, runToEnd } from "../test-support/run-fixture";

const policy = (mode: RoutePolicy["mode"], change: Partial<RoutePolicy> = {}): RoutePolicy => ({
  mode,
  allowCloudFallback: false,
  allowLocalFallback: true,
  ...change,
});
const MAIL = "ada@lovelace.example";
const PHONE = "+44 20 7946 0018";
const asking = (content: string, change = {}) =>
  requestWith({ text: content, messages: [{ role: "user", content }], ...change });
const privacyOf = (events: readonly RunEvent[]) =>
  events.findLast((event) => event.type === "privacy")?.privacy;
const textOf = (events: readonly RunEvent[]) =>
  events.map((event) => (event.type === "text-delta" ? event.text : "")).join("");
const names: Detector = {
  id: "tagger",
  find: async (texts) =>
    texts.map((text) =>
      [...text.matchAll(/\bAda\b/g)].map(
        ({ index }): TextSpan => ({ start: index, end: index + 3, label: "person", score: 0.9 }),
      ),
    ),
};

describe("private text on its way to the cloud", () => {
  it("is masked in every turn, and put back in the answer", async () => {
    const { dependencies, sent } = createRunFixture({
      respond: async () => new Response("Write to EMAIL_1 or call PHONE_1 ."),
    });
    const request = requestWith({
      messages: [
        { role: "user", content: `I am ${MAIL}.` },
        { role: "assistant", content: `Hello ${MAIL}.` },
        { role: "user", content: `Call ${PHONE}, or ${MAIL}.` },
      ],
    });
    const { events, error } = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(error).toBeNull();
    expect(sent).toHaveLength(1);
    expect(sent[0]?.body).not.toContain(MAIL);
    expect(sent[0]?.body).not.toContain("7946");
    expect(sent[0]?.body.match(/EMAIL_1/g)).toHaveLength(3);
    expect(textOf(events)).toBe(`Write to ${MAIL} or call ${PHONE} .`);
    expect(privacyOf(events)).toMatchObject({ rule: "redact", sentBody: sent[0]?.body });
  });

  it("is masked by every layer", async () => {
    const { dependencies, sent } = createRunFixture({ detectors: [names] });
    await runToEnd({ request: asking(`Ada wrote to ${MAIL}`), policy: policy("cloud") }, dependencies);
    expect(sent[0]?.body).toContain("PERSON_1 wrote to EMAIL_1");
  });

  it("leaves nothing when a detector throws: nothing is sent, and the decision says why", async () => {
    const broken: Detector = {
      id: "tagger",
      find: async () => {
        throw new Error("no model");
      },
    };
    const { dependencies, sent } = createRunFixture({ detectors: [broken] });
    const { events, error } = await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(error?.code).toBe("detector-failed");
    expect(sent).toEqual([]);
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.reasons).toContain("privacy-unchecked");
  });

  it("looks for nothing where no endpoint can be reached: the network is what is missing", async () => {
    let searches = 0;
    const broken: Detector = {
      id: "tagger",
      find: async () => {
        searches += 1;
        throw new Error("no model");
      },
    };
    const { dependencies, sent } = createRunFixture({ detectors: [broken], online: false });
    const { error } = await runToEnd({ policy: policy("cloud") }, dependencies);
    expect(error?.code).toBe("network");
    expect(sent).toEqual([]);
    expect(searches).toBe(0);
  });

  it("is not sent by a detector that breaks between the decision and the sending", async () => {
    let calls = 0;
    const { dependencies, sent } = createRunFixture({});
    const breaking = {
      ...dependencies,
      privacy: {
        ...dependencies.privacy,
        find: async (texts: readonly string[]) => {
          calls += 1;
          if (calls > 1) throw new InferenceError("detector-failed", "gone");
          return texts.map(() => []);
        },
      },
    };
    const { error } = await runToEnd({ policy: policy("cloud") }, breaking);
    expect(error?.code).toBe("detector-failed");
    expect(sent).toEqual([]);
  });

  it("never leaves where the rule says so, and in Auto the device answers", async () => {
    const { dependencies, sent } = createRunFixture({
      local: createScriptedEngine(),
      privacy: { rule: "never" },
    });
    const request = asking(`I am ${MAIL}`);
    const forced = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(forced.error?.code).toBe("egress-denied");
    const auto = await runToEnd(
      { request, policy: policy("auto", { allowCloudFallback: true }) },
      dependencies,
    );
    expect(auto.error).toBeNull();
    expect(sent).toEqual([]);
  });

  it("is never sent by the rule for answers that look wrong, masked or not, while other text is", async () => {
    const { dependencies, sent } = createRunFixture({});
    const rule = policy("cloud", { isEscalation: true });
    const kept = await runToEnd({ request: asking(`I am ${MAIL}`), policy: rule }, dependencies);
    expect(kept.error?.code).toBe("egress-denied");
    const marked = asking("hello", { sensitivity: "sensitive" });
    expect((await runToEnd({ request: marked, policy: rule }, dependencies)).error?.code).toBe(
      "egress-denied",
    );
    expect(sent).toEqual([]);
    expect((await runToEnd({ request: asking("hello"), policy: rule }, dependencies)).error).toBeNull();
    expect(sent).toHaveLength(1);
  });

  it("goes as it is where the rule says so, without any detector", async () => {
    const { dependencies, sent } = createRunFixture({
      privacy: { rule: "as-is" },
      detectors: [{ id: "tagger", find: () => Promise.reject(new Error("never asked")) }],
    });
    const { events, error } = await runToEnd(
      { request: asking(`I am ${MAIL}`), policy: policy("cloud") },
      dependencies,
    );
    expect(error).toBeNull();
    expect(sent[0]?.body).toContain(MAIL);
    expect(privacyOf(events)).toMatchObject({ rule: "as-is", redactions: [] });
  });

  it("follows the conversation's rule before the settings'", async () => {
    const { dependencies, sent } = createRunFixture({ privacy: { rule: "never" } });
    const privacy = { rule: "redact", keep: [], mask: [] } as const;
    await runToEnd({ request: asking(`I am ${MAIL}`, { privacy }), policy: policy("cloud") }, dependencies);
    expect(sent[0]?.body).toContain("EMAIL_1");
  });

  it("goes as the person chose: kept words as they are, words masked by hand too", async () => {
    const { dependencies, sent } = createRunFixture({});
    const privacy = { keep: [MAIL], mask: ["the blue project"] };
    const request = asking(`${MAIL} about the blue project, ${PHONE}`, { privacy });
    const { events } = await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(sent[0]?.body).toContain(MAIL);
    expect(sent[0]?.body).not.toContain("blue project");
    expect(sent[0]?.body).toContain("PHONE_1");
    expect(privacyOf(events)?.unmaskedLabels).toEqual(["email"]);
  });

  it("keeps the placeholders of earlier turns", async () => {
    const { dependencies, sent } = createRunFixture({});
    const known = [{ placeholder: "EMAIL_7", original: MAIL, label: "email" }];
    const request = asking(`${MAIL} and new@mail.example`, { privacy: { keep: [], mask: [], known } });
    await runToEnd({ request, policy: policy("cloud") }, dependencies);
    expect(sent[0]?.body).toContain("EMAIL_7 and EMAIL_");
    expect(sent[0]?.body).not.toContain("EMAIL_7 and EMAIL_7");
  });

  it("is masked where it was cut over two messages of one author, an answer between", async () => {
    const { dependencies, sent } = createRunFixture({});
    const key = "ghp_0123456789abcdefghijABCDEFGHIJ012345";
    const messages = [
      { role: "user" as const, content: `The key begins ${key.slice(0, 17)}` },
      { role: "assistant" as const, content: "Go on." },
      { role: "user" as const, content: `${key.slice(17)} and that is it.` },
    ];
    const { error, events } = await runToEnd(
      { request: requestWith({ messages }), policy: policy("cloud") },
      dependencies,
    );
    expect(error).toBeNull();
    expect(sent[0]?.body).not.toContain(key.slice(0, 17));
    expect(sent[0]?.body).not.toContain(key.slice(17));
    expect(sent[0]?.body).toContain(" and that is it.");
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.signals.privateLabels).toEqual(["secret"]);
  });

  it("names the placeholders of the answer that stand for nothing", async () => {
    const { dependencies } = createRunFixture({ respond: async () => new Response("EMAIL_1 and EMAIL_9") });
    const { events } = await runToEnd(
      { request: asking(`I am ${MAIL}`), policy: policy("cloud") },
      dependencies,
    );
    expect(textOf(events)).toBe(`${MAIL} and EMAIL_9`);
    expect(privacyOf(events)?.unresolved).toEqual(["EMAIL_9"]);
  });

  it("keeps the text of an answer that breaks off, with what was held back", async () => {
    const { dependencies } = createRunFixture({});
    const failing = {
      ...dependencies,
      loadEngine: async () => {
        const engine = await dependencies.loadEngine("cloud");
        return {
          ...engine,
          async *run(...given: Parameters<typeof engine.run>) {
            for await (const event of engine.run(...given)) if (event.type === "load-end") yield event;
            yield { type: "text-delta", text: "to EMAIL_" } as const;
            throw new InferenceError("stream-reset", "gone");
          },
        };
      },
    };
    const { events, error } = await runToEnd(
      { request: asking(`I am ${MAIL}`), policy: policy("cloud") },
      failing,
    );
    expect(error?.code).toBe("stream-reset");
    expect(textOf(events)).toBe("to EMAIL_");
  });

  it("reads no text that cannot leave", async () => {
    const { dependencies } = createRunFixture({
      local: createScriptedEngine(),
      detectors: [{ id: "tagger", find: () => Promise.reject(new Error("never asked")) }],
    });
    for (const request of [asking(MAIL), asking(MAIL, { sensitivity: "sensitive" })]) {
      const mode = request.sensitivity === "sensitive" ? "auto" : "local";
      const { events, error } = await runToEnd({ request, policy: policy(mode) }, dependencies);
      expect(error).toBeNull();
      const decision = events.find((event) => event.type === "decision")?.decision;
      expect(decision?.signals).not.toHaveProperty("privacyUnchecked");
    }
  });
});

describe("asking before private text leaves", () => {
  const asks = (answers: readonly ((proposal: OutboundProposal) => ConsentAnswer)[]) => {
    const shown: OutboundProposal[] = [];
    const fixture = createRunFixture({
      privacy: { rule: "ask" },
      consent: async () =>
        answers[shown.length - 1]?.(shown.at(-1) as OutboundProposal) ?? { type: "refuse" },
    });
    const onEvent = (event: RunEvent) => {
      if (event.type === "consent") shown.push(event.proposal);
    };
    return { ...fixture, shown, onEvent };
  };
  const run = async ({ dependencies, onEvent }: ReturnType<typeof asks>, content: string) =>
    runToEnd({ request: asking(content), policy: policy("cloud") }, dependencies, undefined, onEvent);

  it("sends exactly what was shown", async () => {
    const fixture = asks([
      ({ call }) => ({ type: "send", choices: { keep: [], mask: [] }, body: call.body }),
    ]);
    const { error } = await run(fixture, `I am ${MAIL}`);
    expect(error).toBeNull();
    expect(fixture.shown).toHaveLength(1);
    expect(fixture.sent.map(({ body }) => body)).toEqual([fixture.shown[0]?.call.body]);
    expect(fixture.shown[0]?.messages[0]?.marks).toMatchObject([{ original: MAIL, isMasked: true }]);
  });

  it("sends nothing when the person says no", async () => {
    const fixture = asks([() => ({ type: "refuse" })]);
    const { error } = await run(fixture, `I am ${MAIL}`);
    expect(error?.code).toBe("cancelled");
    expect(fixture.sent).toEqual([]);
  });

  it("asks again when what would leave is not what was shown", async () => {
    const choices = { keep: [MAIL], mask: [] };
    const fixture = asks([
      ({ call }) => ({ type: "send", choices, body: call.body }),
      ({ call }) => ({ type: "send", choices, body: call.body }),
    ]);
    const { error } = await run(fixture, `I am ${MAIL}`);
    expect(error).toBeNull();
    expect(fixture.shown).toHaveLength(2);
    expect(fixture.sent[0]?.body).toContain(MAIL);
    expect(fixture.sent[0]?.body).toBe(fixture.shown[1]?.call.body);
  });

  it("does not ask where nothing was found", async () => {
    const fixture = asks([]);
    const { error } = await run(fixture, "nothing of the kind");
    expect(error).toBeNull();
    expect(fixture.shown).toEqual([]);
    expect(fixture.sent).toHaveLength(1);
  });
});

describe("whatever a conversation holds", () => {
  const secret = fc.constantFrom(MAIL, PHONE, "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "Ada");
  const turn = fc.record({
    role: fc.constantFrom("user" as const, "assistant" as const),
    content: fc
      .array(fc.oneof(secret, fc.lorem({ maxCount: 3 }), fc.constantFrom("\n", " EMAIL_1 ", " PERSON_10 ")), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(" ")),
  });

  it("no original is in any body, and the answer is what would have come without masking", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(turn, { minLength: 1, maxLength: 4 }), async (turns) => {
        const messages = [...turns, { role: "user" as const, content: `Repeat: ${MAIL}` }];
        const { dependencies, sent } = createRunFixture({ detectors: [names] });
        const { error } = await runToEnd(
          { request: requestWith({ messages }), policy: policy("cloud") },
          dependencies,
        );
        expect(error).toBeNull();
        for (const original of [MAIL, PHONE, "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00"]) {
          expect(sent[0]?.body).not.toContain(original);
        }
        expect(sent[0]?.body).not.toMatch(/\bAda\b/);
      }),
      { numRuns: 300 },
    );
  });
});
