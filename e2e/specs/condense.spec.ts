import { expect, test } from "../fixtures/test";
import { setPrivacyRule } from "../pages/settings-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

const FILLER = Array.from(
  { length: 160 },
  (_, index) => `The committee met for the ${index + 1}th time and went home again without much ado.`,
);
const ANSWER = "The bridge in the harbour will cost 4.2 million euros.";
const TEXT = [...FILLER.slice(0, 80), ANSWER, ...FILLER.slice(80)].join(" ");

test("of a long context only what the question asks about is sent, word for word, with what that spared", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await page.getByLabel("Send only what a question asks about of a long text").check();
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, model: "gpt-4o-mini" });
  // Masks would be placeholders in the sentences.
  await setPrivacyRule(app, "Send as it is");
  await app.chooseTask("Ask");
  await app.chooseRoute("Cloud");
  await app.prompt.fill(TEXT);
  await page.getByLabel("Question").fill("What does the bridge in the harbour cost?");
  await page.getByText("What will be sent", { exact: true }).click();
  await page.getByText(/^The exact bytes/).click();
  const bytes = page.getByRole("figure", { name: "The exact bytes" });
  await expect(bytes).toContainText(ANSWER);
  const shown = await bytes.textContent();
  await app.runButton.click();
  await app.expectEnd("Cloud");

  const [sent] = endpoint.completions();
  expect(sent?.body).toBe(shown);
  const { messages } = JSON.parse(sent?.body ?? "{}");
  const context = /<text>\n([\s\S]*)\n<\/text>/.exec(messages.at(-1).content)?.[1] ?? "";
  expect(context).toContain(ANSWER);
  expect(context.length).toBeLessThan(TEXT.length / 2);
  let from = 0;
  for (const passage of context.split("[…]").map((part) => part.trim())) {
    const at = TEXT.indexOf(passage, from);
    expect(at, `word for word and in order: ${passage}`).toBeGreaterThanOrEqual(from);
    from = at + passage.length;
  }
  const fact = app.receipt
    .locator("dt", { hasText: /^Condensed$/ })
    .locator("xpath=following-sibling::dd[1]");
  await expect(fact).toHaveText(/^About [\d,]+ of [\d,]+ tokens of context were sent, \$0\.\d+ not spent\./);
  const words = (await fact.textContent()) ?? "";
  const [after = 0, before = 0] = [...words.matchAll(/[\d,]+(?= (?:of|tokens))/g)].map(([figure]) =>
    Number(figure.replaceAll(",", "")),
  );
  expect(after).toBeLessThan(before / 2);
});
