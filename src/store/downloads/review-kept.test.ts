import { describe, expect, it } from "vitest";
import type { Availability, ModelRecord } from "../../core/model";
import { TEST_MODEL } from "../test-support/test-dependencies";
import { reviewKept } from "./review-kept";

const model = (id: string): ModelRecord => ({
  ...TEST_MODEL,
  id,
  source: { type: "hugging-face", url: `https://models.example/${id}`, revision: "main" },
});
const A = model("a");
const READY: Availability = { state: "ready" };
const GONE: Availability = { state: "downloadable", downloadBytes: 1 };
const CANNOT: Availability = { state: "unavailable", reason: "no GPU" };

describe("reviewKept", () => {
  it.each([
    { name: "new and complete", kept: [], now: READY, isBusy: false, keptIds: ["a"], evicted: [] },
    { name: "still complete", kept: ["a"], now: READY, isBusy: false, keptIds: ["a"], evicted: [] },
    { name: "never complete", kept: [], now: GONE, isBusy: false, keptIds: [], evicted: [] },
    { name: "gone", kept: ["a"], now: GONE, isBusy: false, keptIds: [], evicted: ["a"] },
    { name: "gone and fetched again", kept: ["a"], now: GONE, isBusy: true, keptIds: ["a"], evicted: [] },
    { name: "cannot run now", kept: ["a"], now: CANNOT, isBusy: false, keptIds: ["a"], evicted: [] },
    { name: "not looked at yet", kept: ["a"], now: undefined, isBusy: false, keptIds: ["a"], evicted: [] },
  ])("S3 $name", ({ kept, now, isBusy, keptIds, evicted }) => {
    const review = reviewKept(kept, [A], now === undefined ? {} : { a: now }, () => isBusy);
    expect(review.keptIds).toEqual(keptIds);
    expect(review.evicted.map(({ id }) => id)).toEqual(evicted);
  });

  it("forgets what left the list, and never looks at models that ship with the app", () => {
    const embedded: ModelRecord = { ...A, source: { type: "embedded", folder: "a" } };
    expect(reviewKept(["a", "old"], [embedded], { a: READY }, () => false)).toEqual({
      keptIds: [],
      evicted: [],
    });
  });
});
