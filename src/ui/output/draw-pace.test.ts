import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blocksToDraw, charactersPerFrame, type DrawPace, FIRST_PACE, learnPace } from "./draw-pace";

/** Draws `characters` on a device with a fixed cost a render and a cost a character; gives the longest render in ms. */
function draw(characters: number, costs: { renderMs: number; characterMs: number }, start = FIRST_PACE) {
  let pace: DrawPace = start;
  const renders: number[] = [];
  for (let left = characters; left > 0; ) {
    const step = Math.min(left, charactersPerFrame(pace));
    const tookMs = costs.renderMs + step * costs.characterMs;
    renders.push(tookMs);
    pace = learnPace(pace, step, tookMs);
    left -= step;
  }
  return renders;
}

describe("the pace of drawing", () => {
  it("settles near its share of a frame on quick and slow devices alike", () => {
    for (const characterMs of [0.0015, 0.003, 0.006]) {
      const renders = draw(400_000, { renderMs: 1, characterMs });
      expect(Math.max(...renders.slice(5, -1)), `at ${characterMs} ms a character`).toBeLessThan(14);
    }
  });

  it("does not repeat a long frame", () => {
    const slow = learnPace(FIRST_PACE, 4_000, 60);
    expect(charactersPerFrame(slow)).toBe(1_000);
    const next = draw(10_000, { renderMs: 1, characterMs: 0.015 }, slow);
    expect(Math.max(...next)).toBeLessThanOrEqual(16);
  });

  it("always goes on, within its bounds, whatever was measured", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(20_000), fc.double({ min: 0, max: 1e5, noNaN: true }))),
        (renders) => {
          const pace = renders.reduce((so, [characters, ms]) => learnPace(so, characters, ms), FIRST_PACE);
          const step = charactersPerFrame(pace);
          expect(step).toBeGreaterThanOrEqual(1_000);
          expect(step).toBeLessThanOrEqual(6_000);
        },
      ),
    );
  });

  it("draws at least one more block each time, however large they are, until all are drawn", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9_000)), fc.integer({ min: 1_000, max: 6_000 }), (sizes, most) => {
        const blocks = sizes.map((size) => ({ source: "x".repeat(size) }));
        let drawn = 0;
        while (drawn < blocks.length) {
          const { count } = blocksToDraw(blocks, drawn, most);
          expect(count).toBeGreaterThan(drawn);
          drawn = count;
        }
        expect(blocksToDraw(blocks, drawn, most).count).toBe(blocks.length);
      }),
    );
  });
});
