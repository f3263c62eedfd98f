import { AppPage } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";
import { setDayLimit, setPrice } from "../pages/settings-page";

const PROMPT = "Tell me about tea.";
/** A tenth of a cent a token, so that one answer uses most of the day's limit. */
const PRICE = { model: "test-model", inputUsd: "1000", outputUsd: "1000" };

test("a budget that one tab has used up stops the other, warns at four fifths, and outlives a reload", async ({
  app,
  context,
  endpoint,
  site,
}) => {
  endpoint.settings.answer = Array.from({ length: 265 }, () => "tea").join(" ");
  await app.goto();
  await app.open("Settings");
  await setPrice(app, PRICE);
  await setDayLimit(app, "0.33");
  await app.useEndpoint(endpoint);
  await app.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
  await app.expectEnd("Cloud");
  await expect(app.notices).toContainText("Most of your budget is used.");
  expect(endpoint.completions()).toHaveLength(1);

  const other = new AppPage(await context.newPage(), site);
  await other.goto();
  await other.useEndpoint(endpoint);
  await other.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
  const alert = other.region("Cloud").getByRole("alert");
  await expect(alert.getByRole("heading")).toHaveText("Your budget leaves no room for it");
  await expect(alert.getByRole("button", { name: "Open Settings" })).toBeVisible();
  // What is done on this device goes on.
  await other.run({ task: "Proofread", route: "Auto", text: "I recieved it." });
  await other.expectEnd("On device");

  await app.page.reload();
  await expect(app.notices).toContainText("Most of your budget is used.");
  await app.useEndpoint(endpoint);
  await app.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
  await expect(app.region("Cloud").getByRole("alert")).toContainText("Your budget leaves no room for it");
  expect(endpoint.completions()).toHaveLength(1);
});
