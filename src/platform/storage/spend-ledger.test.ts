import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { type BudgetSettings, dayOf } from "../../core/budget";
import { openSpendLedger, type SpendRequest } from "./spend-ledger";

const NO_LIMIT: BudgetSettings = { requestUsd: null, dayUsd: null, monthUsd: null };
const at = (text: string) => new Date(text).getTime();

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

/** Tabs over one ledger, with one clock; a tab that is closed is dead for the others. */
function browser(now = at("2026-11-26T12:00:00")) {
  const clock = { now };
  const dead = new Set<string>();
  let tabs = 0;
  const open = () => {
    const owner = `tab-${tabs++}`;
    const ledger = openSpendLedger({
      owner,
      isAlive: async (other) => !dead.has(other),
      dateMs: () => clock.now,
    });
    return { owner, ledger, close: () => void dead.add(owner) };
  };
  return { clock, open };
}

const ask = (id: string, usd: number, budget: Partial<BudgetSettings>): SpendRequest => ({
  id,
  mostUsd: usd,
  leastUsd: usd,
  inputUsd: usd / 10,
  budget: { ...NO_LIMIT, ...budget },
});

describe("the spending ledger", () => {
  it("sums up what was reserved and what it really cost, for all tabs and after a reload", async () => {
    const { open } = browser();
    const one = open();
    await one.ledger.reserve(ask("a", 0.5, {}));
    expect(await open().ledger.totals()).toEqual({ dayUsd: 0.5, monthUsd: 0.5 });
    await one.ledger.settle("a", 0.125);
    expect(await open().ledger.totals()).toEqual({ dayUsd: 0.125, monthUsd: 0.125 });
  });

  it("refuses what a limit leaves no room for, and says which limit", async () => {
    const { ledger } = browser().open();
    expect(await ledger.reserve(ask("a", 0.6, { dayUsd: 1 }))).toEqual({ granted: true, usd: 0.6 });
    expect(await ledger.reserve(ask("b", 0.6, { dayUsd: 1 }))).toMatchObject({
      granted: false,
      limit: "day",
    });
    expect(await ledger.reserve(ask("c", 2, { requestUsd: 1 }))).toMatchObject({ limit: "request" });
    expect(await ledger.reserve(ask("d", 0.5, { dayUsd: 9, monthUsd: 1 }))).toMatchObject({ limit: "month" });
  });

  it("grants what is left where that is enough", async () => {
    const { ledger } = browser().open();
    await ledger.reserve(ask("a", 0.75, { dayUsd: 1 }));
    const grant = await ledger.reserve({ ...ask("b", 2, { dayUsd: 1 }), leastUsd: 0.125 });
    expect(grant).toEqual({ granted: true, usd: 0.25 });
  });

  it("says what it would grant without reserving it, of a dead tab's money too", async () => {
    const { open } = browser();
    const one = open();
    const two = open();
    await one.ledger.reserve(ask("a", 0.75, { dayUsd: 1 }));
    const wanted = { ...ask("b", 2, { dayUsd: 1 }), leastUsd: 0.125 };
    expect(await two.ledger.wouldGrant(wanted)).toEqual({ granted: true, usd: 0.25 });
    expect(await two.ledger.wouldGrant({ ...wanted, leastUsd: 0.5 })).toMatchObject({ granted: false });
    expect((await two.ledger.totals()).dayUsd).toBe(0.75);
    one.close();
    const promised = await two.ledger.wouldGrant(wanted);
    expect(promised).toEqual({ granted: true, usd: 0.925 });
    expect(await two.ledger.reserve(wanted)).toEqual(promised);
  });

  it("lets go of a dead tab's reservation, but for what reading alone had cost", async () => {
    const { open } = browser();
    const one = open();
    await one.ledger.reserve(ask("a", 1, { dayUsd: 1 }));
    const two = open();
    expect(await two.ledger.reserve(ask("b", 0.5, { dayUsd: 1 }))).toMatchObject({ granted: false });
    one.close();
    expect(await two.ledger.reserve(ask("b", 0.5, { dayUsd: 1 }))).toMatchObject({ granted: true });
    expect((await two.ledger.totals()).dayUsd).toBeCloseTo(0.6, 9);
  });

  it("begins anew with the day and the month, and not when the clock is set back", async () => {
    const { clock, open } = browser(at("2026-11-30T23:59:59"));
    const { ledger } = open();
    const limits = { dayUsd: 1, monthUsd: 1.5 };
    expect(await ledger.reserve(ask("a", 1, limits))).toMatchObject({ granted: true });
    clock.now = at("2026-12-01T00:00:01");
    expect(await ledger.reserve(ask("b", 1, limits))).toMatchObject({ granted: true });
    clock.now = at("2026-11-30T12:00:00");
    expect(await ledger.reserve(ask("c", 0.1, { dayUsd: 1 }))).toMatchObject({
      granted: false,
      limit: "day",
    });
    clock.now = at("2026-12-02T00:00:01");
    expect(await ledger.reserve(ask("d", 1, limits))).toMatchObject({ granted: false, limit: "month" });
    expect(await ledger.reserve(ask("e", 0.5, limits))).toMatchObject({ granted: true });
  });

  it("counts calls without a known price apart, and starts anew when told to", async () => {
    const { ledger } = browser().open();
    await ledger.reserve(ask("a", 0, {}));
    await ledger.settle("a", null);
    expect(await ledger.days()).toEqual([{ day: "2026-11-26", usd: 0, unknown: 1 }]);
    await ledger.clear();
    expect(await ledger.days()).toEqual([]);
  });

  it("grants calls of several tabs at once only what there is", async () => {
    const { open } = browser();
    const tabs = [open(), open(), open()];
    const grants = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (tabs[index % 3] ?? open()).ledger.reserve(ask(`run-${index}`, 0.1, { dayUsd: 1 })),
      ),
    );
    expect(grants.filter(({ granted }) => granted)).toHaveLength(10);
  });

  it("never lets a day or a month exceed its limit, whatever tabs, clocks and endings do", async () => {
    const amount = fc.integer({ min: 0, max: 400 }).map((tenths) => tenths / 1000);
    const step = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({
          do: fc.constant("reserve" as const),
          tab: fc.nat(2),
          usd: amount,
          least: amount,
        }),
      },
      {
        weight: 4,
        arbitrary: fc.record({
          do: fc.constant("settle" as const),
          run: fc.nat(20),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ do: fc.constant("close" as const), tab: fc.nat(2) }) },
      {
        weight: 2,
        arbitrary: fc.record({
          do: fc.constant("clock" as const),
          hours: fc.integer({ min: -24 * 40, max: 24 * 40 }),
        }),
      },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
        globalThis.indexedDB = new IDBFactory();
        const { clock, open } = browser();
        const tabs = [open(), open(), open()];
        const budget: BudgetSettings = { requestUsd: 0.3, dayUsd: 0.5, monthUsd: 0.9 };
        // What each run counts, kept apart from the ledger: its grant until it is settled, then the real cost.
        const runs: { id: string; day: string; tab: string; usd: number; input: number; isOpen: boolean }[] =
          [];
        for (const [index, current] of steps.entries()) {
          if (current.do === "clock") clock.now += current.hours * 3_600_000;
          else if (current.do === "close") {
            tabs[current.tab]?.close();
            const closed = tabs[current.tab]?.owner;
            for (const run of runs)
              if (run.tab === closed && run.isOpen) Object.assign(run, { isOpen: false, usd: run.input });
            tabs[current.tab] = open();
          } else if (current.do === "settle") {
            const run = runs.filter(({ isOpen }) => isOpen)[current.run % Math.max(1, runs.length)];
            if (run === undefined) continue;
            Object.assign(run, { isOpen: false, usd: run.usd * current.share });
            await tabs[0]?.ledger.settle(run.id, run.usd);
          } else {
            const id = `run-${index}`;
            const tab = tabs[current.tab];
            const input = Math.min(current.usd, current.least) / 10;
            const grant = await tab?.ledger.reserve({
              id,
              mostUsd: current.usd,
              leastUsd: current.least,
              inputUsd: input,
              budget,
            });
            if (grant?.granted !== true) continue;
            expect(grant.usd).toBeLessThanOrEqual(0.3);
            runs.push({
              id,
              day: dayOf(clock.now),
              tab: tab?.owner ?? "",
              usd: grant.usd,
              input: Math.min(input, grant.usd),
              isOpen: true,
            });
          }
          const sums = new Map<string, number>();
          for (const { day, usd } of runs)
            for (const key of [day, day.slice(0, 7)]) sums.set(key, (sums.get(key) ?? 0) + usd);
          for (const [key, usd] of sums)
            expect(usd, key).toBeLessThanOrEqual((key.length === 7 ? 0.9 : 0.5) + 1e-9);
        }
      }),
      { numRuns: 150 },
    );
  });
});
