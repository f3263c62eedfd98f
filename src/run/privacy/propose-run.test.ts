import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { BudgetSettings } from "../../core/budget";
import type { Usage } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { PrivacyChoices } from "../../core/privacy";
import type { RoutePolicy } from "../../core/route";
import type { OutboundProposal } from "../../core/run-privacy";
import { buildRequest } from "../../tasks";
import { createRunFixture, modelAt, requestWith, runToEnd } from "../test-support/run-fixture";
import { proposeRun } from "./propose-run";

const CLOUD: RoutePolicy = { mode: "cloud", allowCloudFallback: false, allowLocalFallback: false };
const NEVER = new AbortController().signal;
const NO_LIMIT: BudgetSettings = { requestUsd: null, dayUsd: null, monthUsd: null };
const MAIL = "ada@lovelace.example";
/** One dollar a thousand tokens. */
const costUsd = (_: ModelRecord, { inputTokens = 0, outputTokens = 0 }: Usage) =>
  (inputTokens + outputTokens) / 1000;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const asking = (content: string, change = {}) =>
  requestWith({ text: content, messages: [{ role: "user", content }], ...change });

describe("what will be sent", () => {
  it("is what is sent, whatever a budget leaves for the answer", async () => {
    const limit = fc.option(fc.double({ min: 0.3, max: 9, noNaN: true }), { nil: null });
    await fc.assert(
      fc.asyncProperty(
        fc.record({ requestUsd: limit, dayUsd: limit, monthUsd: limit }),
        fc.option(fc.integer({ min: 1, max: 4000 }), { nil: undefined }),
        fc.lorem({ maxCount: 40, mode: "words" }),
        async (budget, maxOutputTokens, words) => {
          globalThis.indexedDB = new IDBFactory();
          const { dependencies, sent } = createRunFixture({ costUsd, budget });
          const params = maxOutputTokens === undefined ? {} : { maxOutputTokens };
          const request = asking(`${words} ${MAIL}`, { params });
          const shown = await proposeRun(request, dependencies, NEVER).then(
            ({ call }) => call.body,
            ({ code }) => code,
          );
          const { error } = await runToEnd({ request, policy: CLOUD }, dependencies);
          expect(error === null ? sent.map(({ body }) => body) : [error.code]).toEqual([shown]);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is bounded where the budget bounds the answer", async () => {
    const { dependencies } = createRunFixture({ costUsd, budget: { ...NO_LIMIT, requestUsd: 1 } });
    const { call } = await proposeRun(asking("one two three"), dependencies, NEVER);
    expect(call.maxOutputTokens).toBeGreaterThan(255);
    expect(call.maxOutputTokens).toBeLessThan(1000);
    expect(await dependencies.spending.ledger.totals()).toEqual({ dayUsd: 0, monthUsd: 0 });
  });

  it("is for the endpoint that would be asked, not for one that rests", async () => {
    const endpoints = ["resting.example", "awake.example"].map((host, index) => ({
      model: modelAt(host),
      loopback: false,
      restSeconds: index === 0 ? 30 : 0,
    }));
    const { dependencies, sent } = createRunFixture({ endpoints });
    const { call } = await proposeRun(requestWith(), dependencies, NEVER);
    await runToEnd({ policy: CLOUD }, dependencies);
    expect(sent).toEqual([{ url: call.url, body: call.body }]);
  });

  it("is what is sent of a long context, masked", async () => {
    const filler = Array.from({ length: 200 }, (_, index) => `Minute ${index} of the meeting was long.`);
    const text = [...filler, `The bridge is built by ${MAIL}.`].join(" ");
    const options = { question: "Who builds the bridge?" };
    const request = buildRequest(
      "ask",
      { text, options },
      { id: "r", attachments: [], sensitivity: "normal" },
    );
    const { dependencies, sent } = createRunFixture({
      costUsd,
      condenses: true,
      budget: { ...NO_LIMIT, dayUsd: 9 },
    });
    const { call } = await proposeRun(request, dependencies, NEVER);
    await runToEnd({ request, policy: CLOUD }, dependencies);
    expect(sent.map(({ body }) => body)).toEqual([call.body]);
    expect(call.body).toContain("EMAIL_1");
    expect(call.body.length).toBeLessThan(text.length);
  });

  it("is, while the run waits, what the run sends under other choices, its own reservation left aside", async () => {
    const choices: PrivacyChoices = { keep: [MAIL], mask: [] };
    const proposals: OutboundProposal[] = [];
    const { dependencies, sent } = createRunFixture({
      costUsd,
      budget: { ...NO_LIMIT, dayUsd: 1 },
      privacy: { rule: "ask" },
      consent: async (_id, propose) => {
        const proposal = await propose(choices);
        proposals.push(proposal);
        return { type: "send", choices, body: proposal.call.body };
      },
    });
    const { error } = await runToEnd({ request: asking(`I am ${MAIL}`), policy: CLOUD }, dependencies);
    expect(error).toBeNull();
    expect(proposals).toHaveLength(1);
    expect(sent.map(({ body }) => body)).toEqual([proposals[0]?.call.body]);
    expect(sent[0]?.body).toContain(MAIL);
  });
});
