import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../core/run";
import { applyRunEvent, type LiveRun } from "./apply-run-event";
import { applyEvents, createRunWriter } from "./run-writer";
import { newRun } from "./runs-slice";
import { manualScheduler } from "./test-support/test-dependencies";
import { textSince } from "./text-pieces";

function liveRun(id = "run"): LiveRun {
  const request = {
    id,
    task: "prompt" as const,
    text: "hello",
    options: {},
    messages: [],
    attachments: [],
    params: {},
    sensitivity: "normal" as const,
    output: "text" as const,
  };
  return {
    run: newRun(request, { groupId: "group", createdAt: 0, location: "local" }),
    retry: null,
    fellBackFrom: null,
  };
}

const eventArbitrary: fc.Arbitrary<RunEvent> = fc.oneof(
  fc.record({ type: fc.constant("text-delta" as const), text: fc.string() }),
  fc.record({ type: fc.constant("reasoning-delta" as const), text: fc.string() }),
  fc.record({ type: fc.constant("uploaded" as const), bytes: fc.nat() }),
  fc.constant<RunEvent>({ type: "load-end", executionProvider: "wasm" }),
  fc.record({
    type: fc.constant("load-progress" as const),
    phase: fc.string(),
    loaded: fc.nat(),
    total: fc.nat(),
  }),
);

describe("createRunWriter", () => {
  it("writes 200 events a millisecond as one write a frame, and loses nothing", () => {
    const scheduler = manualScheduler();
    let state = liveRun();
    let writes = 0;
    const writer = createRunWriter(
      scheduler,
      () => state,
      (changed) => {
        writes += 1;
        state = changed.get("run") ?? state;
      },
    );
    const frames = 30;
    for (let frame = 0; frame < frames; frame += 1) {
      for (let count = 0; count < 200 * 16; count += 1)
        writer.push("run", { type: "text-delta", text: "ab" });
      expect(scheduler.paint()).toBe(1);
    }
    expect(writes).toBe(frames);
    expect(state.run.text).toBe("ab".repeat(frames * 200 * 16));
  });

  it("U2 writes at once on flush, when no frame comes", () => {
    const scheduler = manualScheduler();
    let state = liveRun();
    const writer = createRunWriter(
      scheduler,
      () => state,
      (changed) => {
        state = changed.get("run") ?? state;
      },
    );
    writer.push("run", { type: "text-delta", text: "kept" });
    expect(state.run.text).toBe("");
    writer.flush();
    expect(state.run.text).toBe("kept");
    expect(scheduler.paint()).toBe(0);
  });

  it("keeps runs apart", () => {
    const scheduler = manualScheduler();
    const states = new Map([
      ["one", liveRun("one")],
      ["two", liveRun("two")],
    ]);
    const writer = createRunWriter(
      scheduler,
      (id) => states.get(id),
      (changed) => {
        for (const [id, live] of changed) states.set(id, live);
      },
    );
    writer.push("one", { type: "text-delta", text: "1" });
    writer.push("two", { type: "text-delta", text: "2" });
    writer.push("unknown", { type: "text-delta", text: "3" });
    scheduler.paint();
    expect(states.get("one")?.run.text).toBe("1");
    expect(states.get("two")?.run.text).toBe("2");
    expect(states.size).toBe(2);
  });

  it("gives the same run batched as one event at a time", () => {
    fc.assert(
      fc.property(fc.array(eventArbitrary, { maxLength: 60 }), (events) => {
        const oneByOne = events.reduce((live, event) => applyRunEvent(live, event), liveRun());
        const { pieces, ...batched } = applyEvents(liveRun(), events);
        const { pieces: _, ...expected } = oneByOne;
        expect(batched).toEqual(expected);
        expect(textSince(pieces ?? null, 0)).toBe(batched.run.text);
      }),
    );
  });
});
