import { createLanguageModelHandler } from "../../src/engines/onnx/language-models/language-model-handler";
import { exampleModel, exampleRequest } from "../../src/engines/onnx/language-models/test-support/example";
import { openNodeSession } from "../../src/engines/onnx/language-models/test-support/node-open-session";
import { storeModel } from "../../src/engines/onnx/language-models/test-support/store-model";
import { tinyDecoder } from "../../src/engines/onnx/language-models/test-support/tiny-decoder";
import { createMemoryCaches } from "../../src/engines/shared/test-support/memory-caches";
import { AppPage } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";
import { installOnnxModel } from "../pages/models-page";
import { copiedText, receiptFact, runAndStopAt } from "../pages/work-page";

type ModelFiles = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Enough to tell a wrong cache or position from a right one; a software GPU is slow. */
const MOST_TOKENS = 40;
const STOPPED_WITHIN_MS = 1000;
/** A software GPU compiles each shader for seconds. */
const SOFTWARE_GPU_TIMEOUT_MS = 600_000;
/** Some steps of reading for the model, which takes a byte for a token. */
const LONG_PROMPT = "Write for long. ".repeat(25);
/** Of some seeds, one whose likeliest text goes on for hundreds of tokens. */
const LONG_WINDED = 2;

test.describe.configure({ timeout: SOFTWARE_GPU_TIMEOUT_MS });

/** Chooses Free prompt, with the likeliest token each time. */
async function chooseGreedy(app: AppPage, mostTokens: number): Promise<void> {
  await app.chooseTask("Free prompt");
  await app.page.getByLabel("Tokens at most").fill(String(mostTokens));
  await app.page.getByLabel("Temperature").fill("0");
}

/** Runs a prompt on this device and gives the answer exactly as it was written. */
async function answerTo(app: AppPage, prompt: string): Promise<string> {
  await app.run({ task: "Free prompt", route: "On device", text: prompt });
  await app.expectEnd("On device");
  return copiedText(app.page, app.region("On device"));
}

/** What the same code writes in Node, on onnxruntime's WebAssembly backend. */
async function answerInNode(files: ModelFiles, prompt: string): Promise<string> {
  const model = exampleModel("http://127.0.0.1/reference");
  const caches = createMemoryCaches();
  await storeModel(model, files, caches);
  const handler = createLanguageModelHandler({
    openSession: openNodeSession,
    caches,
  });
  const request = exampleRequest(prompt, { params: { temperature: 0, maxOutputTokens: MOST_TOKENS } });
  let answer = "";
  for await (const event of handler.run(request, model, new AbortController().signal)) {
    if (event.type === "text-delta") answer += event.text;
  }
  await handler.unload();
  return answer;
}

/** Where the language model must have computed: WebGPU wherever there is an adapter. */
function expectedProvider(projectName: string): string {
  return projectName === "no-gpu" ? "wasm" : "webgpu";
}

async function expectRanOn(app: AppPage, provider: string): Promise<void> {
  await app.region("On device").getByText("More figures").click();
  await expect(
    app.region("On device").locator("dt", { hasText: "Ran on" }).locator("xpath=../dd"),
  ).toHaveText(provider);
}

test(
  "a language model added by its address writes what it writes in Node, without any network",
  {
    tag: "@both-gpus",
  },
  async ({ app, network }, { project }) => {
    const files = tinyDecoder({ seed: LONG_WINDED });
    const prompt = "Hello there, what will you write?";
    const expected = await answerInNode(files, prompt);
    expect(expected.length).toBeGreaterThan(10);
    await app.goto();
    await installOnnxModel(app, "Tiny", files);
    await chooseGreedy(app, MOST_TOKENS);
    expect(await answerTo(app, prompt)).toBe(expected);
    await network.quiet();
    await network.expectNoNetwork(async () => {
      expect(await answerTo(app, prompt)).toBe(expected);
    });
    const figures = await app.metrics("On device");
    expect(figures.Sent).toBe("0 B");
    expect(figures.Cost).toBe("$0");
    expect(Number(figures["Tokens per second"]?.replace(",", ""))).toBeGreaterThan(0);
    await expect(receiptFact(app, "Answered by")).toHaveText("On device, Tiny");
    await expectRanOn(app, expectedProvider(project.name));

    await app.page.reload();
    await app.page.context().setOffline(true);
    expect(await answerTo(app, prompt)).toBe(expected);
  },
);

test("L10 Stop ends a local run in under a second, in prefill and in mid-stream, and the engine works on", {
  tag: "@both-gpus",
}, async ({ app }) => {
  const files = tinyDecoder({ seed: LONG_WINDED, contextWindow: 4096 });
  await app.goto();
  await installOnnxModel(app, "Tiny", files);
  await chooseGreedy(app, 4000);
  await app.chooseRoute("On device");
  await app.prompt.fill(LONG_PROMPT);

  expect(await runAndStopAt(app, "On device", "Writing…")).toBeLessThan(STOPPED_WITHIN_MS);
  const kept = await copiedText(app.page, app.region("On device"));
  expect(kept.length).toBeGreaterThan(0);

  // Loaded by now, so that the wait is for the prompt to be read.
  expect(await runAndStopAt(app, "On device", "Waiting for the first token…")).toBeLessThan(
    STOPPED_WITHIN_MS,
  );

  await app.page.getByLabel("Tokens at most").fill("12");
  const answer = await answerTo(app, LONG_PROMPT);
  expect(answer.length).toBeGreaterThan(0);
  expect(kept.startsWith(answer) || answer.startsWith(kept)).toBe(true);
  await expect(app.region("On device").getByText("Cut at the limit")).toBeVisible();
});

test("L3 a GPU that dies in mid-answer leaves its text with the reason, and the next run works", async ({
  playwright,
  launchOptions,
  site,
}) => {
  // A browser of its own: one that has lost its GPU may treat the tests after this one differently.
  const browser = await playwright.chromium.launch(launchOptions);
  try {
    const page = await browser.newPage();
    const app = new AppPage(page, site);
    await app.goto();
    await installOnnxModel(app, "Tiny", tinyDecoder({ seed: LONG_WINDED, contextWindow: 4096 }));
    await chooseGreedy(app, 4000);
    await app.run({ task: "Free prompt", route: "On device", text: "Write for long." });
    await expect(app.output("On device")).not.toBeEmpty();
    const session = await browser.newBrowserCDPSession();
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    const gpu = processInfo.find(({ type }) => type === "GPU");
    if (gpu === undefined) throw new Error("the browser has no process for the GPU");
    process.kill(gpu.id, "SIGKILL");

    await app.expectEnd("On device", "Failed");
    await expect(app.region("On device").getByRole("alert")).toContainText("The graphics device went away");
    await expect(app.output("On device")).not.toBeEmpty();

    await page.getByLabel("Tokens at most").fill("8");
    await app.runButton.click();
    await app.expectEnd("On device");
    await expect(app.output("On device")).not.toBeEmpty();
  } finally {
    await browser.close();
  }
});

test("L5 a worker that crashes in mid-answer leaves its text and the page, and the next run works", {
  tag: "@no-gpu",
}, async ({ app, page, problems }) => {
  problems.allow(/killed by the test/);
  await app.goto();
  await installOnnxModel(app, "Tiny", tinyDecoder({ seed: LONG_WINDED, contextWindow: 4096 }));
  await chooseGreedy(app, 4000);
  await app.run({ task: "Free prompt", route: "On device", text: "Write for long." });
  await expect(app.output("On device")).not.toBeEmpty();
  // An error that nobody catches is how a worker dies.
  const workers = page.workers().filter((worker) => worker.url().includes("onnx.worker"));
  expect(workers.length).toBeGreaterThan(0);
  await Promise.all(
    workers.map((worker) =>
      worker.evaluate(
        () =>
          void setTimeout(() => {
            throw new Error("killed by the test");
          }),
      ),
    ),
  );
  await app.expectEnd("On device", "Failed");
  const alert = app.region("On device").getByRole("alert");
  await expect(alert).toContainText("The model's worker stopped");
  await expect(app.output("On device")).not.toBeEmpty();

  await page.getByLabel("Tokens at most").fill("8");
  await app.runButton.click();
  await app.expectEnd("On device");
  await app.run({ task: "Proofread", route: "On device", text: "I have recieved it." });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("recieved → received");
});
