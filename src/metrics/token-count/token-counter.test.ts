import { Worker as NodeWorker } from "node:worker_threads";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { estimateTokens } from "../estimate-tokens";
import { countO200kTokens } from "./count-tokens";
import { type CountingWorker, createTokenCounter } from "./token-counter";

const started: NodeWorker[] = [];
afterEach(async () => {
  await Promise.all(started.splice(0).map((worker) => worker.terminate()));
});

/** A real thread behind the browser's Worker interface; `code` answers messages. */
function threadRunning(code: string): CountingWorker {
  const worker = new NodeWorker(code, { eval: true });
  started.push(worker);
  return {
    postMessage: (message: unknown) => worker.postMessage(message),
    terminate: () => void worker.terminate(),
    addEventListener: (type: string, listener: EventListenerOrEventListenerObject) => {
      const call = typeof listener === "function" ? listener : listener.handleEvent;
      worker.on(type, (data) => call({ data } as MessageEvent));
    },
  };
}

const HANGS =
  "const { parentPort } = require('worker_threads');" +
  "parentPort.on('message', () => { for (;;); }); parentPort.postMessage('ready')";
const COUNTS_CHARACTERS =
  "const { parentPort } = require('worker_threads');" +
  "parentPort.on('message', ({ id, text }) => parentPort.postMessage({ id, tokens: text.length, exact: true }));" +
  "parentPort.postMessage('ready')";
/** Longer than anybody is kept waiting for the first count. */
const LOADS_SLOWLY = `setTimeout(() => { ${COUNTS_CHARACTERS} }, 4500)`;

describe("counting tokens", () => {
  it("knows o200k_base", () => {
    expect(countO200kTokens("hello world")).toEqual({ tokens: 2, exact: true });
    expect(countO200kTokens("<|endoftext|>").tokens).toBeGreaterThan(1);
  });

  it("cuts endless runs, so that 100,000 equal letters are counted in a moment, and says it is not exact", () => {
    const { tokens, exact } = countO200kTokens("a".repeat(100_000));
    expect(exact).toBe(false);
    expect(tokens).toBeGreaterThan(10_000);
    expect(tokens).toBeLessThan(30_000);
  });

  it("gives an estimate when counting takes too long, and goes on with a new worker", async () => {
    let starts = 0;
    const counter = createTokenCounter(() => threadRunning(starts++ === 0 ? HANGS : COUNTS_CHARACTERS));
    const text = "some words here";
    expect(await counter.count(text)).toEqual({ tokens: estimateTokens(text), exact: false });
    expect(await counter.count("four")).toEqual({ tokens: 4, exact: true });
    expect(starts).toBe(2);
  });

  it("lets a worker that loads slowly go on loading, instead of fetching it again and again", {
    timeout: 20_000,
  }, async () => {
    let starts = 0;
    const counter = createTokenCounter(() => {
      starts += 1;
      return threadRunning(LOADS_SLOWLY);
    });
    expect((await counter.count("some words here")).exact).toBe(false);
    expect(await counter.count("four")).toEqual({ tokens: 4, exact: true });
    expect(starts).toBe(1);
  });

  it("answers many at once, each with its own", async () => {
    const counter = createTokenCounter(() => threadRunning(COUNTS_CHARACTERS));
    const counts = await Promise.all(["a", "bb", "ccc"].map((text) => counter.count(text)));
    expect(counts.map(({ tokens }) => tokens)).toEqual([1, 2, 3]);
  });

  it("counts nothing for nothing without starting a worker", async () => {
    const counter = createTokenCounter(() => {
      throw new Error("not needed");
    });
    expect(await counter.count("")).toEqual({ tokens: 0, exact: true });
  });
});

describe("the quick estimate", () => {
  const prose =
    "The committee met on Tuesday and agreed to move the launch to March. Nobody objected, although the budget, " +
    "which had been cut twice, was mentioned more than once; a second reading will follow.\n";
  it.each([
    ["English prose", prose.repeat(20), 0.2],
    ["long English prose, judged by windows", prose.repeat(400), 0.2],
    [
      "German prose",
      "Der Ausschuss hat am Dienstag beschlossen, den Start auf März zu verschieben. ".repeat(20),
      0.35,
    ],
    ["Chinese", "委员会星期二开会，决定把发布推迟到三月。没有人反对。".repeat(20), 0.35],
    ["Russian", "Комитет собрался во вторник и решил перенести запуск на март. ".repeat(20), 0.4],
    ["code", "const total = items.reduce((sum, item) => sum + item.price * 2, 0);\n".repeat(20), 0.35],
  ])("is near the truth for %s", (_, text, tolerance) => {
    const truth = countO200kTokens(text).tokens;
    expect(Math.abs(estimateTokens(text) / truth - 1)).toBeLessThan(tolerance);
  });

  it("is a whole number, never negative, and bounded by the length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        const tokens = estimateTokens(text);
        expect(Number.isInteger(tokens)).toBe(true);
        expect(tokens).toBeGreaterThanOrEqual(0);
        expect(tokens).toBeLessThanOrEqual(text.length + 1);
      }),
    );
  });
});
