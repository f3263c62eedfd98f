import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packAscending, unpackAscending } from "./packed-numbers";
import { StorageError } from "./storage-error";
import { formatSpecialist, parseSpecialist } from "./taught-file";
import { exampleTagger, exampleTaught, exampleWeights } from "./test-support/example-taught";

const byte = fc.integer({ min: -128, max: 127 });
const weight = fc.float({ noNaN: true, noDefaultInfinity: true });
const weights = fc.uniqueArray(fc.nat(2 ** 32 - 1), { maxLength: 200 }).chain((buckets) =>
  fc.record({
    values: fc.array(byte, { minLength: buckets.length * 2, maxLength: buckets.length * 2 }),
    scales: fc.tuple(weight, weight),
    bias: fc.tuple(weight, weight),
    buckets: fc.constant(Uint32Array.from(buckets).sort()),
  }),
);

describe("formatSpecialist and parseSpecialist", () => {
  it("bring a specialist and its weights over exactly", () => {
    fc.assert(
      fc.property(weights, fc.string(), ({ values, scales, bias, buckets }, text) => {
        const specialist = exampleTaught({ examples: [{ text, label: "urgent" }] });
        const given = exampleWeights({
          buckets,
          values: Int8Array.from(values),
          scales: Float32Array.from(scales),
          bias: Float32Array.from(bias),
        });
        const file = formatSpecialist(specialist, given, { withExamples: true });
        // Plain JSON knows no negative zero; nor does the sum it goes into.
        const plain = {
          ...given,
          scales: given.scales.map((each) => each + 0),
          bias: given.bias.map((each) => each + 0),
        };
        expect(parseSpecialist(file)).toEqual({ specialist, weights: plain });
      }),
    );
  });

  it("puts no text of the person's into a file without examples", () => {
    const file = formatSpecialist(exampleTaught(), exampleWeights(), { withExamples: false });
    expect(file).not.toContain("server down");
    expect(file).not.toContain("lunch");
    expect(parseSpecialist(file).specialist.examples).toEqual([]);
  });

  it("brings a tagger over, and leaves its texts out too", () => {
    const labels = ["O", "B thing", "I thing"];
    const three = exampleWeights({
      labels,
      values: new Int8Array(9),
      scales: new Float32Array(3),
      bias: new Float32Array(3),
    });
    const whole = formatSpecialist(exampleTagger(), three, { withExamples: true });
    expect(parseSpecialist(whole).specialist).toEqual(exampleTagger());
    const bare = formatSpecialist(exampleTagger(), three, { withExamples: false });
    expect(bare).not.toContain("lamp");
    expect(parseSpecialist(bare).specialist.examples).toEqual([]);
  });

  it("takes the version in use alone", () => {
    const [first] = exampleTaught().versions;
    if (first === undefined) throw new Error("the example has no version");
    const specialist = exampleTaught({ versions: [first, { ...first, number: 2 }], versionInUse: 2 });
    const { specialist: read } = parseSpecialist(
      formatSpecialist(specialist, exampleWeights(), { withExamples: true }),
    );
    expect(read.versions.map(({ number }) => number)).toEqual([2]);
  });

  it.each([
    ["text", "not a file"],
    ["another file", JSON.stringify({ format: "nearside-history", version: 1, runs: [] })],
    ["null", "null"],
  ])("refuses %s in words", (_, text) => {
    expect(() => parseSpecialist(text)).toThrow(StorageError);
  });

  it("never takes a file with a part replaced for a whole one that does not fit together", () => {
    const file = JSON.parse(formatSpecialist(exampleTaught(), exampleWeights(), { withExamples: true }));
    const path = fc.constantFrom(
      "buckets",
      "values",
      "scales",
      "bias",
      "labels",
      "temperature",
      "unsureBelow",
    );
    fc.assert(
      fc.property(path, fc.jsonValue({ maxDepth: 2 }), (part, value) => {
        const changed = { ...file, weights: { ...file.weights, [part]: value } };
        try {
          const { weights: read } = parseSpecialist(JSON.stringify(changed));
          expect(read.values.length).toBe(read.buckets.length * read.labels.length);
          expect(read.scales.length + read.bias.length).toBe(2 * read.labels.length);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(StorageError);
        }
      }),
    );
  });
});

describe("packAscending", () => {
  it("takes a byte or two a number where they are close", () => {
    const numbers = Uint32Array.from({ length: 1000 }, (_, index) => index * 100);
    expect(packAscending(numbers).length).toBeLessThan(1100);
    expect(unpackAscending(packAscending(numbers))).toEqual(numbers);
  });
  it("refuses bytes that end in the middle of a number, or a number that is too large", () => {
    expect(() => unpackAscending(Uint8Array.of(0x80))).toThrow(RangeError);
    expect(() =>
      unpackAscending(Uint8Array.from({ length: 9 }, (_, index) => (index < 8 ? 0xff : 1))),
    ).toThrow(RangeError);
  });
});
