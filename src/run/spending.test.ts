import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, describe, expect, it } from "vitest";
import type { BudgetSettings } from "../core/budget";
import type { Usage } from "../core/event";
import type { ModelRecord } from "../core/model";
import type { RoutePolicy } from "../core/route";
import { createScriptedEngine } from "../engines/scripted/scripted-engine";
import { openSpendLedger } from "../platform/storage/spend-ledger";
import { createRunFixture, modelAt, requestWith, runToEnd } from "./test-support/run-fixture";

const CLOUD: RoutePolicy = { mode: "cloud", allowCloudFallback: false, allowLocalFallback: false };
const AUTO: RoutePolicy = { mode: "auto", allowCloudFallback: false, allowLocalFallback: true };
/** One dollar a thousand tokens, so that figures are round. */
const price = (_: ModelRecord, { inputTokens = 0, outputTokens = 0 }: Usage) =>
  (inputTokens + outputTokens) / 1000;

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

function setUp(budget: Partial<BudgetSettings>, options: Parameters<typeof createRunFixture>[0] = {}) {
  const ledger = openSpendLedger({
    owner: "one",
    isAlive: async () => true,
    dateMs: () => 1_795_000_000_000,
  });
  const fixture = createRunFixture({
    costUsd: price,
    ledger,
    budget: { requestUsd: null, dayUsd: null, monthUsd: null, ...budget },
    ...options,
  });
  return { ...fixture, ledger };
}

describe("what a run may cost", () => {
  it("is kept as it really was", async () => {
    const { dependencies, ledger } = setUp({});
    const { events } = await runToEnd({ policy: CLOUD }, dependencies);
    const cost = events.findLast((event) => event.type === "metrics")?.metrics.costUsd;
    expect(cost).toBeGreaterThan(0);
    expect((await ledger.totals()).dayUsd).toBeCloseTo(cost ?? 0, 8);
  });

  it("is refused before anything is sent where a limit leaves no room, with the limit's name in the decision", async () => {
    const { dependencies, sent } = setUp({ dayUsd: 0.001 });
    const { events, error } = await runToEnd({ policy: CLOUD }, dependencies);
    expect(error).toMatchObject({ code: "budget-spent", retryable: false });
    expect(sent).toEqual([]);
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.reasons).toEqual(["forced-cloud", "budget-spent"]);
    expect(decision?.signals.budget).toMatchObject({ spent: "day" });
  });

  it("bounds the longest answer by what is left", async () => {
    const { dependencies, sent, ledger } = setUp({ requestUsd: 1 });
    const limits: (number | undefined)[] = [];
    const cloud = await dependencies.loadEngine("cloud");
    const run = cloud.run;
    cloud.run = (request, model, options) => {
      limits.push(request.params.maxOutputTokens);
      return run(request, model, options);
    };
    const { error } = await runToEnd({ policy: CLOUD }, dependencies);
    expect(error).toBeNull();
    expect(sent).toHaveLength(1);
    expect(limits[0]).toBeGreaterThan(255);
    expect(limits[0]).toBeLessThan(1000);
    expect((await ledger.totals()).dayUsd).toBeLessThanOrEqual(1);
  });

  it("is refused where a limit is set and nobody knows the price", async () => {
    const { dependencies, sent } = setUp({ monthUsd: 5 }, { costUsd: () => undefined });
    const { error } = await runToEnd({ policy: CLOUD }, dependencies);
    expect(error?.code).toBe("price-unknown");
    expect(sent).toEqual([]);
  });

  it("keeps everything on the device in Auto once it is used up", async () => {
    const { dependencies, sent, ledger } = setUp({ dayUsd: 1 }, { local: createScriptedEngine() });
    const budget = dependencies.spending.budget();
    await ledger.reserve({ id: "before", mostUsd: 1, leastUsd: 1, inputUsd: 1, budget });
    const { error, events } = await runToEnd({ policy: AUTO }, dependencies);
    expect(error).toBeNull();
    expect(sent).toEqual([]);
    const decision = events.find((event) => event.type === "decision")?.decision;
    expect(decision?.ruledOut).toEqual([{ location: "cloud", reason: "budget-spent" }]);
  });

  it("is nothing for an endpoint that refused, so that a fallback is not charged twice", async () => {
    const endpoints = ["status-500.example", "good.example"].map((host) => ({
      model: modelAt(host),
      loopback: false,
      restSeconds: 0,
    }));
    const { dependencies, ledger } = setUp(
      { dayUsd: 5 },
      {
        endpoints,
        respond: async (url) => {
          if (url.includes("status-500")) throw new TypeError("Failed to fetch");
          return new Response("fine");
        },
      },
    );
    const { error, events } = await runToEnd({ policy: CLOUD }, dependencies);
    expect(error).toBeNull();
    const cost = events.findLast((event) => event.type === "metrics")?.metrics.costUsd;
    expect((await ledger.totals()).dayUsd).toBeCloseTo(cost ?? 0, 8);
  });

  it("passes over an endpoint without a price where another has one", async () => {
    const endpoints = ["unknown.example", "known.example"].map((host) => ({
      model: modelAt(host),
      loopback: false,
      restSeconds: 0,
    }));
    const { dependencies, sent } = setUp(
      { dayUsd: 5 },
      {
        endpoints,
        costUsd: (model, usage) => (model.id.includes("unknown") ? undefined : price(model, usage)),
      },
    );
    await runToEnd({ policy: CLOUD }, dependencies);
    expect(sent.map(({ url }) => new URL(url).host)).toEqual(["known.example"]);
  });

  it("is what was reserved where an answer broke off before a word, and what was written where it broke off later", async () => {
    const { dependencies, ledger } = setUp({ requestUsd: 0.5 });
    const request = requestWith({ output: "labels" });
    dependencies.parse = async () => {
      throw new Error("not readable");
    };
    const { error } = await runToEnd({ request, policy: CLOUD }, dependencies);
    expect(error).not.toBeNull();
    const { dayUsd } = await ledger.totals();
    expect(dayUsd).toBeGreaterThan(0);
    expect(dayUsd).toBeLessThan(0.1);
  });

  it("stops a tab whose budget another one has used up", async () => {
    const one = setUp({ dayUsd: 0.3 });
    const two = setUp({ dayUsd: 0.3 });
    const first = await runToEnd({ policy: CLOUD }, one.dependencies);
    expect(first.error).toBeNull();
    const budget = one.dependencies.spending.budget();
    const { dayUsd } = await one.ledger.totals();
    await one.ledger.reserve({ id: "rest", mostUsd: 0.3 - dayUsd, leastUsd: 0, inputUsd: 0, budget });
    const second = await runToEnd({ policy: CLOUD }, two.dependencies);
    expect(second.error?.code).toBe("budget-spent");
    expect(two.sent).toEqual([]);
  });
});
