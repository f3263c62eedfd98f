import { startCountingProxy } from "../fixtures/counting-proxy";
import { TEST_KEY } from "../fixtures/openai-server/openai-server";
import { expect, test } from "../fixtures/test";
import { copiedText, durationOf, FIGURES, receiptFact, runAndStopAt, stopNow } from "../pages/work-page";

const WITH_MISTAKES = "I have recieved teh letter, and I definately want to reply untill tomorrow.";
const MENDED = "I have received the letter, and I definitely want to reply until tomorrow.";

const SPECIALIST_TASKS = [
  "Proofread",
  "Summarise",
  "Key points",
  "Tone",
  "Find sensitive text",
  "Detect language",
] as const;

/** How soon a run must be over after Stop (row L10). */
const STOPPED_WITHIN_MS = 1000;

test("a specialist answers on this device with every figure, and only files of the app are read", {
  tag: "@both-gpus",
}, async ({ app, network, site }) => {
  await app.goto();
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKES });
  await app.expectEnd("On device");

  await expect(app.output("On device").getByRole("list", { name: "Changes" })).toContainText(
    "recieved → received",
  );
  const figures = await app.metrics("On device");
  expect(Object.keys(figures).slice(0, FIGURES.length)).toEqual([...FIGURES]);
  expect(durationOf(figures.TTFT ?? "")).toBeGreaterThan(0);
  expect(durationOf(figures.Total ?? "")).toBeGreaterThanOrEqual(durationOf(figures.TTFT ?? ""));
  expect(Number(figures["Tokens in"]?.replace("≈ ", ""))).toBeGreaterThan(10);
  // It writes no tokens and answers in one piece, so there is nothing to count and no rate.
  expect(figures["Tokens out"]).toBe("–");
  expect(figures["Tokens per second"]).toBe("–");
  expect(figures.Cost).toBe("$0");
  expect(figures.Sent).toBe("0 B");
  await expect(receiptFact(app, "Answered by")).toHaveText("On device, Proofreader");
  await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
  await expect(receiptFact(app, "Because")).toHaveText("You chose On device.");
  network.expectOnlyOwnFiles(site.origin);
});

test.describe("behind a proxy that counts", () => {
  const proxied = test.extend<{ counting: Awaited<ReturnType<typeof startCountingProxy>> }>({
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from this pattern
    counting: async ({}, use) => {
      const counting = await startCountingProxy();
      await use(counting);
      await counting.close();
    },
    proxy: ({ counting }, use) => use(counting.settings),
  });

  proxied(
    "a run on this device makes no request at all, whatever the task",
    async ({ app, counting, network, page, site }) => {
      await app.goto();
      for (const task of SPECIALIST_TASKS) {
        await app.run({ task, route: "Auto", text: WITH_MISTAKES });
        await app.expectEnd("On device");
      }
      const ownFile = new RegExp(`^GET ${site.origin}/[^?]*(\\?(__WB_REVISION__|sha256)=\\w+)?$`);
      expect(counting.seen.filter((request) => !ownFile.test(request))).toEqual([]);
      expect(counting.seen.length).toBeGreaterThan(5);

      await app.open("Models");
      await expect(page.getByText("Kept on this device: they work offline.")).toBeVisible();
      await app.open("Work");
      await network.quiet();
      const before = counting.seen.length;
      const versionCheck = `GET ${site.origin}/sw.js`;
      await network.expectNoNetwork(async () => {
        for (const task of SPECIALIST_TASKS) {
          await app.run({ task, route: "On device", text: `${WITH_MISTAKES} Ann Lee lives in Paris.` });
          await app.expectEnd("On device");
          await expect(app.output("On device")).toBeVisible();
        }
      });
      // The browser looks for a new version of the page in its own time, whatever the page does.
      const duringRuns = counting.seen.slice(before).filter((request) => request !== versionCheck);
      expect(duringRuns).toEqual([]);

      // The witness can speak: one request from the page, and it is seen.
      await page.evaluate(() => fetch("/?seen"));
      expect(counting.seen.at(-1)).toBe(`GET ${site.origin}/?seen`);
    },
  );
});

test("each change is accepted or rejected on its own, and the corrected text is copied", async ({
  app,
  page,
}) => {
  await app.goto();
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKES });
  await app.expectEnd("On device");
  const output = app.output("On device");
  await expect(output.getByText("4 changes", { exact: true })).toBeVisible();
  expect(await copiedText(page, output, "Copy corrected text")).toBe(MENDED);

  await output.getByRole("button", { name: "Reject: “recieved” to “received”" }).click();
  await output.getByRole("button", { name: "Accept: “teh” to “the”" }).click();
  await expect(output.getByText("4 changes, 2 open")).toBeVisible();
  await expect(output.getByRole("button", { name: "Accept: “teh” to “the”" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  expect(await copiedText(page, output, "Copy corrected text")).toBe(WITH_MISTAKES.replace("teh", "the"));

  await output.getByRole("button", { name: "Accept all" }).click();
  await expect(output.getByText("4 changes, 0 open")).toBeVisible();
  expect(await copiedText(page, output, "Copy corrected text")).toBe(MENDED);
  await output.getByRole("button", { name: "Undo" }).click();
  await expect(output.getByText("4 changes", { exact: true })).toBeVisible();
});

test("Ctrl+Enter runs, and Esc stops a stream in its middle: the text stays", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.hold(5);
  await app.chooseTask("Free prompt");
  await app.chooseRoute("Cloud");
  await app.prompt.fill("Tell me about the moon");
  await page.keyboard.press("Control+Enter");
  await expect(app.output("Cloud")).toHaveText("You wrote 5 words, beginn");
  await page.keyboard.press("Escape");
  await app.expectEnd("Cloud", "Stopped");
  await expect(app.output("Cloud")).toHaveText("You wrote 5 words, beginn");
  await expect.poll(() => endpoint.completions()[0]?.abandoned).toBe(true);
  await expect(app.runButton).toBeVisible();

  endpoint.release();
  await app.runButton.click();
  await app.expectEnd("Cloud");
  await expect(app.output("Cloud")).toContainText("That is all there is to say about it.");
});

test("L10 Stop ends a call to the cloud in under a second, before the first token and in mid-stream", async ({
  app,
  endpoint,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.chooseTask("Free prompt");
  await app.chooseRoute("Cloud");
  await app.prompt.fill("Tell me about the moon");
  endpoint.next("silent");
  await app.runButton.click();
  // The status says so before the request is on its way; one that is stopped that early never arrives.
  await expect.poll(() => endpoint.completions()).toHaveLength(1);
  await expect(app.status("Cloud")).toHaveText("Waiting for the first token…");
  expect(await stopNow(app, "Cloud")).toBeLessThan(STOPPED_WITHIN_MS);
  await expect(app.output("Cloud")).toHaveCount(0);

  endpoint.settings.paceMs = 30;
  expect(await runAndStopAt(app, "Cloud", "Writing…")).toBeLessThan(STOPPED_WITHIN_MS);
  await expect(app.output("Cloud")).toContainText("You");
  expect(endpoint.completions()).toHaveLength(2);
});

test("C1 a wrong key is asked for again, and the right one makes it work", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto();
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, key: "sk-wrong" });
  await app.run({ task: "Free prompt", route: "Cloud", text: "Tell me about the moon" });
  await app.expectEnd("Cloud", "Failed");
  const alert = app.region("Cloud").getByRole("alert");
  await expect(alert).toContainText("The endpoint refused the API key");
  await expect(alert).not.toContainText("sk-wrong");
  expect(endpoint.completions()).toHaveLength(1);

  await alert.getByLabel("API key").fill(TEST_KEY);
  await alert.getByRole("button", { name: "Enter key and try again" }).click();
  await app.expectEnd("Cloud");
  await expect(app.output("Cloud")).toContainText("You wrote 5 words");
  expect(endpoint.completions()).toHaveLength(2);
  expect(endpoint.completions()[1]?.headers.authorization).toBe(`Bearer ${TEST_KEY}`);
  expect(await page.content()).not.toContain(TEST_KEY);
});

test.describe("where a run goes", () => {
  test("Auto takes the device for a specialist and the cloud for what no model here does", async ({
    app,
    endpoint,
  }) => {
    await app.goto();
    await app.useEndpoint(endpoint);
    await app.run({ task: "Tone", route: "Auto", text: "What a wonderful day." });
    await app.expectEnd("On device");
    await expect(receiptFact(app, "Ruled out")).toHaveText("Cloud: The other side does it.");
    expect(endpoint.completions()).toHaveLength(0);

    await app.run({ task: "Rewrite", route: "Auto", text: "We recieved it." });
    await app.expectEnd("Cloud");
    await expect(app.output("Cloud")).toHaveText("We received it.");
    await expect(app.region("On device")).toHaveCount(0);
    await expect(receiptFact(app, "Ruled out")).toContainText(/^On device: /);
    await expect(receiptFact(app, "Answered by")).toHaveText("Cloud, test-model");
    expect(endpoint.completions()).toHaveLength(1);
  });

  test("without a key and without a model here the receipt says what was ruled out, and nothing is sent", async ({
    app,
    network,
    site,
  }) => {
    await app.goto();
    await app.useEndpoint({
      baseUrl: "https://api.openai.com/v1",
      provider: "OpenAI",
      model: "gpt-4o",
      key: "",
    });
    network.clear();
    await app.run({ task: "Rewrite", route: "Auto", text: "We recieved it." });
    await expect(receiptFact(app, "Chosen")).toHaveText("No side can take it");
    network.expectOnlyOwnFiles(site.origin);
    await expect(receiptFact(app, "Ruled out")).toContainText("On device: ");
    await expect(receiptFact(app, "Ruled out")).toContainText("Cloud: No API key has been entered.");
    await expect(receiptFact(app, "Answered by")).toHaveText("Nobody");
    await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
  });

  test("Cloud without a key asks for it, sends nothing, and goes on once it is there", async ({
    app,
    endpoint,
    page,
  }) => {
    await app.goto();
    await app.useEndpoint({ baseUrl: endpoint.baseUrl, provider: "OpenAI", key: "" });
    await app.run({ task: "Rewrite", route: "Cloud", text: "We recieved it." });
    const alert = app.region("Cloud").getByRole("alert");
    await expect(alert).toContainText("The cloud side needs an API key");
    await expect(app.status("Cloud")).toHaveText("Not started");
    expect(endpoint.requests).toHaveLength(0);

    await alert.getByLabel("API key").fill(TEST_KEY);
    await page.keyboard.press("Enter");
    await app.expectEnd("Cloud");
    await expect(app.output("Cloud")).toHaveText("We received it.");
  });

  test("what is marked “Keep on this device” never leaves it, whatever the route", async ({
    app,
    endpoint,
    page,
  }) => {
    await app.goto();
    await app.useEndpoint(endpoint);
    await page.getByRole("checkbox", { name: "Keep on this device" }).check();
    for (const route of ["Auto", "Cloud", "Compare"] as const) {
      await app.run({ task: "Rewrite", route, text: "My secret is 1234." });
      await expect(receiptFact(app, "Ruled out").last()).toContainText(
        "Cloud: You marked the text to be kept on this device.",
      );
      await expect(page.getByRole("button", { name: "Use the cloud instead" })).toHaveCount(0);
    }
    await app.run({ task: "Proofread", route: "Compare", text: WITH_MISTAKES });
    await app.expectEnd("On device");
    await expect(app.status("Cloud")).toHaveText("Not started");
    expect(endpoint.requests).toHaveLength(0);
  });

  test("On device without a model offers the download with its size, and the cloud, and sends nothing by itself", async ({
    app,
    endpoint,
  }) => {
    await app.goto();
    await app.useEndpoint(endpoint);
    await app.run({ task: "Translate", route: "On device", text: "Good morning" });
    const alert = app.region("On device").getByRole("alert");
    await expect(alert).toContainText("This task needs a language model on this device");
    await expect(alert.getByRole("button", { name: /^Download .+\(.*\d.*B\)$/ })).toBeVisible();
    expect(endpoint.requests).toHaveLength(0);

    await alert.getByRole("button", { name: "Use the cloud instead" }).click();
    await app.expectEnd("Cloud");
    await expect(app.output("Cloud")).toContainText("Good morning");
    expect(endpoint.completions()).toHaveLength(1);
  });

  test("offline, the cloud is ruled out and specialists go on working", async ({ app, context, page }) => {
    await app.goto();
    await app.useEndpoint({ baseUrl: "https://endpoint.example/v1" });
    await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKES });
    await app.expectEnd("On device");
    await context.setOffline(true);
    await expect(page.getByText("Offline", { exact: true })).toBeVisible();
    await app.run({ task: "Rewrite", route: "Cloud", text: "We recieved it." });
    await expect(app.region("Cloud").getByRole("alert")).toContainText("There is no network");
    await expect(receiptFact(app, "Ruled out")).toContainText("Cloud: There is no network.");
    await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
    await app.run({ task: "Proofread", route: "Auto", text: "It was realy good." });
    await app.expectEnd("On device");
    await expect(app.output("On device")).toContainText("realy → really");
  });
});
