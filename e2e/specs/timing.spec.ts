import { openBackgroundTab } from "../fixtures/background-tab";
import { expect, test } from "../fixtures/test";

const PACE_MS = 40;
const PIECES = 120;

/** The settings of an endpoint without a key, as a former visit left them. */
function settingsFor(baseUrl: string): string {
  const provider = { providerId: "custom", baseUrl, modelName: "test-model" };
  return JSON.stringify({ provider, routeMode: "cloud" });
}

/** Runs a free prompt and gives the figures and the text once it has ended. */
const RUN_AND_READ = `(async () => {
  const until = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const label = await until(() => [...document.querySelectorAll("label")].find((each) => each.textContent === "Free prompt"));
  label.click();
  const box = await until(() => document.querySelector('textarea[aria-label="Prompt"]'));
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, "Count.");
  box.dispatchEvent(new Event("input", { bubbles: true }));
  const button = await until(() => [...document.querySelectorAll("button")].find((each) => each.textContent === "Run"));
  button.click();
  const status = () => document.querySelector('section[aria-label="Cloud"] [role=status]')?.textContent ?? "";
  // A former run's "Done" may stand there still.
  await until(() => status() !== "" && !/Done|Failed/.test(status()));
  await until(() => /Done|Failed/.test(status()));
  const rows = [...document.querySelectorAll('dl[aria-label="Metrics"] > div')];
  return {
    hidden: document.hidden,
    text: document.querySelector('section[aria-label="Cloud"]').textContent,
    output: document.querySelector("[data-testid=output]")?.textContent,
    figures: Object.fromEntries(rows.map((row) => [row.querySelector("dt").textContent, row.querySelector("dd").textContent])),
  };
})()`;

interface Reading {
  hidden: boolean;
  /** All of the pane, to tell why when it failed. */
  text: string;
  output?: string;
  figures: Record<string, string>;
}

test("U2 a hidden tab loses nothing and measures the same rate", async ({ browser, site, endpoint }) => {
  endpoint.settings.apiKey = null;
  endpoint.settings.paceMs = PACE_MS;
  const words = Array.from({ length: PIECES }, (_, index) => `word${index}`);
  endpoint.settings.answer = words.join(" ");
  const tab = await openBackgroundTab(browser, site.url());
  await expect.poll(() => tab.evaluate("document.readyState + location.pathname")).toBe("complete/");
  await tab.evaluate(
    `localStorage.setItem("nearside.settings", ${JSON.stringify(settingsFor(endpoint.baseUrl))});
     globalThis.isOld = true;
     location.reload()`,
  );
  await expect
    .poll(() => tab.evaluate("!globalThis.isOld && document.querySelector('textarea') !== null"))
    .toBe(true);

  const seen = (await tab.evaluate(RUN_AND_READ)) as Reading;
  expect(seen.hidden).toBe(false);
  await tab.hide();
  await expect.poll(() => tab.evaluate("document.hidden")).toBe(true);
  const hidden = (await tab.evaluate(RUN_AND_READ)) as Reading;
  await tab.close();

  expect(hidden.hidden).toBe(true);
  expect(seen.output, seen.text).toBe(words.join(" "));
  expect(hidden.output, hidden.text).toBe(words.join(" "));
  const rate = (reading: Reading) => Number.parseFloat(reading.figures["Tokens per second"] ?? "");
  expect(rate(seen)).toBeGreaterThan(0);
  expect(rate(hidden) / rate(seen)).toBeGreaterThan(0.7);
  expect(rate(hidden) / rate(seen)).toBeLessThan(1.4);
});

test("U4 figures do not follow the wall clock when it is set", async ({ app, page, endpoint }) => {
  endpoint.settings.paceMs = PACE_MS;
  endpoint.hold(3);
  await page.addInitScript(() => {
    const now = Date.now;
    const shift = { ms: 0 };
    Date.now = () => now.call(Date) + shift.ms;
    Object.assign(globalThis, { setClock: (ms: number) => Object.assign(shift, { ms }) });
  });
  const setClock = (ms: number) =>
    page.evaluate((shift) => (globalThis as unknown as { setClock(ms: number): void }).setClock(shift), ms);
  await app.goto();
  await app.useEndpoint(endpoint);
  for (const hours of [-30, 30]) {
    endpoint.hold(3);
    const startedMs = performance.now();
    await app.run({ task: "Free prompt", route: "Cloud", text: "Tell me about the sea." });
    await expect(app.output("Cloud")).not.toBeEmpty();
    await setClock(hours * 3_600_000);
    endpoint.release();
    await app.expectEnd("Cloud");
    const tookMs = performance.now() - startedMs;
    const { TTFT = "", Total = "" } = await app.metrics("Cloud");
    expect(milliseconds(Total)).toBeGreaterThan(0);
    expect(milliseconds(Total)).toBeLessThanOrEqual(tookMs);
    expect(milliseconds(TTFT)).toBeLessThanOrEqual(milliseconds(Total));
    await setClock(0);
  }
});

/** A figure such as "850 ms" or "1.2 s". */
function milliseconds(figure: string): number {
  const [, number = "", unit = ""] = /^([\d.,]+) (ms|s)$/.exec(figure) ?? [];
  return Number(number.replace(",", "")) * (unit === "s" ? 1000 : 1);
}
