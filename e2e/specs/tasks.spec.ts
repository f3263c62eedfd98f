import type { Locator } from "@playwright/test";
import type { AppPage, Side } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";
import { setPrivacyRule } from "../pages/settings-page";
import { copiedText } from "../pages/work-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

const BOTH_SIDES = ["On device", "Cloud"] as const;

/** Some sentences, of which few carry the points. */
const REPORT = [
  "The harbour bridge will be closed to all traffic from 3 March, because the steel has begun to rust.",
  "It rained a little that day.",
  "The city council decided to spend 4.2 million euros on the repair of the harbour bridge.",
  "Buses of line 7 will take another way while the bridge is closed, and will stop at the old market.",
  "People had coffee afterwards.",
  "The repair of the bridge ends in October, and the council asks all drivers to use the tunnel until then.",
] as const;

/** Runs the task in Compare and waits for both sides. */
async function compare(app: AppPage, task: string, text: string): Promise<void> {
  await app.run({ task, route: "Compare", text });
  for (const side of BOTH_SIDES) await app.expectEnd(side);
}

/** The items of the first list in a side's output. */
function firstList(app: AppPage, side: Side): Locator {
  return app.output(side).getByRole("list").first().getByRole("listitem");
}

test("Summarise and Key points quote sentences of the text, each with the way back to its place", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  for (const [task, count, option] of [
    ["Summarise", 2, "Sentences"],
    ["Key points", 3, "Points"],
  ] as const) {
    await app.chooseTask(task);
    await page.getByLabel(option, { exact: true }).fill(String(count));
    await compare(app, task, REPORT.join(" "));
    for (const side of BOTH_SIDES) {
      const quotes = firstList(app, side);
      await expect(quotes).toHaveCount(count);
      for (const quote of await quotes.allTextContents()) expect(REPORT).toContain(quote.trim());
      expect((await copiedText(page, app.output(side))).split("\n")).toHaveLength(count);
    }
  }
  const output = app.output("On device");
  const quote = ((await firstList(app, "On device").first().textContent()) ?? "").trim();
  await firstList(app, "On device")
    .first()
    .getByRole("button", { name: /^Show in the text/ })
    .click();
  await expect(output.locator("mark[data-active=true]")).toHaveText(quote);
  await expect(output.locator("mark[data-active=true]")).toBeInViewport();
});

test("Tone and Detect language draw scores as bars with figures, the likeliest first", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await compare(app, "Tone", "What a wonderful evening! I love this place, thank you all so much.");
  for (const side of BOTH_SIDES) {
    await expect(firstList(app, side)).toHaveCount(3);
    expect(await likeliest(firstList(app, side))).toBe("positive");
  }
  await compare(
    app,
    "Detect language",
    "Il treno per Roma parte alle otto, ma non sono ancora pronto per una partenza.",
  );
  for (const side of BOTH_SIDES) expect(await likeliest(firstList(app, side))).toBe("Italian (it)");
});

/** The name with the largest share; each item must show one. */
async function likeliest(items: Locator): Promise<string | undefined> {
  const shown = await items.evaluateAll((elements) =>
    elements.map((element) => [...element.children].map((child) => child.textContent ?? "")),
  );
  const scores = shown.map(([name = "", , value = ""]) => ({
    name,
    percent: Number(/^([\d.]+) %$/.exec(value)?.[1]),
  }));
  expect(
    scores.every(({ percent }) => percent >= 0 && percent <= 100),
    JSON.stringify(shown),
  ).toBe(true);
  return scores.sort((one, other) => other.percent - one.percent)[0]?.name;
}

test("Find sensitive text marks people, places and identifiers, and copies the text without them", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  // What is masked before it leaves nobody finds there.
  await setPrivacyRule(app, "Send as it is");
  const text =
    "On Monday we met Angela Merkel in Berlin. Write to anna@example.com or call +44 20 7946 0958.";
  await compare(app, "Find sensitive text", text);
  for (const side of BOTH_SIDES) {
    const marks = app.output(side).locator("mark");
    for (const [marked, label] of [
      ["Angela Merkel", "person"],
      ["Berlin", "place"],
      ["anna@example.com", "e-mail"],
      ["+44 20 7946 0958", "phone"],
    ]) {
      await expect(marks.filter({ hasText: `${marked}${label}` })).toHaveCount(1);
    }
    await expect(app.output(side).getByRole("list", { name: "Legend" })).toContainText("person 1");
    const redacted = await copiedText(page, app.output(side), "Copy as redacted");
    for (const secret of ["Merkel", "Berlin", "anna@", "7946"]) expect(redacted).not.toContain(secret);
    expect(redacted).toContain("Write to ");
  }
});

test("Moderate scores each class, and language models write the rest", async ({ app, endpoint, page }) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.run({ task: "Moderate", route: "Cloud", text: "You are an idiot, shut up." });
  await app.expectEnd("Cloud");
  await expect(firstList(app, "Cloud")).toHaveCount(6);
  expect(await likeliest(firstList(app, "Cloud"))).toBe("harassment");

  for (const [task, expected] of [
    ["Rewrite", "I have received it."],
    ["Draft reply", "Thank you for your message."],
    ["Translate", "[French] I have recieved it."],
    ["Ask", "That is all there is to say about it."],
    ["Free prompt", "That is all there is to say about it."],
  ] as const) {
    await app.chooseTask(task);
    if (task === "Translate") await page.getByLabel("Into").selectOption("French");
    if (task === "Ask") await page.getByLabel("Question").fill("What has come?");
    await app.run({ task, route: "Cloud", text: "I have recieved it." });
    await app.expectEnd("Cloud");
    await expect(app.output("Cloud")).toContainText(expected);
    expect(await copiedText(page, app.region("Cloud"))).toContain(expected);
  }
  expect(endpoint.completions()).toHaveLength(6);
  expect(endpoint.completions()[4]?.body).toContain("What has come?");
});

test("an answer that does not fit the task is said to be so, and kept", async ({ app, endpoint }) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.settings.answer = "I would rather talk about the weather.";
  await app.run({ task: "Proofread", route: "Cloud", text: "I have recieved it." });
  await app.expectEnd("Cloud", "Failed");
  await expect(app.region("Cloud").getByRole("alert")).toContainText(
    "The answer is not in the form this task needs",
  );
  await expect(app.output("Cloud")).toHaveText("I would rather talk about the weather.");
});

test("Ask without a question, and any task without a text, say what is missing", async ({ app, page }) => {
  await app.goto();
  await app.chooseTask("Ask");
  await app.runButton.click();
  await expect(page.getByRole("alert")).toHaveText("Write or paste a text first.");
  await expect(app.prompt).toBeFocused();
  await app.prompt.fill("The bridge is closed.");
  await app.runButton.click();
  await expect(page.getByRole("alert")).toHaveText("Fill in the field above first.");
  await expect(app.receipt).toHaveCount(0);
});
