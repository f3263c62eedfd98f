import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStopFilter } from "./stop-filter";

const letters = (maxLength: number, minLength = 0) =>
  fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength, maxLength });

function run(chunks: readonly string[], stops: readonly string[]): { shown: string; isStopped: boolean } {
  const filter = createStopFilter(stops);
  let shown = "";
  for (const chunk of chunks) {
    const passed = filter.push(chunk);
    shown += passed.text;
    if (passed.isStopped) return { shown, isStopped: true };
  }
  return { shown: shown + filter.flush(), isStopped: false };
}

describe("createStopFilter", () => {
  it("shows what comes before the first stop string and never a piece of it, however the text is cut", () => {
    fc.assert(
      fc.property(
        fc.array(letters(4), { maxLength: 12 }),
        fc.array(letters(4, 1), { minLength: 1, maxLength: 3 }),
        (chunks, stops) => {
          const text = chunks.join("");
          const ends = text.split("").map((_, end) => text.slice(0, end + 1));
          // The text is complete as soon as any stop string is in it.
          const ended = ends.find((start) => stops.some((stop) => start.includes(stop)));
          const { shown, isStopped } = run(chunks, stops);
          expect(isStopped).toBe(ended !== undefined);
          for (const stop of stops) expect(shown).not.toContain(stop);
          expect(text.startsWith(shown)).toBe(true);
          if (ended === undefined) expect(shown).toBe(text);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("cuts at the same place for one letter at a time", () => {
    fc.assert(
      fc.property(letters(30), letters(4, 1), (text, stop) => {
        const index = text.indexOf(stop);
        const expected = index < 0 ? text : text.slice(0, index);
        expect(run([...text], [stop]).shown).toBe(expected);
        expect(run([text], [stop]).shown).toBe(expected);
      }),
    );
  });

  it("holds back only what may become a stop string", () => {
    const filter = createStopFilter(["\n\nUser:"]);
    expect(filter.push("Hello\n").text).toBe("Hello");
    expect(filter.push("\nUs").text).toBe("");
    expect(filter.push("age").text).toBe("\n\nUsage");
    expect(filter.push("\n\nUser: me")).toEqual({ text: "", isStopped: true });
    expect(filter.push("more")).toEqual({ text: "", isStopped: true });
    expect(filter.flush()).toBe("");
  });

  it("passes everything on without stop strings, empty ones included", () => {
    expect(run(["a", "b"], [])).toEqual({ shown: "ab", isStopped: false });
    expect(run(["a", "b"], [""])).toEqual({ shown: "ab", isStopped: false });
  });
});
