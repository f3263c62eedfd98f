import { expect, test } from "../fixtures/test";

const adapter = () =>
  navigator.gpu.requestAdapter().then((found) => (found === null ? null : found.info.architecture));

test("this browser has the software WebGPU adapter", async ({ app, page }) => {
  await app.goto();
  expect(await page.evaluate(adapter)).toBe("swiftshader");
});

test("this browser has no WebGPU adapter", { tag: "@no-gpu" }, async ({ app, page }) => {
  await app.goto();
  expect(await page.evaluate(adapter)).toBeNull();
});
