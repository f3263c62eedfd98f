import type { Page } from "@playwright/test";
import { AppPage } from "../fixtures/app-page";
import { newVersion, withoutPart } from "../fixtures/deploy";
import { startSite } from "../fixtures/site";
import { test as base, expect } from "../fixtures/test";

const WITH_MISTAKE = "I have recieved your letter and will answer it tomorrow.";

/** A site of the test's own, which it may stop and deploy to. */
const test = base.extend<{ own: AppPage }>({
  own: async ({ page }, use) => {
    const site = await startSite();
    await use(new AppPage(page, site));
    await site.stop();
  },
});

/** Until the service worker has all of the shell and serves this page. */
async function untilKept(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller !== null) return;
    await new Promise((resolve) =>
      navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }),
    );
  });
}

test("P1 a new version asks; it never reloads a page with a run, and the draft stays", async ({
  own: app,
  page,
  endpoint,
}) => {
  await app.goto();
  await untilKept(page);
  await app.useEndpoint(endpoint);
  endpoint.hold(3);
  await app.run({ task: "Free prompt", route: "Cloud", text: "Tell me about the sea." });
  await expect(app.output("Cloud")).not.toBeEmpty();
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));

  const next = newVersion("2");
  await app.site.restart(next.root);
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await expect(app.notices).toContainText("A new version is ready.");
  const reload = app.notices.getByRole("button", { name: "Reload" });
  await expect(reload).toHaveAttribute("aria-disabled", "true");
  await reload.click({ force: true });
  endpoint.release();
  await app.expectEnd("Cloud");
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(true);
  await expect(page.locator('meta[name="version"]')).toHaveCount(0);

  await app.prompt.fill("A draft that is not sent yet.");
  await expect(reload).not.toHaveAttribute("aria-disabled", "true");
  await reload.click();
  await expect(page.locator('meta[name="version"][content="2"]')).toHaveCount(1);
  await expect(app.prompt).toHaveValue("A draft that is not sent yet.");
  await expect(app.output("Cloud")).not.toBeEmpty();
  expect(await page.evaluate(() => "sameDocument" in globalThis)).toBe(false);
  next.remove();
});

test.describe("without a service worker", () => {
  test.use({ serviceWorkers: "block" });

  for (const { part, name, fails } of [
    {
      part: "models-page",
      name: "a page",
      fails: async (app: AppPage) => {
        await app.page.getByRole("link", { name: "Models" }).click();
        return app.page.getByRole("alert");
      },
    },
    {
      part: "run-side",
      name: "what runs anything",
      fails: async (app: AppPage) => {
        await app.page.getByRole("button", { name: "Run" }).click();
        return app.page.getByRole("alert").filter({ hasText: "A part of Nearside could not be fetched" });
      },
    },
  ]) {
    test(`P2 a new deploy has replaced ${name}: a reload that keeps the draft`, async ({
      own: app,
      problems,
    }) => {
      problems.allow(/Failed to fetch dynamically imported module/);
      const old = withoutPart(part);
      await app.site.restart(old.root);
      await app.goto();
      await app.prompt.fill(WITH_MISTAKE);
      const alert = await fails(app);
      await expect(alert).toBeVisible();
      await app.site.restart();
      await alert.getByRole("button", { name: "Reload" }).click();
      await expect(alert).toHaveCount(0);
      await app.page.getByRole("link", { name: "Work" }).click();
      await expect(app.prompt).toHaveValue(WITH_MISTAKE);
      await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
      await expect(app.output("On device")).toContainText("received");
      old.remove();
    });
  }
});

test("P4 a deep link opens offline at its page", async ({ own: app, page, context }) => {
  await app.goto();
  await untilKept(page);
  await app.site.stop();
  await context.setOffline(true);
  for (const [path, label] of [
    ["/settings", "Settings"],
    ["/models", "Models"],
    ["/history", "History"],
    ["/insights", "Insights"],
    ["/", "Work"],
  ] as const) {
    const fresh = new AppPage(await context.newPage(), app.site);
    await fresh.goto(path);
    await expect(fresh.page.getByRole("heading", { level: 1, name: label })).toBeVisible();
    await expect(fresh.page.getByRole("banner")).toContainText("Offline");
    await fresh.page.close();
  }
});

test("after one use a specialist answers offline, over a reload and in a new tab", {
  tag: "@both-gpus",
}, async ({ own: app, page, context }) => {
  await app.goto();
  await untilKept(page);
  await app.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
  await app.expectEnd("On device");
  const online = await app.outputText("On device");
  expect(online).toContain("received");

  await app.site.stop();
  await context.setOffline(true);
  await page.reload();
  const fresh = new AppPage(await context.newPage(), app.site);
  await fresh.goto();
  for (const each of [app, fresh]) {
    await each.run({ task: "Proofread", route: "On device", text: WITH_MISTAKE });
    await each.expectEnd("On device");
    expect(await each.outputText("On device")).toBe(online);
  }
});

test("offline, what needs the network says so and what does not is offered", async ({
  own: app,
  page,
  context,
  endpoint,
}) => {
  await app.goto();
  await untilKept(page);
  await app.useEndpoint(endpoint);
  await context.setOffline(true);
  await app.run({ task: "Free prompt", route: "Cloud", text: "Hello." });
  await expect(page.getByRole("alert")).toContainText(/offline|network/i);
  expect(endpoint.completions()).toEqual([]);
});

test("the service worker leaves other origins and streams alone", async ({
  own: app,
  page,
  endpoint,
  network,
}) => {
  await app.goto();
  await untilKept(page);
  await app.useEndpoint(endpoint);
  await app.run({ task: "Free prompt", route: "Cloud", text: "Hello." });
  await app.expectEnd("Cloud");
  const toEndpoint = network.requests.filter(({ url }) => url.startsWith(endpoint.origin));
  expect(toEndpoint.length).toBeGreaterThan(0);
  expect(toEndpoint.filter(({ from }) => from === "service-worker")).toEqual([]);
  const kept = await page.evaluate(async () => {
    const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
    return (await Promise.all(caches_.map((cache) => cache.keys()))).flat().map(({ url }) => url);
  });
  expect(kept.length).toBeGreaterThan(10);
  expect(kept.filter((url) => !url.startsWith(app.site.origin))).toEqual([]);
});

test("can be installed", async ({ own: app, page, context }) => {
  await app.goto();
  await untilKept(page);
  const session = await context.newCDPSession(page);
  const { installabilityErrors } = await session.send("Page.getInstallabilityErrors");
  // The test's browser context is a private window, where nothing can be installed.
  expect(installabilityErrors.filter(({ errorId }) => errorId !== "in-incognito")).toEqual([]);
  const manifest = await session.send("Page.getAppManifest");
  expect(manifest.errors).toEqual([]);
  const { icons } = JSON.parse(manifest.data ?? "{}") as { icons: { src: string; sizes: string }[] };
  expect(icons.length).toBeGreaterThan(2);
  for (const { src, sizes } of icons) {
    const size = await page.evaluate(async (url) => {
      const picture = await createImageBitmap(await (await fetch(url)).blob());
      return `${picture.width}x${picture.height}`;
    }, new URL(src, manifest.url).href);
    expect(size).toBe(sizes);
  }
});
