import { describe, expect, it } from "vitest";
import { MODEL_TRIALS_KEY, openModelTrials } from "./model-trials";
import { openProviderTrials, PROVIDER_TRIALS_KEY } from "./provider-trials";

function memoryStorage(entries = new Map<string, string>()) {
  return {
    getItem: (key: string) => entries.get(key) ?? null,
    setItem: (key: string, value: string) => void entries.set(key, value),
    removeItem: (key: string) => void entries.delete(key),
  };
}

describe("openModelTrials", () => {
  it("keeps trials over a reload, and what another tab has added", () => {
    const storage = memoryStorage();
    const tab = openModelTrials(storage);
    const other = openModelTrials(storage);
    tab.set("one", { fault: null, tokensPerSecond: 12.5, executionProvider: "wasm", at: 1 });
    other.set("two", { fault: "crashed", at: 2 });
    expect(openModelTrials(storage).all()).toEqual({
      one: { fault: null, tokensPerSecond: 12.5, executionProvider: "wasm", at: 1 },
      two: { fault: "crashed", at: 2 },
    });
    other.forget("two");
    expect(Object.keys(openModelTrials(storage).all())).toEqual(["one"]);
  });

  it("leaves damaged ones out", () => {
    const good = { fault: null, at: 1 };
    const stored = JSON.stringify({ good, bad: { fault: "odd", at: 1 }, worse: 3 });
    expect(openModelTrials(memoryStorage(new Map([[MODEL_TRIALS_KEY, stored]]))).all()).toEqual({ good });
    expect(openModelTrials(memoryStorage(new Map([[MODEL_TRIALS_KEY, "["]]))).all()).toEqual({});
  });

  it("keeps those of the providers alike", () => {
    const storage = memoryStorage(
      new Map([[PROVIDER_TRIALS_KEY, JSON.stringify({ bad: { key: "k", wasmMs: -1, webgpuMs: null } })]]),
    );
    openProviderTrials(storage).set("one", { key: "k", wasmMs: 3.5, webgpuMs: null });
    expect(openProviderTrials(storage).all()).toEqual({ one: { key: "k", wasmMs: 3.5, webgpuMs: null } });
  });

  it("works from memory where the browser refuses to save", () => {
    const refusing = {
      ...memoryStorage(),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    const trials = openModelTrials(refusing);
    trials.set("one", { fault: null, at: 1 });
    expect(trials.all()).toEqual({ one: { fault: null, at: 1 } });
  });
});
