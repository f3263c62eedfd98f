import {
  readWriterSample,
  writerFiles,
} from "../../src/engines/onnx/language-models/test-support/writer-files";
import { createTextTokenizer } from "../../src/engines/shared/text-tokenizer";
import { waitUntilAtRest } from "../fixtures/app-at-rest";
import { expect, test } from "../fixtures/test";
import { installOnnxModel } from "../pages/models-page";
import { copiedText, receiptFact } from "../pages/work-page";

/** A software GPU compiles each shader for seconds. */
const SOFTWARE_GPU_TIMEOUT_MS = 600_000;
/** A software GPU is slow. */
const MOST_TOKENS = 8;
/** It can go on in one way only. */
const BEGUN = "He lives in the United St";

test("words are offered while one types: Tab takes them, Esc turns them down, and nothing is sent", async ({
  app,
  network,
  page,
}) => {
  const ghost = page.getByTestId("ghost-text").locator("span");
  await app.goto();
  await waitUntilAtRest(app);
  await app.open("Work");
  await page.getByLabel("Complete as I type").check();
  await app.prompt.pressSequentially("Hello");
  // The model loads with the first key.
  await expect(async () => {
    await app.prompt.fill("");
    await app.prompt.pressSequentially(BEGUN, { delay: 20 });
    await expect(ghost).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await network.quiet();
  await network.expectNoNetwork(async () => {
    const offered = (await ghost.textContent()) ?? "";
    expect(offered).toMatch(/^ates\b/);
    await page.keyboard.press("Tab");
    await expect(app.prompt).toBeFocused();
    await expect(app.prompt).toHaveValue(BEGUN + offered);
    await page.keyboard.press("ControlOrMeta+z");
    await expect(app.prompt).toHaveValue(BEGUN);

    await app.prompt.fill("");
    await app.prompt.pressSequentially(BEGUN, { delay: 20 });
    await expect(ghost).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(ghost).toHaveCount(0);
    await expect(app.prompt).toHaveValue(BEGUN);
    await page.keyboard.press("Tab");
    await expect(app.prompt).not.toBeFocused();
  });
});

test("Continue streams from the built-in writer, with nothing downloaded and nothing sent", {
  tag: "@both-gpus",
}, async ({ app, network }) => {
  await app.goto();
  network.clear();
  await app.run({ task: "Continue", route: "On device", text: "Thank you for your email. I am writing to" });
  await app.expectEnd("On device");
  expect((await app.outputText("On device")).trim().length).toBeGreaterThan(10);
  await expect(receiptFact(app, "Answered by")).toHaveText("On device, Nearside Writer");
  const figures = await app.metrics("On device");
  expect(figures.Sent).toBe("0 B");
  expect(Number(figures["Tokens out"])).toBeGreaterThan(3);
  network.expectOnlyOwnFiles(app.site.origin);
});

test("the weights of the built-in writer give torch's tokens on the GPU and without", {
  tag: "@both-gpus",
}, async ({ app }) => {
  test.setTimeout(SOFTWARE_GPU_TIMEOUT_MS);
  const files = writerFiles();
  // Its settings are for varied text: they keep words from coming twice.
  files.delete("generation_config.json");
  const parse = (path: string) => JSON.parse(new TextDecoder().decode(files.get(path)));
  const tokenizer = createTextTokenizer(parse("tokenizer.json"), parse("tokenizer_config.json"));
  await app.goto();
  await installOnnxModel(app, "Writer by address", files);
  await app.chooseTask("Free prompt");
  await app.page.getByLabel("Tokens at most").fill(String(MOST_TOKENS));
  await app.page.getByLabel("Temperature").fill("0");
  for (const { prompt, ids } of readWriterSample().continuations.slice(0, 2)) {
    const start = tokenizer.encode(prompt, true).length;
    await app.run({ task: "Free prompt", route: "On device", text: prompt });
    await app.expectEnd("On device");
    const answer = await copiedText(app.page, app.region("On device"));
    expect(answer).toBe(tokenizer.decode(ids.slice(start, start + MOST_TOKENS)));
  }
});
