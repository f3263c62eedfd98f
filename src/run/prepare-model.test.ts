import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import type { InferenceEvent } from "../core/event";
import type { ModelTrial } from "../core/model-trial";
import type { Script } from "../engines/scripted/script";
import { createScriptedEngine } from "../engines/scripted/scripted-engine";
import { SCRIPTED_MODEL, SCRIPTED_SPECIALIST } from "../engines/scripted/scripted-models";
import { prepareModel, TRIAL_PHASE } from "./prepare-model";
import { createRunFixture } from "./test-support/run-fixture";

async function prepare(script: Script, model = SCRIPTED_MODEL, signal = new AbortController().signal) {
  const { dependencies, past } = createRunFixture({});
  const trials = new Map<string, ModelTrial>();
  const requested: number[] = [];
  const scripted = createScriptedEngine(script);
  const engine = {
    ...scripted,
    run: (...call: Parameters<typeof scripted.run>) => {
      requested.push(call[0].params.maxOutputTokens ?? 0);
      return scripted.run(...call);
    },
  };
  const events: InferenceEvent[] = [];
  let error: unknown = null;
  try {
    for await (const event of prepareModel(engine, model, { ...dependencies, trials }, { signal })) {
      events.push(event);
    }
  } catch (thrown) {
    error = thrown;
  }
  return { events, error, trial: trials.get(model.id), requested, past };
}

const words = (text: string): Script => ({
  steps: (text.match(/\s*\S+/g) ?? []).map((word) => ({ type: "delta", text: word, tokens: 1 })),
});

describe("prepareModel", () => {
  it("has a model write 16 tokens after its load, and keeps its speed for estimates", async () => {
    const { events, error, trial, requested, past } = await prepare({
      ...words("The sea is wide and blue."),
      gapMs: 2,
    });
    expect(error).toBeNull();
    expect(events.at(-1)).toMatchObject({ type: "load-end" });
    expect(events.at(-2)).toMatchObject({ type: "load-progress", phase: TRIAL_PHASE });
    expect(requested).toEqual([1, 16]);
    expect(trial).toMatchObject({ fault: null, executionProvider: "script" });
    expect(trial?.tokensPerSecond).toBeGreaterThan(0);
    expect(past).toMatchObject([{ modelId: SCRIPTED_MODEL.id, outputTokens: 6 }]);
  });

  it("says what is wrong with one that writes no sense", async () => {
    expect((await prepare(words("!!!! !!!! !!!! !!!! !!!!"))).trial?.fault).toBe("repeated");
    expect((await prepare({ steps: [] })).trial?.fault).toBe("empty");
  });

  it("fails as the trial does, and keeps no verdict", async () => {
    const error = new InferenceError("device-lost", "gone");
    const failed = await prepare({ steps: [{ type: "fail", error }] });
    expect(failed.error).toMatchObject({ code: "device-lost" });
    expect(failed.trial).toBeUndefined();
    expect(failed.events.some(({ type }) => type === "load-end")).toBe(false);
  });

  it("does not try out a specialist", async () => {
    const { requested, trial } = await prepare({}, SCRIPTED_SPECIALIST);
    expect(requested).toEqual([]);
    expect(trial).toBeUndefined();
  });
});
