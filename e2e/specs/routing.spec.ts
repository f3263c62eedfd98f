import { expect, test } from "../fixtures/test";
import { receiptFact } from "../pages/work-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

test("Auto follows the wishes in Settings, the receipt shows what both sides were worth, and a vote is kept", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await app.useEndpoint(endpoint);
  await app.run({
    task: "Proofread",
    route: "Auto",
    text: "The train were late again, and nobody know why.",
  });
  await app.expectEnd("On device");
  await expect(receiptFact(app, "Because")).toHaveText("A specialist on this device does this task.");
  const sums = app.receipt.getByRole("row", { name: /^Sum/ });
  await expect(sums).toHaveText(/^Sum0−2\d/);
  expect(endpoint.completions()).toEqual([]);

  await app.open("Settings");
  await page.getByRole("radio", { name: "Prefer the cloud" }).check();
  await app.open("Work");
  await app.run({
    task: "Proofread",
    route: "Auto",
    text: "The train were late again, and nobody know why.",
  });
  await app.expectEnd("Cloud");
  await expect(receiptFact(app, "Because")).toContainText("worth more by your wishes");
  await expect(app.receipt.getByRole("row", { name: "You prefer it" })).toContainText("+60");

  await app.region("Cloud").getByRole("button", { name: "Bad answer" }).click();
  await app.open("Settings");
  const learnt = page.getByRole("row", { name: /^Proofread/ });
  await expect(learnt).toContainText("3 points towards this device");
  await page.reload();
  await expect(learnt).toContainText("3 points towards this device");
  await page.getByRole("button", { name: "Forget what was learnt" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Forget what was learnt" }).click();
  await expect(page.getByText("Nothing yet.")).toBeVisible();
});
