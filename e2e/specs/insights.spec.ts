import { readFile } from "node:fs/promises";
import { expect, test } from "../fixtures/test";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

const TEXT = "The zebrafinch have recieved teh seeds.";

test("Insights counts both sides, the break-even follows what is assumed, and exports hold no text", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, model: "gpt-4o-mini" });
  for (const [route, side] of [
    ["On device", "On device"],
    ["Cloud", "Cloud"],
  ] as const) {
    await app.run({ task: "Proofread", route, text: TEXT });
    await app.expectEnd(side);
  }
  await app.open("Insights");
  const table = (name: string) => page.getByRole("region", { name, exact: true });
  const row = (name: string, words: string) => table(name).getByRole("row", { name: words });
  await expect(row("By side", "Runs").getByRole("cell")).toHaveText(["1", "1"]);
  await expect(row("By side", "Sent").getByRole("cell").first()).toHaveText("0 B");
  await expect(row("By task", "Proofread").getByRole("cell").nth(0)).toHaveText("1");
  await expect(row("By reason", "You chose Cloud.")).toBeVisible();

  const even = page.getByRole("figure", { name: "Total cost by number of requests" });
  await expect(page.getByText(/^From the first request on:/)).toBeVisible();
  await page.getByText("What this assumes", { exact: true }).click();
  const hardware = page.getByLabel("Hardware bought for it, in US dollars");
  await hardware.fill("1");
  const from = page.getByText(/^From about [\d,]+ requests on, /);
  await expect(from).toBeVisible();
  await expect(page.getByRole("img", { name: /^Total cost by number of requests/ })).toBeVisible();
  await expect(page.getByText("Break-even", { exact: true })).toBeVisible();
  const dear = await from.textContent();
  const rows = await even.getByRole("row").allTextContents();
  await hardware.fill("2");
  await expect(from).not.toHaveText(dear ?? "");
  expect(await even.getByRole("row").allTextContents()).not.toEqual(rows);

  for (const [button, name] of [
    ["Export as CSV", "nearside-insights.csv"],
    ["Export as JSON", "nearside-insights.json"],
  ] as const) {
    const saving = page.waitForEvent("download");
    await page.getByRole("button", { name: button }).click();
    const download = await saving;
    expect(download.suggestedFilename()).toBe(name);
    const file = await readFile(await download.path(), "utf8");
    // A run each; the name of a model has the word too.
    expect(file.match(/(?<!\/)\bproofread\b/g)).toHaveLength(2);
    expect(file).not.toMatch(/zebrafinch|seeds|recei?ved|recieved/);
  }
});
