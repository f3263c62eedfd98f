import { describe, expect, it } from "vitest";
import { openRouteMemory, ROUTE_MEMORY_KEY, ROUTE_MEMORY_LIMIT } from "./route-memory";

function memoryStorage(initial?: string) {
  const items = new Map(initial === undefined ? [] : [[ROUTE_MEMORY_KEY, initial]]);
  return {
    items,
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  };
}

describe("openRouteMemory", () => {
  it("keeps scores and corrections over a reload, and sees those of another tab", () => {
    const storage = memoryStorage();
    const one = openRouteMemory(storage);
    const other = openRouteMemory(storage);
    one.addScore(0.2);
    other.addScore(0.4);
    one.setTask("chat", { correction: 0.05, verdicts: 3 });
    expect(other.read()).toEqual({ scores: [0.2, 0.4], tasks: { chat: { correction: 0.05, verdicts: 3 } } });
    expect(openRouteMemory(storage).read()).toEqual(other.read());
    one.clear();
    expect(openRouteMemory(storage).read()).toEqual({ scores: [], tasks: {} });
  });

  it("keeps the newest scores only, and no number that is no score", () => {
    const memory = openRouteMemory(memoryStorage());
    for (const bad of [Number.NaN, -1, 2, Number.POSITIVE_INFINITY]) memory.addScore(bad);
    expect(memory.read().scores).toEqual([]);
    for (let index = 0; index <= ROUTE_MEMORY_LIMIT; index += 1) memory.addScore(index / 1000);
    expect(memory.read().scores).toHaveLength(ROUTE_MEMORY_LIMIT);
    expect(memory.read().scores[0]).toBe(0.001);
  });

  it.each(["{", "null", "[]", '{"scores":7,"tasks":[]}'])("starts anew from %s", (text) => {
    expect(openRouteMemory(memoryStorage(text)).read()).toEqual({ scores: [], tasks: {} });
  });

  it("leaves out what is damaged and keeps the rest", () => {
    const text = JSON.stringify({
      scores: [0.1, "x", 9, 0.3],
      tasks: { chat: { correction: 0.1, verdicts: 1 }, ask: { correction: 5, verdicts: 1 }, nonsense: {} },
    });
    expect(openRouteMemory(memoryStorage(text)).read()).toEqual({
      scores: [0.1, 0.3],
      tasks: { chat: { correction: 0.1, verdicts: 1 } },
    });
  });

  it("goes on in memory where the browser keeps nothing", () => {
    const refuse = () => {
      throw new Error("no storage");
    };
    const memory = openRouteMemory({ getItem: refuse, setItem: refuse, removeItem: refuse });
    memory.addScore(0.5);
    expect(memory.read().scores).toEqual([0.5]);
    memory.clear();
    expect(memory.read().scores).toEqual([]);
  });
});
