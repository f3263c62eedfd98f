import { tinyDecoder } from "../../src/engines/onnx/language-models/test-support/tiny-decoder";
import { expect, test } from "../fixtures/test";
import { answers, expectAnswered, press, sayTo } from "../pages/chat-page";
import { installOnnxModel } from "../pages/models-page";

/** A byte is a token of the model. Two of these and an answer do not fit into its window. */
const LONG_MESSAGE =
  "The committee met on Tuesday and agreed to move the launch to March. Nobody objected to that, but the budget was cut by a third. What do you think of it?";

test("L11 a conversation that outgrows the window is refused with figures, or loses its oldest turns visibly, by Settings", {
  tag: "@no-gpu",
}, async ({ app, network, page }) => {
  const policy = page.getByRole("combobox", { name: "When a conversation is too long for the model" });
  const newest = answers(app).last();
  await app.goto();
  await installOnnxModel(app, "Tiny", tinyDecoder({ seed: 2, contextWindow: 360 }));
  await app.open("Chat");
  await app.chooseRoute("On device");
  await sayTo(app, { text: LONG_MESSAGE });
  await expectAnswered(app, 1);
  await sayTo(app, { text: LONG_MESSAGE });
  await expectAnswered(app, 2, "Failed");
  await expect(newest.getByRole("alert")).toContainText(
    /The prompt has \d+ tokens; beside room for an answer this model reads 270\. That is \d+ too many\./,
  );

  await app.open("Settings");
  await expect(policy).toHaveValue("refuse");
  await policy.selectOption("Trim oldest");
  await app.open("Chat");
  await network.quiet();
  await network.expectNoNetwork(async () => {
    await press(newest, "Retry");
    await expectAnswered(app, 2);
  });
  const cut = newest.getByText(/^Cut: The 2 oldest messages, \d+ tokens \(Trim oldest\)$/);
  await expect(cut).toBeVisible();
  await page.reload();
  await expectAnswered(app, 2);
  await expect(cut).toBeVisible();
});
