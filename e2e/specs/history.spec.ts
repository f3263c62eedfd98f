import { TEST_KEY } from "../fixtures/openai-server/openai-server";
import { expect, test } from "../fixtures/test";
import { expectAnswered, messages, sayTo } from "../pages/chat-page";
import { exportedHistory, historyEntries, importFile } from "../pages/history-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

test("the last run is there again after a reload, with its figures, and earlier ones are opened from History", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.run({ task: "Detect language", route: "On device", text: "Where is the nearest station?" });
  await app.expectEnd("On device");
  await app.run({ task: "Proofread", route: "Compare", text: "I have recieved it." });
  await app.expectEnd("On device");
  await app.expectEnd("Cloud");
  const shown = [await app.metrics("On device"), await app.metrics("Cloud")];

  await page.reload();
  for (const side of ["On device", "Cloud"] as const) {
    await expect(app.output(side)).toContainText("recieved → received");
    await expect(app.status(side)).toHaveText("Done");
  }
  expect([await app.metrics("On device"), await app.metrics("Cloud")]).toEqual(shown);
  expect(endpoint.completions()).toHaveLength(1);

  await app.open("History");
  await expect(historyEntries(app)).toHaveCount(2);
  await page.getByRole("searchbox").fill("nearest");
  await expect(historyEntries(app)).toHaveCount(1);
  await historyEntries(app)
    .getByRole("button", { name: /^Detect language/ })
    .click();
  await expect(app.output("On device")).toContainText("English (en)");
  await expect(app.region("Cloud")).toHaveCount(0);
  await page.getByRole("button", { name: "Edit and run again" }).click();
  await expect(app.prompt).toHaveValue("Where is the nearest station?");
});

test("Export holds runs and conversations and never the key; what is deleted is gone for good, and Import brings it back once", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  for (const text of ["The first one.", "The second one."]) {
    await app.run({ task: "Free prompt", route: "Cloud", text });
    await app.expectEnd("Cloud");
  }
  endpoint.next("unauthorized");
  await app.run({ task: "Free prompt", route: "Cloud", text: "The refused one." });
  await app.expectEnd("Cloud", "Failed");

  await app.open("Chat");
  await sayTo(app, { route: "Cloud", text: "The one in Chat." });
  await expectAnswered(app, 1);

  await app.open("History");
  const exported = await exportedHistory(app);
  expect(exported).toContain("The first one.");
  expect(exported).toContain("The refused one.");
  expect(exported).toContain("The one in Chat.");
  expect(exported).not.toContain(TEST_KEY);

  await historyEntries(app)
    .filter({ hasText: "The first one." })
    .getByRole("button", { name: /^Delete/ })
    .click();
  await expect(historyEntries(app)).toHaveCount(2);
  await page.getByRole("button", { name: "Clear history" }).click();
  await page.getByRole("checkbox", { name: "1 conversation of Chat" }).check();
  await page.getByRole("dialog").getByRole("button", { name: "Clear history" }).click();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await page.reload();
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await app.open("Insights");
  await expect(page.getByText("No runs yet.")).toBeVisible();
  await app.open("History");

  await importFile(app, "<html>Not a history</html>");
  await expect(app.notices).toContainText("the file is not JSON");
  await importFile(app, exported);
  await expect(historyEntries(app)).toHaveCount(3);
  await expect(app.notices).toContainText("Added: 3 runs, 1 conversation, 2 messages.");
  await importFile(app, exported);
  await expect(app.notices).toContainText("Everything in the file was here already.");
  await expect(historyEntries(app)).toHaveCount(3);

  await app.open("Insights");
  await expect(page.getByRole("row", { name: /^Runs/ }).getByRole("cell").last()).toHaveText("4");
  await app.open("Chat");
  await expect(messages(app)).toContainText(["The one in Chat."]);
});

test("with history switched off a run is forgotten on reload", async ({ app, page }) => {
  await app.goto("/settings");
  await page.getByRole("checkbox", { name: "Keep runs in this browser" }).uncheck();
  await app.open("Work");
  await app.run({ task: "Detect language", route: "On device", text: "Where is the nearest station?" });
  await app.expectEnd("On device");
  await page.reload();
  await expect(page.getByRole("heading", { name: "Small models, right here" })).toBeVisible();
  await expect(app.receipt).toHaveCount(0);
  await app.open("History");
  await expect(historyEntries(app)).toHaveCount(0);
});
