import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Conversation, Turn } from "../../core/conversation";
import type { Run } from "../../core/run";
import {
  formatHistory,
  type HistoryContents,
  IMPORT_LIMIT_CHARACTERS,
  IMPORT_LIMIT_RECORDS,
  parseHistory,
} from "./history-file";
import { readRun } from "./run-schema";
import { StorageError } from "./storage-error";
import { exampleRun } from "./test-support/example-run";

function fileOf(runs: unknown): string {
  return JSON.stringify({ format: "nearside-history", version: 1, runs });
}

function contents(runs: readonly Run[]): HistoryContents {
  return { runs, conversations: [], turns: [] };
}

const CONVERSATION: Conversation = {
  id: "c1",
  title: "Trains",
  createdAt: 1,
  updatedAt: 2,
  mode: "auto",
  sensitive: true,
  preset: { id: "concise", name: "Concise", text: "Be brief." },
  chosen: { "": "t0" },
  lastShownId: "t0",
};
const TURN: Turn = {
  id: "t0",
  conversationId: "c1",
  parentId: null,
  order: 0,
  role: "user",
  createdAt: 5,
  text: "When does it leave?",
  sensitive: true,
};

/** The run as plain JSON with one place in it replaced by a hostile value. */
const mutatedRun = fc
  .tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 5 }), fc.jsonValue({ maxDepth: 4 }))
  .map(([choices, value]) => {
    const root = structuredClone(exampleRun()) as unknown as Record<string, unknown>;
    let node: Record<string, unknown> = root;
    for (const choice of choices) {
      const keys = Object.keys(node);
      const key = keys[choice % keys.length];
      if (key === undefined) break;
      const next = node[key];
      if (typeof next !== "object" || next === null || choice % 3 === 0) {
        node[key] = value;
        break;
      }
      node = next as Record<string, unknown>;
    }
    return root;
  });

describe("history file", () => {
  it("gives back what was written", () => {
    const runs = [exampleRun(), exampleRun({ id: "run-2" })];
    const all = { runs, conversations: [CONVERSATION], turns: [TURN] };
    expect(parseHistory(formatHistory(all))).toEqual({ ...all, quarantined: 0 });
  });

  it("reads a file of the first version, which has runs alone", () => {
    const runs = [exampleRun()];
    expect(parseHistory(fileOf(runs))).toEqual({ ...contents(runs), quarantined: 0 });
  });

  it("S6 counts turns whose conversation is not in the file, and refuses a file without its lists", () => {
    const file = JSON.parse(formatHistory({ ...contents([]), conversations: [CONVERSATION] }));
    const turns = [TURN, { ...TURN, id: "t1", conversationId: "elsewhere" }, { id: "broken" }];
    const read = parseHistory(JSON.stringify({ ...file, turns }));
    expect([read.turns, read.quarantined]).toEqual([[TURN], 2]);
    for (const name of ["runs", "conversations", "turns"])
      expect(() => parseHistory(JSON.stringify({ ...file, [name]: {} }))).toThrow(`has no ${name}`);
    expect(() => parseHistory('{"format":"nearside-history","version":3}')).toThrow(/another version/);
  });

  it("leaves out a figure that is no number instead of spoiling the run", () => {
    const run = exampleRun();
    if (run.metrics === null) throw new Error("the example has metrics");
    const spoiled = { ...run, metrics: { ...run.metrics, decodeTokensPerSecond: Number.POSITIVE_INFINITY } };
    const [read] = parseHistory(formatHistory(contents([spoiled]))).runs;
    expect(read?.metrics).not.toHaveProperty("decodeTokensPerSecond");
    expect(read?.metrics?.e2eMs).toBe(run.metrics.e2eMs);
  });

  it("S6 any text gives runs or a StorageError, never another throw", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.jsonValue().map(fileOf)), (text) => {
        try {
          expect(parseHistory(text).runs).toEqual([]);
        } catch (error) {
          if (!(error instanceof StorageError)) throw error;
        }
      }),
    );
  });

  it("S6 a run with anything anywhere is taken whole or counted, and what is taken can be read again", () => {
    fc.assert(
      fc.property(mutatedRun, (record) => {
        const { runs, quarantined } = parseHistory(fileOf([record, exampleRun({ id: "good" })]));
        expect(runs.length + quarantined).toBe(record.id === "good" ? 1 : 2);
        expect(runs.some((run) => run.id === "good")).toBe(true);
        for (const run of runs) expect(readRun(run)).toEqual(run);
      }),
      { numRuns: 500 },
    );
  });

  it("S6 no prototype is changed by keys such as __proto__, at any place", () => {
    const hostile = '{"polluted":"yes"}';
    const text = formatHistory(contents([exampleRun()]))
      .replace(
        '"options": {',
        `"options": {"__proto__": ${hostile}, "constructor": {"prototype": ${hostile}},`,
      )
      .replace('"reported": {', `"reported": {"__proto__": ${hostile},`)
      .replace('"text": "A cat."', `"__proto__": ${hostile}, "text": "A cat."`)
      .replace('"format"', `"__proto__": ${hostile}, "format"`);
    expect(text).toContain("__proto__");
    const { runs } = parseHistory(text);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    for (const run of runs) {
      expect((run as unknown as Record<string, unknown>).polluted).toBeUndefined();
      expect((run.request.options as Record<string, unknown>).polluted).toBeUndefined();
      expect(Object.getPrototypeOf(run)).toBe(Object.prototype);
    }
  });

  it("S6 drops fields that a run does not have", () => {
    const [run] = parseHistory(fileOf([{ ...exampleRun(), apiKey: "sk-1", html: "<script>" }])).runs;
    expect(run).toEqual(exampleRun());
  });

  it("S6 refuses a file that is too long or has too many runs, and survives deep nesting", () => {
    expect(() => parseHistory(" ".repeat(IMPORT_LIMIT_CHARACTERS + 1))).toThrow(StorageError);
    expect(() => parseHistory(fileOf(new Array(IMPORT_LIMIT_RECORDS + 1).fill(0)))).toThrow(/more than/);
    expect(() => parseHistory("[".repeat(200_000))).toThrow(StorageError);
    const deep = `{"format":"nearside-history","version":1,"runs":[${"[".repeat(5000)}${"]".repeat(5000)}]}`;
    expect(parseHistory(deep)).toEqual({ ...contents([]), quarantined: 1 });
  });

  it("S6 takes the first of two runs with one id", () => {
    const { runs } = parseHistory(fileOf([exampleRun({ text: "first" }), exampleRun({ text: "second" })]));
    expect(runs.map((run) => run.text)).toEqual(["first"]);
  });
});
