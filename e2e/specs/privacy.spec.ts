import type { Page } from "@playwright/test";
import { expect, test } from "../fixtures/test";
import { answers, expectAnswered, messageBox, sayTo } from "../pages/chat-page";
import { setPrivacyRule } from "../pages/settings-page";
import { receiptFact } from "../pages/work-page";

test.use({ serviceWorkers: "block" });

const MAIL = "ada.lovelace@analytical.example";
const PHONE = "+44 20 7946 0018";
const TEXT = `Please write to Ada Lovelace, ${MAIL}, or call her at ${PHONE}.`;

/** Opens what would be sent, and reads the very bytes. */
async function shownBytes(page: Page): Promise<string> {
  const bytes = page.getByRole("figure", { name: "The exact bytes" });
  if (!(await bytes.isVisible())) await page.getByText(/^The exact bytes/).click();
  return (await bytes.textContent()) ?? "";
}

test("a private text on Auto stays here, with the network watched, and the page says why before and after", async ({
  app,
  endpoint,
  network,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.chooseTask("Proofread");
  await app.chooseRoute("Auto");
  await app.prompt.fill(`Pleese call ${PHONE} about the recieved letter.`);
  await expect(
    page.getByText(/Private text was found \(phone\), so Auto keeps it on this device/),
  ).toBeVisible();
  network.clear();
  await app.runButton.click();
  await app.expectEnd("On device");
  network.expectOnlyOwnFiles(app.site.origin);
  expect(endpoint.requests).toEqual([]);
  await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
});

test("what is shown is what the server gets, byte for byte, and the answer comes back with the originals", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.chooseTask("Free prompt");
  await app.chooseRoute("Cloud");
  await app.prompt.fill(TEXT);
  await expect(page.getByText(/Private text was found .* will be masked/)).toBeVisible();
  await page.getByText("What will be sent", { exact: true }).click();
  // The person lets the phone number go as it is.
  await page.getByRole("button", { name: "PHONE_1", exact: true }).click();
  await expect(page.getByRole("button", { name: PHONE, exact: true })).toBeVisible();
  await expect.poll(() => shownBytes(page)).toContain(PHONE);
  const shown = await shownBytes(page);
  expect(shown).not.toContain("Lovelace");
  expect(shown).not.toContain(MAIL);

  endpoint.settings.answer = "Dear PERSON_1, `EMAIL_1` is noted; PERSON_9 is unknown.";
  await app.runButton.click();
  await app.expectEnd("Cloud");
  expect(endpoint.completions().map(({ body }) => body)).toEqual([shown]);
  expect(JSON.stringify(endpoint.requests.map(({ url, headers }) => [url, headers]))).not.toContain(
    "lovelace",
  );
  await expect(app.output("Cloud")).toContainText(
    `Dear Ada Lovelace, ${MAIL} is noted; PERSON_9 is unknown.`,
  );
  const fact = app.receipt
    .locator("dt", { hasText: /^Private text$/ })
    .locator("xpath=following-sibling::dd[1]");
  await expect(fact).toContainText("Masked: person 1, e-mail 1");
  await expect(fact).toContainText("Sent as it is: phone");
  await expect(fact).toContainText("PERSON_9");
  await fact.getByText("What was sent", { exact: true }).click();
  expect(await fact.getByRole("figure").textContent()).toBe(shown);
});

test("asks before private text leaves: no sends nothing, yes sends what was shown", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await setPrivacyRule(app, "Ask each time");
  await app.run({ task: "Free prompt", route: "Cloud", text: TEXT });
  const panel = app.region("Cloud").getByRole("region", { name: "This would be sent" });
  await expect(panel).toBeVisible();
  await expect(app.status("Cloud")).toHaveText("Waiting for you");
  expect(endpoint.requests).toEqual([]);
  await panel.getByRole("button", { name: "Do not send" }).click();
  await app.expectEnd("Cloud", "Stopped");
  expect(endpoint.requests).toEqual([]);

  await app.runButton.click();
  await panel.getByRole("button", { name: "EMAIL_1", exact: true }).click();
  await expect(panel.getByRole("button", { name: MAIL, exact: true })).toBeVisible();
  await panel.getByText(/^The exact bytes/).click();
  const shown = await panel.getByRole("figure", { name: "The exact bytes" }).textContent();
  await panel.getByRole("button", { name: "Send this" }).click();
  await app.expectEnd("Cloud");
  expect(endpoint.completions().map(({ body }) => body)).toEqual([shown]);
  expect(shown).toContain(MAIL);
  expect(shown).not.toContain("7946");
});

test("a conversation masks alike in every turn, stays here once its rule says so, and can be let go again", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.open("Chat");
  endpoint.settings.answer = "Noted, EMAIL_1.";
  await sayTo(app, { route: "Cloud", text: `I am ${MAIL}.` });
  await expectAnswered(app, 1);
  await expect(answers(app).getByTestId("output")).toHaveText(`Noted, ${MAIL}.`);
  await sayTo(app, { text: `Not bob@builder.example but ${MAIL}.` });
  await expectAnswered(app, 2);
  const { messages } = JSON.parse(endpoint.completions().at(-1)?.body ?? "{}");
  expect(messages.map(({ content }: { content: string }) => content)).toEqual([
    "I am EMAIL_1.",
    "Noted, EMAIL_1.",
    "Not EMAIL_2 but EMAIL_1.",
  ]);

  await messageBox(app).fill("And now?");
  await page.getByText("What will be sent", { exact: true }).click();
  await page.getByLabel("When something private is found", { exact: true }).selectOption("Never send it");
  await expect(page.getByText(/By your rule it never leaves this device/)).toBeVisible();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expectAnswered(app, 3, "Not started");
  expect(endpoint.completions()).toHaveLength(2);

  await messageBox(app).fill("And now?");
  await page.getByRole("button", { name: "Treat it as not private" }).click();
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expectAnswered(app, 4);
  expect(endpoint.completions().at(-1)?.body).toContain(MAIL);
});
