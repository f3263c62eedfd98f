import { describe, expect, it } from "vitest";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import { DEFAULT_WEIGHTS, type Estimate, type RouteLean, type RouteSignals } from "../core/route";
import { exampleModel } from "../core/test-support/example-records";
import { decideRoute, type RouteQuestion } from "./decide-route";
import { CLOUD, policyFor, READY, REQUEST, SPECIALIST } from "./test-support/example-route";

const languageModel = exampleModel("language-model", { contextWindow: 4096 });
const easy = { score: 0.06, kind: "write", rank: 0.1 } as const;
const middling = { score: 0.12, kind: "question", rank: 0.5 } as const;
const harder = { score: 0.22, kind: "code", rank: 0.7 } as const;
const hard = { score: 0.3, kind: "code", rank: 0.9 } as const;
const takes = (seconds: number, costUsd = 0): Estimate => ({
  inputTokens: 100,
  totalMs: seconds * 1000,
  costUsd,
  basisRuns: 3,
});

interface Situation {
  signals?: Partial<RouteSignals>;
  local?: ModelRecord | null;
  cloud?: ModelRecord | null;
  request?: Partial<InferenceRequest>;
  estimates?: RouteQuestion["estimates"];
}

/**
 * Who answers, by hand: L the device, C the cloud, - nobody. Columns are Auto leaning to the device, to neither and to
 * the cloud, then On device, Cloud, and the two sides of Compare.
 */
const TABLE: readonly [words: string, situation: Situation, expected: string][] = [
  // What the prompt asks.
  ["an easy prompt", { signals: { difficulty: easy } }, "L L C L C L C"],
  ["a middling prompt", { signals: { difficulty: middling } }, "L L C L C L C"],
  ["a harder prompt", { signals: { difficulty: harder } }, "L C C L C L C"],
  ["a hard prompt", { signals: { difficulty: hard } }, "L C C L C L C"],
  ["a prompt that nobody judged", {}, "L L C L C L C"],
  ["a short mail to rewrite", { request: { task: "rewrite" } }, "L L C L C L C"],
  ["words to continue", { request: { task: "continue" } }, "L L C L C L C"],
  ["a text to translate", { request: { task: "translate" } }, "L L C L C L C"],
  [
    "a specialist's task",
    { local: SPECIALIST, request: { task: "proofread", output: "edits" } },
    "L L C L C L C",
  ],
  [
    "an answer that must have a shape, to a prompt of 0.16",
    {
      request: { params: { responseFormat: { type: "json-schema", name: "x", schema: {} } } },
      signals: { difficulty: { ...middling, score: 0.16 } },
    },
    "L C C L C L C",
  ],
  // What the sides can.
  ["no model here", { local: null, signals: { local: "none" } }, "C C C - C - C"],
  ["a model that would have to be downloaded", { signals: { local: "downloadable" } }, "C C C - C - C"],
  ["a model that cannot run here", { signals: { local: "unavailable" } }, "C C C - C - C"],
  ["no key", { signals: { cloudReady: false, cloudMissing: "no-key", difficulty: hard } }, "L L L L - L -"],
  ["no cloud model", { cloud: null, signals: { difficulty: hard } }, "L L L L - L -"],
  ["no network", { signals: { online: false, difficulty: hard } }, "L L L L - L -"],
  [
    "no network and no model here",
    { local: null, signals: { online: false, local: "none" } },
    "- - - - - - -",
  ],
  ["an image", { signals: { attachmentTypes: ["image"] } }, "C C C - C - C"],
  ["a sound", { signals: { attachmentTypes: ["audio"] } }, "- - - - - - -"],
  ["a text beyond the local window", { signals: { inputTokens: 9000 } }, "C C C L C L C"],
  ["a text beyond both windows", { signals: { inputTokens: 900_000 } }, "L L L L C L C"],
  [
    "a prompt of 0.16 that fills the local window",
    { signals: { difficulty: { ...middling, score: 0.16 }, inputTokens: 3500 } },
    "L C C L C L C",
  ],
  [
    "a prompt of 0.16 that fills a third of it",
    { signals: { difficulty: { ...middling, score: 0.16 }, inputTokens: 1300 } },
    "L L C L C L C",
  ],
  [
    "a hard prompt that fills the local window",
    { signals: { difficulty: hard, inputTokens: 3500 } },
    "L C C L C L C",
  ],
  // What is private.
  ["a text marked to stay", { signals: { sensitive: true, difficulty: hard } }, "L L L L - L -"],
  [
    "a text marked to stay, and no model here",
    { local: null, signals: { sensitive: true, local: "none" } },
    "- - - - - - -",
  ],
  [
    "private text, redacted before it leaves",
    { signals: { privateLabels: ["person"], privacyRule: "redact", difficulty: hard } },
    "L L L L C L C",
  ],
  [
    "private text that never leaves",
    { signals: { privateLabels: ["card"], privacyRule: "never", difficulty: hard } },
    "L L L L - L -",
  ],
  [
    "private text and no model here",
    { local: null, signals: { privateLabels: ["person"], privacyRule: "ask", local: "none" } },
    "C C C - C - C",
  ],
  [
    "nothing private, whatever the rule",
    { signals: { privateLabels: [], privacyRule: "never", difficulty: hard } },
    "L C C L C L C",
  ],
  ["a text that could not be looked through", { signals: { privacyUnchecked: true } }, "L L L L - L -"],
  ["what the person taught", { local: SPECIALIST, request: { task: "own" } }, "L L L L - L -"],
  // Time and money.
  [
    "an easy prompt that would take the device a minute",
    { signals: { difficulty: easy }, estimates: { local: takes(60), cloud: takes(2) } },
    "L C C L C L C",
  ],
  [
    "a hard prompt that takes the cloud a minute",
    { signals: { difficulty: hard }, estimates: { local: takes(5), cloud: takes(60) } },
    "L L C L C L C",
  ],
  [
    "a slow device, and a cloud whose time nobody knows",
    { signals: { difficulty: easy }, estimates: { local: takes(60), cloud: null } },
    "L L C L C L C",
  ],
  [
    "a hard prompt that costs a cent",
    { signals: { difficulty: hard }, estimates: { local: takes(3), cloud: takes(3, 0.01) } },
    "L C C L C L C",
  ],
  [
    "a hard prompt that costs fifty cents",
    { signals: { difficulty: hard }, estimates: { local: takes(3), cloud: takes(3, 0.5) } },
    "L L L L C L C",
  ],
  [
    "a hard prompt for eight cents, with four fifths of the budget gone",
    {
      signals: { difficulty: hard, budget: { usedShare: 0.85, leftUsd: 1 } },
      estimates: { local: null, cloud: takes(3, 0.08) },
    },
    "L L C L C L C",
  ],
  [
    "the budget spent",
    { signals: { difficulty: hard, budget: { usedShare: 1, leftUsd: 0, spent: "day" } } },
    "L L L L - L -",
  ],
  [
    "a budget, and a price that nobody knows",
    { signals: { difficulty: hard, budget: { usedShare: 0, leftUsd: 5, isPriceUnknown: true } } },
    "L L L L - L -",
  ],
  [
    "an easy prompt, and a model of 8 GB that must be read first",
    {
      local: { ...languageModel, downloadBytes: 8e9 },
      signals: { difficulty: easy, localLoaded: false },
      estimates: { local: takes(3), cloud: takes(3) },
    },
    "L C C L C L C",
  ],
  [
    "an easy prompt, and the same model in memory",
    {
      local: { ...languageModel, downloadBytes: 8e9 },
      signals: { difficulty: easy, localLoaded: true },
      estimates: { local: takes(3), cloud: takes(3) },
    },
    "L L C L C L C",
  ],
  // The device and what was learnt.
  [
    "a middling prompt with a battery nearly empty",
    { signals: { difficulty: middling, device: { batteryLevel: 0.1, charging: false } } },
    "L C C L C L C",
  ],
  [
    "a middling prompt with a battery nearly empty, on a charger",
    { signals: { difficulty: middling, device: { batteryLevel: 0.1, charging: true } } },
    "L L C L C L C",
  ],
  [
    "a harder prompt while data is saved",
    { signals: { difficulty: harder, device: { savesData: true } } },
    "L L C L C L C",
  ],
  [
    "a harder prompt on a slow network",
    { signals: { difficulty: harder, device: { slowNetwork: true } } },
    "L L C L C L C",
  ],
  [
    "an easy prompt of a task whose answers here were often bad",
    { signals: { difficulty: easy, taskCorrection: 0.2 } },
    "L C C L C L C",
  ],
  [
    "a harder prompt of a task whose answers here were good",
    { signals: { difficulty: harder, taskCorrection: -0.1 } },
    "L L C L C L C",
  ],
  [
    "a specialist whose answers were often bad",
    {
      local: SPECIALIST,
      request: { task: "proofread", output: "edits" },
      signals: { taskCorrection: 0.25 },
    },
    "L C C L C L C",
  ],
];

const COLUMNS: readonly [
  string,
  Pick<RouteQuestion["policy"], "mode">["mode"],
  RouteLean,
  ("local" | "cloud")?,
][] = [
  ["Auto, leaning to the device", "auto", "local"],
  ["Auto", "auto", "balanced"],
  ["Auto, leaning to the cloud", "auto", "cloud"],
  ["On device", "local", "balanced"],
  ["Cloud", "cloud", "balanced"],
  ["Compare, its device side", "compare", "balanced", "local"],
  ["Compare, its cloud side", "compare", "balanced", "cloud"],
];
const LETTERS = { local: "L", cloud: "C" } as const;

function decide(
  situation: Situation,
  mode: RouteQuestion["policy"]["mode"],
  lean: RouteLean,
  pane?: "local" | "cloud",
) {
  const { local = languageModel, cloud = CLOUD } = situation;
  return decideRoute({
    request: { ...REQUEST, ...situation.request },
    policy: policyFor(mode, { weights: { ...DEFAULT_WEIGHTS, lean } }),
    ...(pane === undefined ? {} : { pane }),
    signals: { ...READY, ...situation.signals },
    candidates: { local, cloud },
    estimates: situation.estimates ?? { local: null, cloud: null },
  });
}

const rows = TABLE.flatMap(([words, situation, expected]) =>
  COLUMNS.map(([column, mode, lean, pane], index) => ({
    name: `${words}: ${column}`,
    expected: expected.split(" ")[index],
    decision: () => decide(situation, mode, lean, pane),
  })),
);

describe("the table of routes", () => {
  it("has enough rows, each with an expectation", () => {
    expect(rows.length).toBeGreaterThan(200);
    expect(rows.filter(({ expected }) => !["L", "C", "-"].includes(expected ?? ""))).toEqual([]);
  });

  it.each(rows)("$name goes to $expected", ({ decision, expected }) => {
    const { target, alternatives = [] } = decision();
    expect(target === null ? "-" : LETTERS[target.location]).toBe(expected);
    for (const { utility, parts } of alternatives) {
      expect(Object.values(parts).reduce((sum, points) => sum + points, 0)).toBeCloseTo(utility, 6);
    }
  });
});
