import { describe, expect, it } from "vitest";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { InferenceRequest } from "../../core/request";
import { createScriptedEngine } from "./scripted-engine";
import { SCRIPTED_MODEL, SCRIPTED_SPECIALIST } from "./scripted-models";

const request: InferenceRequest = {
  id: "r1",
  task: "prompt",
  text: "one two three",
  options: {},
  messages: [{ role: "user", content: "one two three" }],
  attachments: [],
  params: {},
  sensitivity: "normal",
  output: "text",
};

async function collect(
  stream: AsyncIterable<InferenceEvent>,
): Promise<{ events: InferenceEvent[]; error?: unknown }> {
  const events: InferenceEvent[] = [];
  try {
    for await (const event of stream) events.push(event);
    return { events };
  } catch (error) {
    return { events, error };
  }
}

const live = () => ({ signal: new AbortController().signal });

describe("createScriptedEngine", () => {
  it("plays the same events each time, and loads only once", async () => {
    const engine = createScriptedEngine();
    const first = await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(first.events.map((event) => event.type)).toEqual([
      "load-progress",
      "load-end",
      "text-delta",
      "text-delta",
      "text-delta",
      "end",
    ]);
    const second = await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(second.events).toEqual(first.events.slice(1));
    expect(engine.loads).toEqual([SCRIPTED_MODEL.id]);
    await engine.unload();
    await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(engine.loads).toHaveLength(2);
  });

  it("answers in the shape that a specialist is asked for", async () => {
    const engine = createScriptedEngine();
    const { events } = await collect(
      engine.run({ ...request, output: "spans" }, SCRIPTED_SPECIALIST, live()),
    );
    expect(events).toContainEqual({ type: "output", output: { kind: "spans", spans: [] } });
  });

  it("fails where the script says so and keeps what came before", async () => {
    const error = new InferenceError("device-lost", "gone");
    const engine = createScriptedEngine({
      steps: [
        { type: "delta", text: "kept" },
        { type: "fail", error },
        { type: "delta", text: "never" },
      ],
    });
    const result = await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(result.error).toBe(error);
    expect(result.events.at(-1)).toEqual({ type: "text-delta", text: "kept" });
  });

  it("does not run a model that must be downloaded before `prepare` has fetched it", async () => {
    const engine = createScriptedEngine({ availability: { state: "downloadable", downloadBytes: 5 } });
    const refused = await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(refused.error).toMatchObject({ code: "model-not-downloaded" });
    await collect(engine.prepare(SCRIPTED_MODEL, live()));
    expect(await engine.availability(SCRIPTED_MODEL)).toEqual({ state: "ready" });
    expect((await collect(engine.run(request, SCRIPTED_MODEL, live()))).error).toBeUndefined();
  });

  it("ends with `cancelled` while it hangs, waits or floods", async () => {
    for (const steps of [
      [{ type: "hang" as const }],
      [{ type: "delta" as const, text: "x", gapMs: 60_000 }],
      [{ type: "flood" as const, deltas: 1e9, text: "x", deltasPerMs: 200 }],
    ]) {
      const engine = createScriptedEngine({ steps });
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 10);
      const { error, events } = await collect(
        engine.run(request, SCRIPTED_MODEL, { signal: controller.signal }),
      );
      expect(error).toMatchObject({ code: "cancelled" });
      expect(events.some((event) => event.type === "end")).toBe(false);
    }
  });

  it("floods with exactly the deltas it was told, spread over the time their rate takes", async () => {
    const engine = createScriptedEngine({
      steps: [{ type: "flood", deltas: 2000, text: "x", deltasPerMs: 100 }],
    });
    const startedMs = performance.now();
    const { events } = await collect(engine.run(request, SCRIPTED_MODEL, live()));
    expect(events.filter((event) => event.type === "text-delta")).toHaveLength(2000);
    expect(performance.now() - startedMs).toBeGreaterThan(15);
    expect(events.at(-1)).toMatchObject({ type: "end", usage: { outputTokens: 2000 } });
  });
});
