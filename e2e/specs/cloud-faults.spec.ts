import { type Browser, type BrowserContext, chromium, type Page } from "@playwright/test";
import { CHROMIUM_ARGS } from "../../scripts/find-chromium.mjs";
import { AppPage, type RouteLabel } from "../fixtures/app-page";
import { type OpenAiServer, startOpenAiServer, unusedOrigin } from "../fixtures/openai-server/openai-server";
import type { ScenarioName } from "../fixtures/openai-server/scenarios";
import { type PageProblems, watchProblems } from "../fixtures/page-problems";
import { expect, test } from "../fixtures/test";

/** The text of every run here, and what the endpoint makes of it. */
const PROMPT = "Tell me about tea.";
const BEGINNING = "You wrote 4 words, beginning";
const LAST_WORDS = "That is all there is to say about it.";

test.describe("what a person sees when the cloud fails", () => {
  // One page for all: opening the app takes longer than any of these tests.
  let context: BrowserContext;
  let page: Page;
  let app: AppPage;
  let endpoint: OpenAiServer;
  let problems: PageProblems;

  test.beforeAll(async ({ browser, site }) => {
    test.setTimeout(120_000);
    endpoint = await startOpenAiServer();
    context = await browser.newContext();
    problems = watchProblems(context);
    // The browser's own words for answers of 400 and above and for connections that fail or are refused.
    problems.allow(/^Failed to load resource|blocked by CORS policy/);
    page = await context.newPage();
    // Time goes on as usual, and can be wound forward over a time limit.
    await page.clock.install();
    app = new AppPage(page, site);
    await app.goto();
    await app.useEndpoint(endpoint);
  });

  test.beforeEach(() => endpoint.reset());

  test.afterEach(() => {
    expect(problems.unexpected(), "errors in the page").toEqual([]);
  });

  test.afterAll(async () => {
    await context.close();
    await endpoint.close();
  });

  const alert = () => app.region("Cloud").getByRole("alert");
  const offer = (name: string) => alert().getByRole("button", { name, exact: true });

  async function run(scenario: ScenarioName, route: RouteLabel = "Cloud"): Promise<void> {
    endpoint.always(scenario);
    await app.run({ task: "Free prompt", route, text: PROMPT });
  }

  /** Runs to a failure that says `title`. */
  async function fail(scenario: ScenarioName, title: string): Promise<void> {
    await run(scenario);
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText(title);
  }

  const details = async () => {
    await alert().locator("summary").click();
    return alert().locator("pre");
  };

  test("C2 counts down to the next attempt as long as the endpoint asked, and answers", async () => {
    endpoint.settings.cors = { ...endpoint.settings.cors, exposeHeaders: true };
    endpoint.next("rate-limited-hour", "rate-limited");
    const shown = await recordChanges(page);
    await run("ok");
    await app.expectEnd("Cloud");
    const seen = (await shown()).join("\n");
    expect(seen).toContain("Retrying (attempt 2)…");
    expect(seen).toContain("Retrying (attempt 3)…");
    expect(seen).toContain("Next attempt in 1 s");
    await expect(app.region("Cloud").getByRole("timer")).toHaveCount(0);
    await expect(app.output("Cloud")).toContainText(LAST_WORDS);
    expect(endpoint.completions()).toHaveLength(3);
  });

  test("C2 has a backoff of its own when CORS hides Retry-After", async () => {
    endpoint.next("rate-limited");
    await run("ok");
    await app.expectEnd("Cloud");
    const [first, second] = endpoint.completions();
    const waitedMs = (second?.atMs ?? 0) - (first?.atMs ?? 0);
    expect(waitedMs).toBeGreaterThan(370);
    expect(endpoint.completions()).toHaveLength(2);
  });

  test("C3 an empty account is no reason to wait", async () => {
    await fail("quota", "The account's quota is used up");
    await expect(offer("Run on device")).toBeVisible();
    await expect(offer("Try again")).toHaveCount(0);
    expect(endpoint.completions()).toHaveLength(1);
  });

  test("C4 a server's page is shown as text, after two retries, and none of it is run", async () => {
    await fail("bad-gateway", "The endpoint failed");
    await expect(alert()).toContainText("HTTP status 502.");
    await expect(await details()).toContainText("<script>document.title = 'pwned';</script>");
    await expect(page).not.toHaveTitle("pwned");
    await expect(offer("Try again")).toBeVisible();
    expect(endpoint.completions()).toHaveLength(3);
  });

  test("C5 tells nothing there, a broken connection and a server that is shut to pages apart", async () => {
    await fail("hang-up", "The endpoint could not be reached");
    await expect(await details()).toContainText("this call was closed before an answer came");

    const arrived = endpoint.completions().length;
    endpoint.settings.cors = { ...endpoint.settings.cors, allowOrigin: "none" };
    await fail("ok", "The endpoint does not answer web pages");
    await expect(await details()).toContainText(`${endpoint.origin} answers, but not to pages of`);
    expect(endpoint.completions()).toHaveLength(arrived);

    const nowhere = await unusedOrigin();
    await app.useEndpoint({ baseUrl: `${nowhere}/v1` });
    await fail("ok", "The endpoint could not be reached");
    await expect(await details()).toContainText(`Nothing answered at ${nowhere}.`);
    await expect(offer("Open Settings")).toBeVisible();
    await app.useEndpoint(endpoint);
  });

  test("C7 no response in time is ended, and the device is offered", async () => {
    await run("silent");
    await expect.poll(() => endpoint.completions().length).toBe(1);
    await page.clock.fastForward(31_000);
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText("The endpoint did not answer in time");
    await expect(offer("Run on device")).toBeVisible();
    await expect.poll(() => endpoint.completions()[0]?.abandoned).toBe(true);
    expect(endpoint.completions()).toHaveLength(1);
  });

  test("C8 comments keep a call alive, but not for longer than the first token may take", async () => {
    // Before the head of the answer is here another limit applies, that of C7.
    const head = page.waitForResponse((response) => response.request().method() === "POST");
    await run("comments-only");
    await head;
    await page.clock.fastForward(31_000);
    await expect(app.status("Cloud")).toHaveText("Waiting for the first token…");
    await page.clock.fastForward(31_000);
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText("No text came in time");
  });

  test("C9 a stream that goes silent is ended, and its text is kept", async () => {
    await run("idle");
    await expect(app.output("Cloud")).toHaveText(BEGINNING);
    await page.clock.fastForward(31_000);
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText("The stream went silent");
    await expect(app.output("Cloud")).toHaveText(BEGINNING);
  });

  test("C10 a reset in one pane of a Compare keeps its text, and the other pane goes on", async () => {
    endpoint.always("reset");
    // A browser drops what it has not handed over when a connection is reset, so the text is waited for first.
    endpoint.hold(4);
    await app.run({ task: "Proofread", route: "Compare", text: "We recieved teh letter." });
    await expect(app.output("Cloud")).toContainText('{"edits"');
    endpoint.release();
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText("The connection broke in mid-answer");
    await expect(app.output("Cloud")).toContainText('{"edits"');
    await app.expectEnd("On device");
    await expect(app.output("On device")).toContainText("recieved → received");
    await expect(app.region("On device").getByRole("alert")).toHaveCount(0);
    expect(endpoint.completions()).toHaveLength(1);
  });

  test("C11 an answer that ends without saying so is marked as truncated", async () => {
    await fail("truncated", "The answer ended too early");
    await expect(app.region("Cloud").getByText("Truncated", { exact: true })).toBeVisible();
    await expect(app.output("Cloud")).toHaveText(BEGINNING);
  });

  test("C12 C16 neither a missing [DONE] nor what follows one spoils an answer", async () => {
    for (const scenario of ["no-done-reset", "after-done"] as const) {
      await run(scenario);
      await app.expectEnd("Cloud");
      await expect(app.output("Cloud")).toContainText(LAST_WORDS);
      await expect(app.output("Cloud")).not.toContainText("never be seen");
    }
  });

  test("C13 an error inside the stream keeps the text, and is told in the endpoint's words", async () => {
    for (const scenario of ["error-object", "error-string", "error-event"] as const) {
      await fail(scenario, "The endpoint reported an error in mid-answer");
      await expect(await details()).toContainText("The engine is overloaded");
      await expect(app.output("Cloud")).toHaveText(BEGINNING);
    }
  });

  test("C14 a chunk that cannot be read is an error without a word of it", async () => {
    await fail("malformed", "The endpoint's answer could not be understood");
    await expect(app.output("Cloud")).toHaveText(BEGINNING);
    expect(await page.content()).not.toContain("secret words");
  });

  test("C15 every framing is drawn as the same text", async () => {
    await run("ok");
    await app.expectEnd("Cloud");
    const usual = await app.output("Cloud").textContent();
    expect(usual).toContain("東京 and Київ agree 👩‍🚀");
    for (const scenario of ["split-bytes", "split-crlf", "bom", "multi-line-data"] as const) {
      await run(scenario);
      await expect(app.status("Cloud")).toHaveText("Done");
      expect(await app.output("Cloud").textContent(), scenario).toBe(usual);
    }
  });

  test("C17 tokens are the server's own, once, or marked as an estimate", async () => {
    const counted: string[] = [];
    for (const scenario of ["ok", "usage-every-chunk"] as const) {
      await run(scenario);
      await app.expectEnd("Cloud");
      counted.push((await app.metrics("Cloud"))["Tokens out"] ?? "");
    }
    expect(counted[0]).toMatch(/^\d+$/);
    expect(counted[1]).toBe(counted[0]);
    await run("usage-missing");
    await app.expectEnd("Cloud");
    expect((await app.metrics("Cloud"))["Tokens out"]).toMatch(/^≈ \d+$/);
    await run("usage-cost");
    await app.expectEnd("Cloud");
    expect((await app.metrics("Cloud")).Cost).toContain("$0.00123");
  });

  test("C18 a limit, a filter and a refusal each have a badge of their own", async () => {
    const badges = {
      length: "Cut at the limit",
      "content-filter": "Content filter",
      refusal: "Refused",
    } as const;
    for (const [scenario, badge] of Object.entries(badges)) {
      await run(scenario as keyof typeof badges);
      await app.expectEnd("Cloud");
      await expect(app.region("Cloud").getByText(badge, { exact: true })).toBeVisible();
      await expect(app.output("Cloud")).toContainText(BEGINNING);
    }
  });

  test("C19 a model that was shut down is said to be, and the one that replaces it answers", async () => {
    await app.useEndpoint({ baseUrl: endpoint.baseUrl, provider: "OpenAI", model: "gpt-4o" });
    await app.open("Settings");
    await expect(page.getByText("The provider shuts this model down on 2027-01-14.")).toBeVisible();
    await app.open("Work");
    endpoint.next("model-shut-down");
    await app.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
    await app.expectEnd("Cloud", "Failed");
    await expect(alert().getByRole("heading")).toHaveText("This model has been shut down");
    await offer("Use gpt-6-luna").click();
    await app.expectEnd("Cloud");
    expect(JSON.parse(endpoint.completions()[1]?.body ?? "{}").model).toBe("gpt-6-luna");
    await app.useEndpoint(endpoint);
  });

  test("C20 an image is not sent to a model that takes none", async () => {
    await app.useEndpoint({ baseUrl: endpoint.baseUrl, provider: "OpenAI", model: "o3-mini" });
    await app.chooseTask("Free prompt");
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({
        name: "dot.png",
        mimeType: "image/png",
        buffer: Buffer.from(
          "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
          "base64",
        ),
      });
    await expect(page.getByRole("list", { name: "Attachments" })).toContainText("dot.png");
    await app.run({ task: "Free prompt", route: "Cloud", text: "What is this?" });
    await expect(app.receipt).toContainText("The cloud model does not take the attachment.");
    await expect(app.status("Cloud")).toHaveText("Not started");
    expect(endpoint.completions()).toHaveLength(0);
    await page.getByRole("button", { name: /^Remove/ }).click();
    await app.useEndpoint(endpoint);
  });

  test("C21 a redirect to another origin is refused, and nothing arrives there", async () => {
    await fail("redirect", "The endpoint tried to send the call elsewhere");
    await expect(offer("Open Settings")).toBeVisible();
    expect(endpoint.elsewhere).toEqual([]);
    expect(endpoint.completions()).toHaveLength(1);
  });
});

test.describe("a page from the internet and a server on this machine", () => {
  let browser: Browser;
  test.afterEach(() => browser.close());

  test("C6 a denied local network permission is explained, and once granted the same run answers", async ({
    endpoint,
    site,
  }) => {
    // It starts a browser of its own.
    test.slow();
    const { host } = new URL(site.origin);
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH as string,
      args: [...CHROMIUM_ARGS, `--ip-address-space-overrides=${host}=public`],
    });
    const context = await browser.newContext();
    // Whatever is not granted here is denied.
    await context.grantPermissions(["clipboard-read"]);
    const app = new AppPage(await context.newPage(), site);
    await app.goto();
    await app.useEndpoint(endpoint);
    await app.run({ task: "Free prompt", route: "Cloud", text: PROMPT });
    await app.expectEnd("Cloud", "Failed");
    const alert = app.region("Cloud").getByRole("alert");
    await expect(alert).toContainText("The browser blocked a call to this computer's network");
    await expect(alert).toContainText("Local network access");
    expect(endpoint.requests).toEqual([]);

    await context.grantPermissions(["local-network-access"]);
    await alert.getByRole("button", { name: "Try again" }).click();
    await app.expectEnd("Cloud");
    await expect(app.output("Cloud")).toContainText(LAST_WORDS);
  });
});

/**
 * Notes every text that statuses and countdowns show from now on: a wait of a second can be over before a busy machine
 * looks for it.
 */
async function recordChanges(page: Page): Promise<() => Promise<readonly string[]>> {
  const texts = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const look = () => {
      for (const element of document.querySelectorAll('[role="status"], [role="timer"]')) {
        seen.push(element.textContent ?? "");
      }
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return seen;
  });
  return () => texts.jsonValue();
}
