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

test("an answer of the device that looks wrong goes to the cloud by the person's rule, stays above, and not if it is to stay", async ({
  app,
  endpoint,
  network,
  page,
}) => {
  const doubtful = { task: "Detect language", route: "Auto", text: "no" } as const;
  const seam = page.getByText("The model on this device was not sure. By your rule the cloud was asked too.");
  await app.goto("/settings");
  await app.useEndpoint(endpoint);
  await app.run(doubtful);
  await app.expectEnd("On device");
  await expect(page.getByRole("button", { name: "Ask the cloud instead" })).toBeVisible();
  await network.quiet();
  expect(endpoint.completions()).toEqual([]);

  await app.open("Settings");
  await page.getByRole("radio", { name: "Ask the cloud by itself" }).check();
  await app.open("Work");
  await app.runButton.click();
  await app.expectEnd("Cloud");
  await expect(app.status("On device")).toHaveText("Done");
  await expect(app.output("On device")).toContainText("Portuguese");
  await expect(app.output("Cloud")).toContainText("English");
  await expect(seam).toBeVisible();
  await expect(page.getByRole("button", { name: "Ask the cloud instead" })).toHaveCount(0);
  await expect(receiptFact(app, "Because").nth(1)).toContainText("by your rule the cloud is asked then");
  expect(endpoint.completions()).toHaveLength(1);
  await page.reload();
  await expect(seam).toBeVisible();
  await expect(app.output("On device")).toContainText("Portuguese");

  await app.useEndpoint(endpoint);
  await page.getByLabel("Keep on this device").check();
  await app.run(doubtful);
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("Portuguese");
  await network.quiet();
  await expect(app.region("Cloud")).toHaveCount(0);
  expect(endpoint.completions()).toHaveLength(1);
});
