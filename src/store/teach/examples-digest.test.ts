import { expect, test } from "vitest";
import { examplesDigest } from "./examples-digest";

test("differs with any content, and not with the order", () => {
  const one = { text: "one", label: "a" };
  const two = { text: "two", label: "b" };
  const digest = examplesDigest([one, two]);
  expect(examplesDigest([two, one])).toBe(digest);
  const others = [
    [one, { ...two, label: "a" }],
    [one, { ...two, text: "Two" }],
    [one, { ...two, spans: [] }],
    [one, { ...two, spans: [{ start: 0, end: 1, label: "x" }] }],
    [one],
    [],
  ];
  expect(new Set([digest, ...others.map(examplesDigest)]).size).toBe(others.length + 1);
});
