import type { AppPage, Side } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";
import { exportedHistory } from "../pages/history-page";
import { amountOf, copiedText, FIGURES, receiptFact } from "../pages/work-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

const TEXT = "I have recieved teh letter, and I definately want to reply untill tomorrow.";
const MENDED = "I have received the letter, and I definitely want to reply until tomorrow.";
/** US dollars per million tokens of gpt-4o-mini, from the shipped table. */
const PRICE = { input: 0.15, output: 0.6 };

test("Compare gets the same shape of result from both sides, and measures both alike", {
  tag: "@both-gpus",
}, async ({ app, endpoint, page }) => {
  await app.goto();
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, model: "gpt-4o-mini" });
  await app.run({ task: "Proofread", route: "Compare", text: TEXT });
  await app.expectEnd("On device");
  await app.expectEnd("Cloud");

  for (const side of ["On device", "Cloud"] as const) {
    const changes = app.output(side).getByRole("list", { name: "Changes" }).getByRole("listitem");
    await expect(changes).toHaveCount(4);
    expect(await copiedText(page, app.output(side), "Copy corrected text")).toBe(MENDED);
    expect(Object.keys(await app.metrics(side)).slice(0, FIGURES.length)).toEqual([...FIGURES]);
  }

  const [sent] = endpoint.completions();
  expect(endpoint.completions()).toHaveLength(1);
  const sentBytes = Buffer.byteLength(sent?.body ?? "");
  const local = await app.metrics("On device");
  const cloud = await app.metrics("Cloud");
  expect(local.Sent).toBe("0 B");
  expect(local.Cost).toBe("$0");
  expect(Math.abs(amountOf(cloud.Sent ?? "") - sentBytes)).toBeLessThanOrEqual(50);
  const cost = (Number(cloud["Tokens in"]) * PRICE.input + Number(cloud["Tokens out"]) * PRICE.output) / 1e6;
  expect(amountOf(cloud.Cost ?? "") / cost).toBeCloseTo(1, 2);

  for (const row of ["TTFT", "Total", "Cost", "Sent"] as const) {
    const marks = await Promise.all(
      (["On device", "Cloud"] as const).map((side) => winnerMark(app, side, row)),
    );
    expect(
      marks.filter((mark) => mark !== null),
      `marks of ${row}`,
    ).toHaveLength(1);
  }
  expect(await winnerMark(app, "On device", "Cost")).toBe("cheaper");
  expect(await winnerMark(app, "On device", "Sent")).toBe("less");

  await expect(receiptFact(app, "Because")).toHaveText([
    "You chose Compare, so each side answers.",
    "You chose Compare, so each side answers.",
  ]);
  await expect(receiptFact(app, "Answered by")).toHaveText(["On device, Proofreader", "Cloud, gpt-4o-mini"]);
  await expect(receiptFact(app, "Left the device")).toHaveText(["Nothing", cloud.Sent ?? ""]);
  await expect(receiptFact(app, "Ruled out")).toHaveCount(0);

  await app.open("History");
  const kept: { runs: { location: string; metrics: { uploadedBytes: number; costUsd: number } }[] } =
    JSON.parse(await exportedHistory(app));
  const metricsOf = (location: string) => kept.runs.find((run) => run.location === location)?.metrics;
  expect(metricsOf("cloud")?.uploadedBytes).toBe(sentBytes);
  expect(metricsOf("cloud")?.costUsd).toBeCloseTo(cost, 12);
  expect(metricsOf("local")?.uploadedBytes).toBe(0);
});

/** The word beside a sign that marks the better side of a row; null where there is none. */
async function winnerMark(app: AppPage, side: Side, row: string): Promise<string | null> {
  const mark = app
    .region(side)
    .locator(`dl[aria-label="Metrics"] > div`)
    .filter({ has: app.page.locator("dt", { hasText: new RegExp(`^${row}$`) }) })
    .locator("dd > span")
    .filter({ has: app.page.locator("svg") });
  return (await mark.count()) === 0 ? null : mark.textContent();
}

test("Compare stands side by side on a wide screen and one under the other on a phone", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.run({ task: "Detect language", route: "Compare", text: "Where is the nearest station?" });
  await app.expectEnd("On device");
  await app.expectEnd("Cloud");

  await page.setViewportSize({ width: 1280, height: 900 });
  const wide = await boxes(app);
  expect(wide.cloud.y).toBe(wide.local.y);
  expect(wide.cloud.x).toBeGreaterThanOrEqual(wide.local.x + wide.local.width);

  await page.setViewportSize({ width: 360, height: 740 });
  const narrow = await boxes(app);
  expect(narrow.cloud.x).toBe(narrow.local.x);
  expect(narrow.cloud.y).toBeGreaterThanOrEqual(narrow.local.y + narrow.local.height);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
});

async function boxes(app: AppPage) {
  const [local, cloud] = await Promise.all([
    app.region("On device").boundingBox(),
    app.region("Cloud").boundingBox(),
  ]);
  if (local === null || cloud === null) throw new Error("a pane is not shown");
  return { local, cloud };
}

test("a side that fails leaves the other alone, and can be run again by itself", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.next("reset");
  await app.run({ task: "Proofread", route: "Compare", text: TEXT });
  await app.expectEnd("Cloud", "Failed");
  await app.expectEnd("On device");
  const alert = app.region("Cloud").getByRole("alert");
  await expect(alert).toContainText("The connection broke in mid-answer");
  await expect(app.output("Cloud")).not.toBeEmpty();
  await expect(app.output("On device")).toContainText("teh → the");
  const before = await app.metrics("On device");

  await alert.getByRole("button", { name: "Try again" }).click();
  await app.expectEnd("Cloud");
  await expect(app.output("Cloud")).toContainText("teh → the");
  expect(endpoint.completions()).toHaveLength(2);
  expect((await app.metrics("On device")).Total).toBe(before.Total);
});

test("one side of a Compare is stopped by itself and keeps its text; the other goes on", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.hold(4);
  await app.run({ task: "Proofread", route: "Compare", text: TEXT });
  await expect(app.output("Cloud")).toContainText("edits");
  await app.region("Cloud").getByRole("button", { name: "Stop this side" }).click();
  await app.expectEnd("Cloud", "Stopped");
  await expect(app.output("Cloud")).toContainText("edits");
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("teh → the");
  await expect(app.runButton).toBeVisible();
});
