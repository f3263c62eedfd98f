import { describe, expect, it } from "vitest";
import type { BudgetSignal, RoutePolicy, RouteReason, RouteSignals } from "../core/route";
import { exampleModel } from "../core/test-support/example-records";
import { decideRoute } from "./decide-route";
import { policyFor, READY, REQUEST } from "./test-support/example-route";

const local = exampleModel("local");
const clouds = ["one", "two", "three"].map((id) => exampleModel(id, { engine: "cloud" }));

interface Situation {
  mode: RoutePolicy["mode"];
  pane?: "local" | "cloud";
  allowed?: boolean;
  hasLocal?: boolean;
  signals?: Partial<RouteSignals>;
}

function decide({ mode, pane, allowed = false, hasLocal = true, signals = {} }: Situation) {
  return decideRoute({
    request: REQUEST,
    policy: policyFor(mode, { allowCloudFallback: allowed }),
    ...(pane === undefined ? {} : { pane }),
    signals: { ...READY, local: hasLocal ? "ready" : "none", ...signals },
    candidates: { local: hasLocal ? local : null, cloud: clouds[0] ?? null, otherClouds: clouds.slice(1) },
    estimates: { local: null, cloud: null },
  });
}

const ids = (decision: ReturnType<typeof decide>) => [
  decision.target?.model.id ?? null,
  ...decision.fallbacks.map((fallback) => fallback.model.id),
];

/** The situation, and who is asked in which order; null where nobody is. */
const ORDERS: readonly [string, Situation, (string | null)[]][] = [
  ["auto, the device can", { mode: "auto" }, ["local"]],
  [
    "auto, the device can and the cloud may take over",
    { mode: "auto", allowed: true },
    ["local", "one", "two", "three"],
  ],
  ["auto, nothing on the device", { mode: "auto", hasLocal: false }, ["one", "two", "three"]],
  [
    "auto, nothing on the device, text that stays",
    { mode: "auto", hasLocal: false, signals: { sensitive: true } },
    [null],
  ],
  ["auto, text that stays", { mode: "auto", allowed: true, signals: { sensitive: true } }, ["local"]],
  ["auto, offline", { mode: "auto", allowed: true, signals: { online: false } }, ["local"]],
  ["forced local", { mode: "local", allowed: true }, ["local"]],
  ["forced local, nothing on the device", { mode: "local", allowed: true, hasLocal: false }, [null]],
  [
    "forced cloud: endpoints stand in for each other, never the device",
    { mode: "cloud" },
    ["one", "two", "three"],
  ],
  ["forced cloud, text that stays", { mode: "cloud", signals: { sensitive: true } }, [null]],
  ["compare, the cloud's pane", { mode: "compare", pane: "cloud" }, ["one", "two", "three"]],
  ["compare, the device's pane", { mode: "compare", pane: "local", allowed: true }, ["local"]],
];

const SPENT: BudgetSignal = { usedShare: 1, leftUsd: 0, spent: "day" };
const UNKNOWN: BudgetSignal = { usedShare: 0.1, leftUsd: 3, isPriceUnknown: true };
const NEAR: BudgetSignal = { usedShare: 0.95, leftUsd: 0.1 };

/** The situation, who is asked, and why the cloud is not, where it is not. */
const BUDGETS: readonly [string, Situation, BudgetSignal, string | null, RouteReason | null][] = [
  ["auto, spent", { mode: "auto", allowed: true }, SPENT, "local", "budget-spent"],
  ["auto, spent for the request", { mode: "auto" }, { ...SPENT, spent: "request" }, "local", "budget-spent"],
  ["auto, spent for the month", { mode: "auto" }, { ...SPENT, spent: "month" }, "local", "budget-spent"],
  ["auto, spent, nothing on the device", { mode: "auto", hasLocal: false }, SPENT, null, "budget-spent"],
  ["auto, price unknown", { mode: "auto", allowed: true }, UNKNOWN, "local", "price-unknown"],
  ["auto, near the limit", { mode: "auto", hasLocal: false }, NEAR, "one", null],
  ["forced cloud, spent", { mode: "cloud" }, SPENT, null, "budget-spent"],
  ["forced cloud, price unknown", { mode: "cloud" }, UNKNOWN, null, "price-unknown"],
  ["forced cloud, near the limit", { mode: "cloud" }, NEAR, "one", null],
  ["forced local, spent", { mode: "local" }, SPENT, "local", null],
  ["compare, the cloud's pane, spent", { mode: "compare", pane: "cloud" }, SPENT, null, "budget-spent"],
  ["compare, the device's pane, spent", { mode: "compare", pane: "local" }, SPENT, "local", null],
  [
    "auto, spent, and text that stays: what stays is told first",
    { mode: "auto", signals: { sensitive: true } },
    SPENT,
    "local",
    "sensitive-stays",
  ],
  [
    "auto, spent and offline: the network is told first",
    { mode: "auto", signals: { online: false } },
    SPENT,
    "local",
    "offline",
  ],
];

describe("several endpoints", () => {
  it.each(ORDERS)("%s", (_, situation, expected) => {
    expect(ids(decide(situation))).toEqual(expected);
  });
});

describe("a budget", () => {
  it.each(BUDGETS)("%s", (_, situation, budget, asked, reason) => {
    const decision = decide({ ...situation, signals: { ...situation.signals, budget } });
    expect(decision.target?.model.id ?? null).toBe(asked);
    const cloudReason = decision.ruledOut.find(({ location }) => location === "cloud")?.reason ?? null;
    if (reason !== null) {
      expect(cloudReason).toBe(reason);
      expect(decision.fallbacks).toEqual([]);
    }
  });
});
