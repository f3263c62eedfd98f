import { readFile } from "node:fs/promises";
import { AppPage } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";

const WITH_MISTAKE = "I have recieved your letter and will answer it tomorrow.";

test("S1 when the storage is full, runs stay in memory, a banner says so and offers an export", async ({
  app,
  page,
  context,
  problems,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = app.site;
  // Before the first write: afterwards the browser trusts its own count of the room for half a minute.
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 1 });
  problems.allow(/QuotaExceeded/);
  await app.goto();
  const unsaved = "Teh letter came to late.";
  await app.run({ task: "Proofread", route: "On device", text: unsaved });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("The");
  await expect(app.notices).toContainText("The browser's storage is full.");

  const downloading = page.waitForEvent("download");
  await app.notices.getByRole("button", { name: "Export history" }).click();
  const exported = await readFile(await (await downloading).path(), "utf8");
  expect(exported).toContain(unsaved);
  await app.open("History");
  await expect(page.getByRole("list", { name: "Runs" })).toContainText(unsaved);

  // With room again, the next run is kept.
  await session.send("Storage.overrideQuotaForOrigin", { origin });
  const saved = "Teh second letter was on time.";
  await app.open("Work");
  await app.run({ task: "Proofread", route: "On device", text: saved });
  await app.expectEnd("On device");
  await app.goto("/history");
  await expect(page.getByRole("list", { name: "Runs" })).toContainText(saved);
});

test("S5 a tab killed in mid-stream loses at most a second of text and opens clean", async ({
  app,
  page,
  context,
  endpoint,
}) => {
  endpoint.settings.paceMs = 40;
  endpoint.settings.answer = Array.from({ length: 2000 }, (_, index) => `word${index}`).join(" ");
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.run({ task: "Free prompt", route: "Cloud", text: "Count." });
  await expect(app.output("Cloud")).toContainText("word20");
  // What is there at that moment, and then a second later the tab dies.
  const before = await app.outputText("Cloud");
  await page.waitForTimeout(1000);
  const session = await context.newCDPSession(page);
  await Promise.race([session.send("Page.crash").catch(() => {}), page.waitForEvent("crash")]);

  const again = new AppPage(await context.newPage(), app.site);
  await again.goto();
  await again.expectEnd("Cloud", "Stopped");
  const after = await again.outputText("Cloud");
  expect(after.startsWith(before.slice(0, 40))).toBe(true);
  expect(after.length, "characters that survived").toBeGreaterThanOrEqual(before.length);
  await expect(again.notices).toBeHidden();
  await again.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
  await again.expectEnd("On device");
});

test("L4 a tab that was killed while it loaded a model is noticed by the next one, an open one is not", async ({
  app,
  page,
  context,
}) => {
  await app.goto();
  // As the app notes a load while it lasts; a model large enough to end a tab would take the machine with it.
  await page.evaluate(() => {
    localStorage.setItem("nearside.loading.t", JSON.stringify({ modelId: "large", label: "Large 8B" }));
    void navigator.locks.request("nearside.loading.t", () => new Promise(() => {}));
  });
  const second = new AppPage(await context.newPage(), app.site);
  const noticed = second.page.getByText("Large 8B");
  // The device is looked at after the notes are read.
  const started = second.page.getByText("WebGPU on a software adapter");
  await second.goto("/models");
  await expect(started).toBeVisible();
  await expect(noticed).toHaveCount(0);

  const session = await context.newCDPSession(page);
  await Promise.race([session.send("Page.crash").catch(() => {}), page.waitForEvent("crash")]);
  // The browser lets go of a dead tab's lock a moment later.
  const isHeld = () =>
    second.page.evaluate(async () =>
      (await navigator.locks.query()).held?.some(({ name }) => name === "nearside.loading.t"),
    );
  await expect.poll(isHeld).toBe(false);
  await second.page.reload();
  await expect(second.notices).toContainText("The page was ended while it loaded a model.");
  await expect(second.notices).toContainText("Large 8B");
  await second.page.reload();
  await expect(started).toBeVisible();
  await expect(noticed).toHaveCount(0);
});
