import { describe, expect, it } from "vitest";
import type { Engine } from "../core/engine";
import type { ModelRecord } from "../core/model";
import { createScriptedEngine } from "../engines/scripted/scripted-engine";
import { SCRIPTED_MODEL, SCRIPTED_SPECIALIST } from "../engines/scripted/scripted-models";
import { createResidentModel } from "./resident-model";
import { requestWith } from "./test-support/run-fixture";

/** An engine that notes in `log` when it loads, ends a run, and is unloaded. */
function noting(name: string, log: string[]): Engine {
  const engine = createScriptedEngine({ load: { steps: 1 } });
  return {
    ...engine,
    async *run(request, model, options) {
      log.push(`${name} starts ${model.id}`);
      yield* engine.run(request, model, options);
      log.push(`${name} ends`);
    },
    async unload(kind) {
      log.push(`${name} unloads ${kind ?? "all"}`);
      await engine.unload();
    },
  };
}

function fixture(idleMinutes = 10) {
  const timers: { delayMs: number; callback: () => void; isOn: boolean }[] = [];
  const loads: string[] = [];
  const resident = createResidentModel({
    after(delayMs, callback) {
      const timer = { delayMs, callback, isOn: true };
      timers.push(timer);
      return () => {
        timer.isOn = false;
      };
    },
    idleMinutes: () => idleMinutes,
    beginLoad({ modelId }) {
      loads.push(`begin ${modelId}`);
      return () => {
        if (loads.at(-1) !== `end ${modelId}`) loads.push(`end ${modelId}`);
      };
    },
  });
  const run = async (engine: Engine, model: ModelRecord = SCRIPTED_MODEL) => {
    const signal = new AbortController().signal;
    for await (const _ of resident.stream(engine, model, () =>
      engine.run(requestWith(), model, { signal }),
    )) {
      // To its end.
    }
  };
  const fire = async () => {
    for (const timer of timers.filter(({ isOn }) => isOn)) timer.callback();
    await new Promise((resolve) => setTimeout(resolve));
  };
  return { resident, run, fire, timers, loads };
}

describe("createResidentModel", () => {
  it("frees the language model of one engine before another engine loads its own", async () => {
    const log: string[] = [];
    const { run } = fixture();
    const [first, second] = [noting("first", log), noting("second", log)];
    await run(first);
    await run(first);
    await run(second);
    expect(log).toEqual([
      `first starts ${SCRIPTED_MODEL.id}`,
      "first ends",
      `first starts ${SCRIPTED_MODEL.id}`,
      "first ends",
      "first unloads language-model",
      `second starts ${SCRIPTED_MODEL.id}`,
      "second ends",
    ]);
  });

  it("leaves a language model in memory for a specialist", async () => {
    const log: string[] = [];
    const { run, timers } = fixture();
    const [first, second] = [noting("first", log), noting("second", log)];
    await run(first);
    await run(second, SCRIPTED_SPECIALIST);
    expect(log.filter((line) => line.includes("unloads"))).toEqual([]);
    expect(timers).toHaveLength(1);
  });

  it("frees the memory after the idle time, counted from the last run, and not in the middle of one", async () => {
    const log: string[] = [];
    const { resident, run, fire, timers } = fixture(10);
    const engine = noting("engine", log);
    await run(engine);
    expect(timers.map(({ delayMs, isOn }) => [delayMs, isOn])).toEqual([[600_000, true]]);
    const stream = resident.stream(engine, SCRIPTED_MODEL, () =>
      engine.run(requestWith(), SCRIPTED_MODEL, { signal: new AbortController().signal }),
    );
    await stream.next();
    await fire();
    expect(log.filter((line) => line.includes("unloads"))).toEqual([]);
    await stream.return();
    await fire();
    expect(log.at(-1)).toBe("engine unloads language-model");
  });

  it("never frees it by itself where the idle time is 0", async () => {
    const { run, timers } = fixture(0);
    await run(noting("engine", []));
    expect(timers).toEqual([]);
  });

  it("L4 notes a load while it lasts, once until another model is loaded or a run has failed", async () => {
    const { run, loads } = fixture();
    const engine = createScriptedEngine();
    await run(engine);
    await run(engine);
    expect(loads).toEqual([`begin ${SCRIPTED_MODEL.id}`, `end ${SCRIPTED_MODEL.id}`]);
    await run(engine, { ...SCRIPTED_MODEL, id: "other" });
    expect(loads.slice(2)).toEqual(["begin other", "end other"]);
  });
});
