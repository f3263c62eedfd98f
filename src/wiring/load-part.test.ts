import { expect, test } from "vitest";
import { InferenceError } from "../core/errors";
import { loadPart, partOnce } from "./load-part";

test("P2 a part that cannot be fetched is named as such, with the browser's own words", async () => {
  const gone = loadPart(() => Promise.reject(new TypeError("Failed to fetch dynamically imported module")));
  await expect(gone).rejects.toMatchObject({
    code: "app-part-missing",
    detail: "Failed to fetch dynamically imported module",
  });
});

test("an error of the part's own keeps its code", async () => {
  const failing = loadPart(() => Promise.reject(new InferenceError("no-route", "no route")));
  await expect(failing).rejects.toMatchObject({ code: "no-route" });
});

test("a part is fetched once, and again only after a failure", async () => {
  let fetched = 0;
  const part = partOnce(async () => {
    fetched += 1;
    if (fetched === 1) throw new TypeError("offline");
    return fetched;
  });
  await expect(part()).rejects.toThrow("offline");
  expect(await Promise.all([part(), part()])).toEqual([2, 2]);
  expect(fetched).toBe(2);
});
