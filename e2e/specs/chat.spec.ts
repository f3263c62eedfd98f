import { tinyDecoder } from "../../src/engines/onnx/language-models/test-support/tiny-decoder";
import { AppPage } from "../fixtures/app-page";
import type { OpenAiServer } from "../fixtures/openai-server/openai-server";
import { expect, test } from "../fixtures/test";
import { answers, expectAnswered, messageBox, messages, press, sayTo, transcript } from "../pages/chat-page";
import { installOnnxModel } from "../pages/models-page";
import { setPrivacyRule } from "../pages/settings-page";

/** What the newest completion told the model, a line a message. */
function told(endpoint: OpenAiServer): string[] {
  const body = JSON.parse(endpoint.completions().at(-1)?.body ?? "{}");
  return body.messages.map(({ role, content }: { role: string; content: string }) => `${role}: ${content}`);
}

async function openCloudChat(app: AppPage, endpoint: OpenAiServer): Promise<void> {
  await app.goto();
  // biome-ignore lint/correctness/useHookAtTopLevel: the page object's own name, no hook
  await app.useEndpoint(endpoint);
  // What is masked is the matter of other tests; here the words that were said are wanted.
  await setPrivacyRule(app, "Send as it is");
  await app.open("Chat");
  await app.chooseRoute("Cloud");
}

test("the second turn remembers the first, thinking left out and the preset in front, and a reload keeps it all", async ({
  app,
  endpoint,
  page,
}) => {
  await openCloudChat(app, endpoint);
  await page.getByRole("combobox", { name: "Instructions" }).selectOption("Concise");
  endpoint.settings.answer = "Noted: **plum**.";
  endpoint.next("reasoning-content");
  await sayTo(app, { text: "My word is plum." });
  await expectAnswered(app, 1);
  const thinking = answers(app).getByText("Let me think about it.");
  await expect(thinking).toBeHidden();
  await answers(app).getByText("Thinking", { exact: true }).click();
  await expect(thinking).toBeVisible();
  await expect(answers(app).getByTestId("output")).toHaveText("Noted: plum.");

  endpoint.settings.answer = "Plum.";
  await messageBox(app).fill("What is my word?");
  await messageBox(app).press("Enter");
  await expectAnswered(app, 2);
  const [system, ...turns] = told(endpoint);
  expect(system).toMatch(/^system: Answer in as few words/);
  expect(turns).toEqual(["user: My word is plum.", "assistant: Noted: **plum**.", "user: What is my word?"]);
  const shown = ["My word is plum.", "Noted: plum.", "What is my word?", "Plum."];
  await expect.poll(() => transcript(app)).toEqual(shown);

  await page.reload();
  await expectAnswered(app, 2);
  await expect.poll(() => transcript(app)).toEqual(shown);
  await expect(page.getByRole("combobox", { name: "Instructions" })).toHaveValue("concise");
  await page.getByRole("button", { name: "New chat" }).click();
  await expect(answers(app)).toHaveCount(0);
  await page.getByRole("button", { name: /^My word is plum\./ }).click();
  await expect.poll(() => transcript(app)).toEqual(shown);
});

test("an edited message is a version beside the old one, a branch leaves the old conversation, and delete is for good", async ({
  app,
  endpoint,
  page,
}) => {
  await openCloudChat(app, endpoint);
  for (const [index, word] of ["one", "two"].entries()) {
    endpoint.settings.answer = `answer to ${word}`;
    await sayTo(app, { text: word });
    await expectAnswered(app, index + 1);
  }
  const first = ["one", "answer to one", "two", "answer to two"];
  endpoint.settings.answer = "answer to three";
  await press(messages(app).nth(1), "Edit");
  await page.getByRole("textbox", { name: "Edit message" }).fill("three");
  await page.getByRole("button", { name: "Send again" }).click();
  await expectAnswered(app, 2);
  expect(told(endpoint)).toEqual(["user: one", "assistant: answer to one", "user: three"]);
  const edited = ["one", "answer to one", "three", "answer to three"];
  await expect.poll(() => transcript(app)).toEqual(edited);

  await expect(messages(app).nth(1)).toContainText("2 of 2");
  await press(messages(app).nth(1), "Previous version");
  await expect(messages(app).nth(1)).toContainText("1 of 2");
  await expect.poll(() => transcript(app)).toEqual(first);
  await page.reload();
  await expect(messages(app).nth(1)).toContainText("1 of 2");
  await press(messages(app).nth(1), "Next version");
  await expect(messages(app).nth(1)).toContainText("2 of 2");
  await expect.poll(() => transcript(app)).toEqual(edited);

  await press(answers(app).first(), "Branch from here");
  await expect(page.getByRole("heading", { level: 2, name: "one (branch)" })).toBeVisible();
  await expect.poll(() => transcript(app)).toEqual(first.slice(0, 2));
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await expect(messages(app)).toHaveCount(0);
  await page.reload();
  await expect(messages(app)).toHaveCount(2);
  await expect.poll(() => transcript(app)).toEqual(edited);
  await expect(page.getByRole("region", { name: "Conversations" }).getByRole("listitem")).toHaveCount(1);
});

test("the same turn is answered on the other side; On device sends nothing; a marked text is refused to the cloud", {
  tag: "@no-gpu",
}, async ({ app, endpoint, network, page }) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await installOnnxModel(app, "Tiny", tinyDecoder({ seed: 2, contextWindow: 4096 }));
  await app.open("Chat");
  await app.chooseRoute("On device");
  network.clear();
  await sayTo(app, { text: "Hello there." });
  await expectAnswered(app, 1);
  await press(answers(app).first(), "Retry");
  await expect(answers(app).first()).toContainText("2 of 2");
  await expectAnswered(app, 1);
  await network.quiet();
  network.expectOnlyOwnFiles(app.site.origin);
  expect(endpoint.completions()).toEqual([]);
  await expect(page.getByRole("article", { name: "Answer, On device" })).toContainText("Tiny");
  const here = await transcript(app);
  expect(here[1]?.length).toBeGreaterThan(0);

  endpoint.settings.answer = "From afar.";
  await press(answers(app).first(), "Retry in the cloud");
  await expectAnswered(app, 1);
  expect(told(endpoint)).toEqual(["user: Hello there."]);
  await expect.poll(() => transcript(app)).toEqual(["Hello there.", "From afar."]);
  await expect(answers(app).first()).toContainText("3 of 3");
  await press(answers(app).first(), "Previous version");
  await expect(answers(app).first()).toContainText("2 of 3");
  await expect.poll(() => transcript(app)).toEqual(here);

  await page.getByRole("button", { name: "New chat" }).click();
  await page.getByRole("checkbox", { name: "Keep on this device" }).check();
  await sayTo(app, { text: "My secret." });
  await expectAnswered(app, 1);
  await network.expectNoNetwork(async () => {
    await press(answers(app).first(), "Retry in the cloud");
    await expectAnswered(app, 1, "Not started");
    await expect(answers(app).getByRole("alert")).toContainText("Sending was not allowed");
  });
  expect(endpoint.completions()).toHaveLength(1);
});

test("Stop keeps the text so far, S5 a killed tab at most a second less, both labelled and still there", async ({
  app,
  endpoint,
  page,
  context,
}) => {
  endpoint.settings.answer = Array.from({ length: 3000 }, (_, index) => `word${index}`).join(" ");
  endpoint.hold(40);
  await openCloudChat(app, endpoint);
  await sayTo(app, { text: "Count." });
  await expect(answers(app).getByTestId("output")).toContainText("word38");
  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await expectAnswered(app, 1, "Stopped");
  const [, stopped] = await transcript(app);
  expect(stopped).toMatch(/^word0 word1 .* word38/);

  endpoint.release();
  endpoint.settings.paceMs = 40;
  await sayTo(app, { text: "Count once more." });
  await expect(answers(app).last().getByTestId("output")).toContainText("word20");
  const before = (await transcript(app)).at(-1) ?? "";
  await page.waitForTimeout(1000);
  const session = await context.newCDPSession(page);
  await Promise.race([session.send("Page.crash").catch(() => {}), page.waitForEvent("crash")]);

  const again = new AppPage(await context.newPage(), app.site);
  await again.goto("/chat");
  await expectAnswered(again, 2, "Stopped");
  const [, first, question, second] = await transcript(again);
  expect([first, question]).toEqual([stopped, "Count once more."]);
  expect(second?.startsWith(before)).toBe(true);
  await expect(again.notices).toBeHidden();
});

test("a long answer is followed until the reader scrolls up, and again from the end on", async ({
  app,
  endpoint,
  page,
}) => {
  endpoint.settings.answer = Array.from({ length: 300 }, (_, index) => `Paragraph ${index}.\n\n`).join("");
  endpoint.hold(300);
  await openCloudChat(app, endpoint);
  await sayTo(app, { text: "Write for long." });
  const output = answers(app).getByTestId("output");
  await expect(output).toContainText("Paragraph 98.");
  const gap = () =>
    page.evaluate(() => {
      const { scrollHeight, clientHeight } = document.documentElement;
      return Math.round(scrollHeight - clientHeight - scrollY);
    });
  await expect.poll(gap).toBeLessThan(2);

  await page.mouse.move(700, 300);
  await page.mouse.wheel(0, -60);
  await expect.poll(gap).toBeGreaterThan(20);
  const left = await page.evaluate(() => scrollY);
  endpoint.release();
  await expectAnswered(app, 1);
  await expect(output).toContainText("Paragraph 299.");
  expect(await page.evaluate(() => scrollY)).toBe(left);

  endpoint.hold(300);
  await sayTo(app, { text: "Again." });
  await expect(answers(app)).toHaveCount(2);
  await expect(answers(app).last().getByTestId("output")).toContainText("Paragraph 98.");
  await page.mouse.wheel(0, -600);
  await page.getByRole("button", { name: "To the newest" }).click();
  await expect.poll(gap).toBeLessThan(2);
  endpoint.release();
  await expectAnswered(app, 2);
  await expect(answers(app).last().getByTestId("output")).toContainText("Paragraph 299.");
  await expect.poll(gap).toBeLessThan(2);
});

test("with history switched off a conversation is forgotten on reload; a preset of one's own is not", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await page.getByRole("checkbox", { name: "Keep runs in this browser" }).uncheck();
  await app.useEndpoint(endpoint);
  await app.open("Chat");
  await app.chooseRoute("Cloud");
  await page.getByRole("button", { name: "Manage presets" }).click();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Pirate");
  await page.getByRole("textbox", { name: "What the model is told" }).fill("Talk like a pirate.");
  await page.getByRole("button", { name: "Add preset" }).click();
  await sayTo(app, { text: "Ahoy." });
  await expectAnswered(app, 1);
  expect(told(endpoint)).toEqual(["system: Talk like a pirate.", "user: Ahoy."]);
  await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).toContain("Pirate");
  await page.reload();
  await expect(page.getByText("Talk to a model")).toBeVisible();
  await expect(page.getByText("No conversations yet.")).toBeVisible();
  await page.getByRole("combobox", { name: "Instructions" }).selectOption("Pirate");
});
