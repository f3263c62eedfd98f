import { startOpenAiServer, TEST_KEY } from "../fixtures/openai-server/openai-server";
import { expect, test } from "../fixtures/test";
import { addEndpoint } from "../pages/settings-page";
import { receiptFact } from "../pages/work-page";

const PROMPT = "Tell me about tea.";

test("a second endpoint takes over from one that fails, each with its own key, and the receipt lists both", async ({
  app,
  endpoint,
}) => {
  const second = await startOpenAiServer({ apiKey: "sk-second-9c1e" });
  await app.goto();
  await app.useEndpoint(endpoint);
  await addEndpoint(app, { baseUrl: second.baseUrl, key: "sk-second-9c1e", model: "other-model" });
  endpoint.always("server-error");
  await app.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
  await app.expectEnd("Cloud");

  const attempts = receiptFact(app, "Attempts").getByRole("listitem");
  await expect(attempts).toHaveCount(2);
  await expect(attempts.nth(0)).toContainText(new URL(endpoint.origin).host);
  await expect(attempts.nth(0)).toContainText("$0");
  await expect(attempts.nth(1)).toContainText(`${new URL(second.origin).host}, other-model: answered`);
  // One answer, asked for once: nothing was charged twice.
  expect(second.completions()).toHaveLength(1);
  expect(second.completions()[0]?.headers.authorization).toBe("Bearer sk-second-9c1e");
  for (const { headers } of endpoint.completions()) expect(headers.authorization).toBe(`Bearer ${TEST_KEY}`);

  // The one that failed is left aside for a while.
  const askedBefore = endpoint.completions().length;
  await app.runButton.click();
  await app.expectEnd("Cloud");
  await expect(receiptFact(app, "Left aside")).toContainText("failed lately");
  expect(endpoint.completions()).toHaveLength(askedBefore);
  expect(second.completions()).toHaveLength(2);
  await second.close();
});

test("an answer that breaks off goes on on the other side, with the seam shown and kept", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.always("reset");
  await app.run({ task: "Continue", route: "Cloud", text: "The kettle was" });
  await app.expectEnd("Cloud", "Failed");
  const written = await app.outputText("Cloud");
  expect(written.length).toBeGreaterThan(5);
  await app.region("Cloud").getByRole("button", { name: "Continue on this device" }).click();
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText(written.trim());
  await expect(app.output("On device")).toContainText("broke off here. On device");
  // Nothing more was sent for it.
  const sent = endpoint.completions().length;
  await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
  await app.page.reload();
  await expect(app.output("On device")).toContainText("broke off here. On device");
  expect(endpoint.completions()).toHaveLength(sent);
});
