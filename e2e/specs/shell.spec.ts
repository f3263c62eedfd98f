import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Response } from "@playwright/test";
import { PRODUCTION_HEADERS } from "../../scripts/production-headers.mjs";
import { AppPage, type PageLabel } from "../fixtures/app-page";
import { startSite } from "../fixtures/site";
import { expect, test } from "../fixtures/test";

const PAGES: readonly [PageLabel, string][] = [
  ["Work", "/"],
  ["Chat", "/chat"],
  ["Teach", "/teach"],
  ["Models", "/models"],
  ["History", "/history"],
  ["Insights", "/insights"],
  ["Settings", "/settings"],
];
const WITH_MISTAKE = "I have recieved your letter and will answer it tomorrow.";

test("opens isolated, under the production headers, without an error or a violation", async ({
  app,
  page,
}) => {
  const responses: Response[] = [];
  const listen = (response: Response) => void responses.push(response);
  page.on("response", listen);
  await page.addInitScript(() => {
    addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      console.error(`violation of ${violatedDirective} by ${blockedURI}`);
    });
  });
  const failed: string[] = [];
  page.on("requestfailed", (request) => failed.push(request.url()));
  await app.goto();
  await expect(app.prompt).toBeVisible();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  page.off("response", listen);
  expect(failed).toEqual([]);
  expect(responses.length).toBeGreaterThan(2);
  for (const response of responses) {
    expect(response.status(), response.url()).toBe(200);
    const headers = await response.allHeaders();
    for (const [name, value] of Object.entries(PRODUCTION_HEADERS)) {
      expect(headers[name.toLowerCase()], `${name} of ${response.url()}`).toBe(value);
    }
  }
  // `problems` of the fixture requires that nothing was reported.
});

test("a violation of the content policy would be seen", async ({ app, page, problems }) => {
  await app.goto();
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.head.append(script);
  });
  expect(await page.evaluate(() => "ran" in globalThis)).toBe(false);
  await expect.poll(() => problems.unexpected()).toHaveLength(1);
  problems.allow(/Content Security Policy/);
});

test("every page opens by its link and by its address, and Back goes back", async ({ app, page }) => {
  await app.goto();
  for (const [label, path] of PAGES) {
    await app.open(label);
    await expect(page).toHaveURL(app.site.url(path));
    await expect(app.navigation.getByRole("link", { name: label })).toHaveAttribute("aria-current", "page");
  }
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Insights" })).toBeVisible();
  for (const [label, path] of PAGES) {
    await app.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible();
  }
  await app.goto("/no-such-page");
  await page.getByRole("link", { name: "Go to Work" }).click();
  await expect(app.prompt).toBeVisible();
});

test("works by keyboard alone: skip link, Ctrl+Enter runs, Esc stops", async ({ app, page, endpoint }) => {
  await app.goto();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#content")).toBeFocused();

  await app.useEndpoint(endpoint);
  await app.chooseTask("Free prompt");
  await app.chooseRoute("Cloud");
  endpoint.hold(3);
  await app.prompt.focus();
  await page.keyboard.type("Tell me about the sea.");
  await page.keyboard.press("Control+Enter");
  await expect(app.output("Cloud")).not.toBeEmpty();
  await page.keyboard.press("Escape");
  await app.expectEnd("Cloud", "Stopped");
  await expect(app.output("Cloud")).not.toBeEmpty();

  // The radio buttons are one stop each, and arrows choose.
  await app.page
    .getByRole("radiogroup", { name: "Route" })
    .getByRole("radio", { name: "Cloud", exact: true })
    .focus();
  await page.keyboard.press("ArrowRight");
  await expect(app.page.getByRole("radio", { name: "Compare" })).toBeChecked();
});

test("fits a phone of 360 px without scrolling sideways, results too", async ({ app, page, endpoint }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await app.goto();
  await app.useEndpoint(endpoint);
  await app.run({ task: "Proofread", route: "Compare", text: WITH_MISTAKE });
  await app.expectEnd("On device");
  await app.expectEnd("Cloud");
  for (const [label] of PAGES) {
    await app.open(label);
    const { wide, widest } = await page.evaluate(() => ({
      wide: document.documentElement.scrollWidth,
      widest: [...document.querySelectorAll("main *")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .filter((element) => element.closest("[class*=scroll],pre,table,[role=radiogroup]") === null)
        .map((element) => element.outerHTML.slice(0, 120)),
    }));
    expect(wide, `${label} is wider than the screen: ${widest.join("\n")}`).toBeLessThanOrEqual(360);
  }
});

test("a host that sets no headers is enough", async ({ page }) => {
  const site = await startSite({ headers: {} });
  const app = new AppPage(page, site);
  await app.goto();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("received");
  await site.stop();
});

test("a sub-path is enough, for pages, engines, models and the service worker", async ({ page }) => {
  test.setTimeout(180_000);
  const root = fileURLToPath(new URL("../../node_modules/.cache/nearside/near", import.meta.url));
  const vite = fileURLToPath(new URL("../../node_modules/vite/bin/vite.js", import.meta.url));
  execFileSync(process.execPath, [vite, "build", "--logLevel", "error", "--outDir", root, "--emptyOutDir"], {
    env: { ...process.env, BASE_PATH: "/near/" },
    stdio: "pipe",
  });
  const site = await startSite({ root, base: "/near/" });
  const app = new AppPage(page, site);
  const outside: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (url.startsWith("http") && !url.startsWith(`${site.origin}/near/`)) outside.push(url);
  });
  await app.goto("/history");
  await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeVisible();
  await app.open("Work");
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("received");
  expect(
    await page.evaluate(() => navigator.serviceWorker.ready.then((registration) => registration.scope)),
  ).toBe(`${site.origin}/near/`);
  await expect
    .poll(() => page.evaluate(async () => (await caches.keys()).some((name) => name.includes("precache"))))
    .toBe(true);
  await site.stop();
  await page.reload();
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
  await app.expectEnd("On device");
  expect(outside).toEqual([]);
});
