import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import { type BudgetSettings, dayOf, type SpentTotals } from "../../core/budget";
import type { BudgetLimit } from "../../core/route";
import { StorageError } from "./storage-error";

/** What one cloud call cost, or may cost at most while it goes. Amounts in whole billionths of a dollar. */
export interface SpendEntry {
  id: string;
  /** Of the person's calendar when it was reserved: `2026-11-26`. */
  day: string;
  /** The tab that sends it. */
  owner: string;
  isReserved: boolean;
  /** What counts now; null where nobody knows the price. */
  amount: number | null;
  /** What it cost at least, should its tab die. */
  least: number;
}

/** What a call asks for. USD. */
export interface SpendRequest {
  id: string;
  /** As much as it may cost at most. */
  mostUsd: number;
  /** As little as makes sense; a budget that leaves less refuses it. */
  leastUsd: number;
  /** What the provider charges for reading alone: what is counted when the tab dies. */
  inputUsd: number;
  budget: BudgetSettings;
}

/** What a call is let have. */
export type SpendGrant =
  | { granted: true; usd: number }
  | { granted: false; limit: BudgetLimit; leftUsd: number };

/** What the cloud cost on this device, shared by all tabs. Days and months are the person's own. */
export interface SpendLedger {
  totals(): Promise<SpentTotals>;
  /**
   * Reserves for a call before it is sent, in one transaction over all tabs: what is reserved and spent never exceeds a
   * limit. Reservations of tabs that died end here.
   * @throws StorageError where the ledger cannot be written.
   */
  reserve(request: SpendRequest): Promise<SpendGrant>;
  /** What `reserve` would answer now. Reserves nothing. @throws StorageError */
  wouldGrant(request: SpendRequest): Promise<SpendGrant>;
  /** Puts the real cost in place of a reservation; null where it is not known. @throws StorageError */
  settle(id: string, usd: number | null): Promise<void>;
  /** What was spent on each day, oldest first. */
  days(): Promise<readonly { day: string; usd: number; unknown: number }[]>;
  /** Starts anew: nothing was spent. @throws StorageError */
  clear(): Promise<void>;
}

interface LedgerSchema extends DBSchema {
  entries: { key: string; value: SpendEntry; indexes: { day: string } };
}

/** What the ledger stands on. */
export interface LedgerScope {
  /** Of this tab. */
  owner: string;
  /** Whether another tab still lives. Never throws. */
  isAlive(owner: string): Promise<boolean>;
  /** Wall clock, ms since the epoch. */
  dateMs(): number;
}

/** A database of its own, so that it has no part in upgrades of the history's. */
export const LEDGER_DATABASE = "nearside-spending";
const PER_USD = 1e9;
/** Days that are kept, for Insights. */
const KEPT_DAYS = 400;

/** Opens the ledger on first use. */
export function openSpendLedger({ owner, isAlive, dateMs }: LedgerScope): SpendLedger {
  let opening: Promise<IDBPDatabase<LedgerSchema>> | null = null;

  function open(): Promise<IDBPDatabase<LedgerSchema>> {
    opening ??= openDB<LedgerSchema>(LEDGER_DATABASE, 1, {
      upgrade(database) {
        database.createObjectStore("entries", { keyPath: "id" }).createIndex("day", "day");
      },
      blocking: (_current, _blocked, event) => (event.target as IDBDatabase).close(),
      terminated: () => {
        opening = null;
      },
    });
    opening.catch(() => {
      opening = null;
    });
    return opening;
  }

  /** Entries of this month and, where the clock was set back, of days that are yet to come. */
  async function recent(database: IDBPDatabase<LedgerSchema>): Promise<SpendEntry[]> {
    return database.getAllFromIndex("entries", "day", sinceMonth(dayOf(dateMs())));
  }

  /** Tabs with reservations that no longer live. One that is asked for made its reservation before, so it is dead for good. */
  async function deadOwners(database: IDBPDatabase<LedgerSchema>): Promise<ReadonlySet<string>> {
    const owners = new Set(
      (await recent(database)).filter((entry) => entry.isReserved).map((entry) => entry.owner),
    );
    owners.delete(owner);
    const dead = new Set<string>();
    for (const each of owners) if (!(await isAlive(each))) dead.add(each);
    return dead;
  }

  return {
    async totals() {
      const today = dayOf(dateMs());
      return toUsd(sumOf(await guarded(async () => recent(await open())), today));
    },

    reserve: (request) =>
      guarded(async () => {
        const database = await open();
        const dead = await deadOwners(database);
        const today = dayOf(dateMs());
        const transaction = database.transaction("entries", "readwrite");
        const entries: SpendEntry[] = [];
        for (const entry of await transaction.store.index("day").getAll(sinceMonth(today))) {
          const now = withoutDead(entry, dead);
          if (now !== entry) await transaction.store.put(now);
          entries.push(now);
        }
        const answer = grantOf(request, sumOf(entries, today));
        if (!answer.granted) {
          await transaction.done;
          return answer;
        }
        const amount = Math.round(answer.usd * PER_USD);
        await transaction.store.put({
          id: request.id,
          day: today,
          owner,
          isReserved: true,
          amount,
          least: Math.min(ceil(request.inputUsd), amount),
        });
        await transaction.done;
        await prune(database, today);
        return answer;
      }),

    wouldGrant: (request) =>
      guarded(async () => {
        const database = await open();
        const dead = await deadOwners(database);
        const entries = (await recent(database)).map((entry) => withoutDead(entry, dead));
        return grantOf(request, sumOf(entries, dayOf(dateMs())));
      }),

    settle: (id, usd) =>
      guarded(async () => {
        const database = await open();
        const transaction = database.transaction("entries", "readwrite");
        const entry = await transaction.store.get(id);
        if (entry !== undefined) {
          await transaction.store.put({
            ...entry,
            isReserved: false,
            amount: usd === null ? null : ceil(usd),
          });
        }
        await transaction.done;
      }),

    days: () =>
      guarded(async () => {
        const days = new Map<string, { day: string; usd: number; unknown: number }>();
        for (const { day, amount } of await (await open()).getAllFromIndex("entries", "day")) {
          const known = days.get(day) ?? { day, usd: 0, unknown: 0 };
          if (amount === null) known.unknown += 1;
          else known.usd += amount / PER_USD;
          days.set(day, known);
        }
        return [...days.values()];
      }),

    clear: () => guarded(async () => (await open()).clear("entries")),
  };

  async function prune(database: IDBPDatabase<LedgerSchema>, today: string): Promise<void> {
    const [year = 0, month = 1, day = 1] = today.split("-").map(Number);
    const oldest = dayOf(new Date(year, month - 1, day - KEPT_DAYS).getTime());
    const old = await database.getAllKeysFromIndex(
      "entries",
      "day",
      IDBKeyRange.upperBound(oldest, true),
      100,
    );
    for (const key of old) await database.delete("entries", key);
  }
}

function sinceMonth(today: string): IDBKeyRange {
  return IDBKeyRange.lowerBound(`${today.slice(0, 7)}-01`);
}

/** A reservation of a tab that died counts what reading alone had cost. */
function withoutDead(entry: SpendEntry, dead: ReadonlySet<string>): SpendEntry {
  const isOver = entry.isReserved && dead.has(entry.owner);
  return isOver ? { ...entry, isReserved: false, amount: entry.least } : entry;
}

function grantOf(
  { mostUsd, leastUsd, budget }: SpendRequest,
  spent: { day: number; month: number },
): SpendGrant {
  const { left, limit } = leftOf(budget, spent);
  if (limit !== null && left < ceil(leastUsd))
    return { granted: false, limit, leftUsd: Math.max(0, left) / PER_USD };
  return { granted: true, usd: Math.min(ceil(mostUsd), left) / PER_USD };
}

/** Days that are yet to come count too: a clock that was set back makes nothing unspent. */
function sumOf(entries: readonly SpendEntry[], today: string): { day: number; month: number } {
  let day = 0;
  let month = 0;
  for (const entry of entries) {
    month += entry.amount ?? 0;
    if (entry.day >= today) day += entry.amount ?? 0;
  }
  return { day, month };
}

function leftOf(
  { requestUsd, dayUsd, monthUsd }: BudgetSettings,
  spent: { day: number; month: number },
): { left: number; limit: BudgetLimit | null } {
  const all: [BudgetLimit, number][] = [];
  if (requestUsd !== null) all.push(["request", Math.floor(requestUsd * PER_USD)]);
  if (dayUsd !== null) all.push(["day", Math.floor(dayUsd * PER_USD) - spent.day]);
  if (monthUsd !== null) all.push(["month", Math.floor(monthUsd * PER_USD) - spent.month]);
  const [first] = all.sort(([, one], [, other]) => one - other);
  return first === undefined
    ? { left: Number.MAX_SAFE_INTEGER, limit: null }
    : { left: first[1], limit: first[0] };
}

/** Rounded up, so that many small amounts are never more than they seem. */
function ceil(usd: number): number {
  return Math.min(Number.MAX_SAFE_INTEGER, Math.ceil(Number((usd * PER_USD).toPrecision(12))));
}

function toUsd({ day, month }: { day: number; month: number }): SpentTotals {
  return { dayUsd: day / PER_USD, monthUsd: month / PER_USD };
}

async function guarded<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (thrown) {
    throw StorageError.from(thrown);
  }
}
