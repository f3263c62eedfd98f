import { randomBytes } from "node:crypto";
import type { BrowserContext, Page } from "@playwright/test";
import { tinyDecoder } from "../../src/engines/onnx/language-models/test-support/tiny-decoder";
import { AppPage } from "../fixtures/app-page";
import * as faults from "../fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../fixtures/model-host/model-host";
import { sha256 } from "../fixtures/model-host/repository-list";
import { expect, test } from "../fixtures/test";
import { addOnnxModel, modelEntry } from "../pages/models-page";

const CONFIG = "config.json";
const GRAPH = "onnx/model.onnx";
const WEIGHTS = "onnx/model.onnx_data";
/** Enough that a thin line takes a while. */
const WEIGHTS_BYTES = 6_000_000;
/** So much is left after its beginning that ranges pay. */
const LARGE_BYTES = 48_000_000;
const PARTS_CACHE = "nearside/partial-downloads";
const MODEL_CACHE = "nearside/onnx-language-models";

let host: ModelHost;
test.beforeEach(async () => {
  const files = tinyDecoder({ external: true });
  const weights = new Uint8Array(WEIGHTS_BYTES);
  weights.set(files.get(WEIGHTS) ?? []);
  host = await startModelHost(new Map([...files, [WEIGHTS, weights]]), { isListed: true, redirects: true });
});
test.afterEach(() => host.close());

/** Adds the model at `host` and gives its entry in the list. */
async function addTiny(app: AppPage) {
  await app.goto("/models");
  await addOnnxModel(app, { address: host.url, name: "Tiny", quantisation: "fp32" });
  return modelEntry(app, "Tiny");
}

/** Presses “Download only”. */
async function start(app: AppPage): Promise<void> {
  await modelEntry(app, "Tiny").getByRole("button", { name: "Download only Tiny" }).click();
}

async function expectReady(app: AppPage): Promise<void> {
  await expect(modelEntry(app, "Tiny").getByText("Ready", { exact: true })).toBeVisible({ timeout: 60_000 });
}

/** Bytes that are kept in parts; `ofAll` files, or only of those that are not whole. */
function bytesInParts(page: Page, ofAll: boolean): Promise<number> {
  return page.evaluate(
    async ([parts, models, all]) => {
      const whole = new Set((await (await caches.open(models)).keys()).map(({ url }) => url));
      const cache = await caches.open(parts);
      let bytes = 0;
      for (const request of await cache.keys()) {
        const [, file] = new URL(request.url).pathname.split("/");
        if (!all && whole.has(decodeURIComponent(file ?? ""))) continue;
        bytes += (await (await cache.match(request))?.blob())?.size ?? 0;
      }
      return bytes;
    },
    [PARTS_CACHE, MODEL_CACHE, ofAll] as const,
  );
}

const partialBytes = (page: Page) => bytesInParts(page, false);

/** Of a kept file, in parts or not. */
function keptSha256(page: Page, path: string): Promise<string> {
  return page.evaluate(
    async ([parts, models, end]) => {
      const cache = await caches.open(models);
      const url = (await cache.keys()).find((key) => key.url.endsWith(end))?.url ?? "";
      const entry = await cache.match(url);
      const blobs: Blob[] = [];
      if (entry?.headers.has("x-nearside-in-parts") === true) {
        const ofParts = await caches.open(parts);
        const size = Number(entry.headers.get("content-length"));
        for (let at = 0; at < size; at += blobs.at(-1)?.size ?? size) {
          const part = await ofParts.match(`https://partial.invalid/${encodeURIComponent(url)}/${at}`);
          blobs.push((await part?.blob()) ?? new Blob());
        }
      } else if (entry !== undefined) blobs.push(await entry.blob());
      const digest = await crypto.subtle.digest("SHA-256", await new Blob(blobs).arrayBuffer());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    },
    [PARTS_CACHE, MODEL_CACHE, path] as const,
  );
}

/** The paths that are kept as whole. */
function keptPaths(page: Page): Promise<string[]> {
  return page.evaluate(async (name) => {
    const keys = await (await caches.open(name)).keys();
    return keys.map(({ url }) => new URL(url).pathname.replace("/models/tiny/resolve/main/", ""));
  }, MODEL_CACHE);
}

function rangesOf(path: string): string[] {
  return host.log.filter((each) => each.path === path).map(({ range }) => range ?? "all");
}

test("L6 a broken connection is got over inside the file; after a 404 only the missing file is fetched again", async ({
  app,
}) => {
  host.faults.set(WEIGHTS, faults.first(2, faults.resetAfter(2_000_000)));
  host.faults.set(GRAPH, faults.status(404));
  const entry = await addTiny(app);
  await start(app);
  await expect(entry.getByRole("alert")).toContainText(`${GRAPH}: HTTP 404`);
  host.faults.delete(GRAPH);
  host.forget();
  await entry.getByRole("button", { name: "Try again" }).click();
  await expectReady(app);
  expect([...new Set(host.requests())]).toEqual(["list", GRAPH, WEIGHTS]);
  // The real way of large files: a redirect to another origin, and there a part of the file.
  expect(host.log.filter(({ path }) => path === WEIGHTS).every(({ isFromStore }) => isFromStore)).toBe(true);
  expect(rangesOf(WEIGHTS)).toEqual([
    "all",
    expect.stringMatching(/^bytes=\d+-$/),
    expect.stringMatching(/^bytes=\d+-$/),
  ]);
  expect(await partialBytes(app.page)).toBe(0);
});

test("over a quick line a large file comes in ranges from another origin, and is whole", async ({
  app,
  page,
}) => {
  const weights = Uint8Array.from(randomBytes(LARGE_BYTES));
  weights.set(host.files.get(WEIGHTS)?.subarray(0, 4096) ?? []);
  host.files.set(WEIGHTS, weights);
  await addTiny(app);
  await start(app);
  await expectReady(app);
  const ranges = rangesOf(WEIGHTS).filter((range) => /^bytes=\d+-\d+$/.test(range));
  // One of them only asked whether there are any.
  expect(ranges.length).toBeGreaterThan(1);
  expect(host.log.filter(({ path }) => path === WEIGHTS).every(({ isFromStore }) => isFromStore)).toBe(true);
  expect(await keptSha256(page, WEIGHTS)).toBe(sha256(weights));
  expect(await partialBytes(page)).toBe(0);
});

test("a download goes on while the browser collects what nothing holds", async ({
  playwright,
  launchOptions,
  site,
}) => {
  host.files.set(WEIGHTS, Uint8Array.from(randomBytes(LARGE_BYTES)));
  const args = [...(launchOptions.args ?? []), "--js-flags=--expose-gc"];
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const page = await browser.newPage();
    const app = new AppPage(page, site);
    // Chromium does not hold a reader with a buffer of its own while it waits for a blob.
    page.on("worker", (worker) => {
      worker
        .evaluate(() => void setInterval(() => (globalThis as { gc?: () => void }).gc?.(), 2))
        .catch(() => {});
    });
    await addTiny(app);
    await start(app);
    await expectReady(app);
    expect(rangesOf(WEIGHTS).filter((range) => /^bytes=\d+-\d+$/.test(range)).length).toBeGreaterThan(1);
  } finally {
    await browser.close();
  }
});

test("L7 one bit turned on the way is noticed by the hash; nothing of it is kept", async ({ app, page }) => {
  host.faults.set(WEIGHTS, faults.flipped);
  const entry = await addTiny(app);
  await start(app);
  await expect(entry.getByRole("alert")).toContainText("A file of the model is damaged");
  await expect(entry.getByRole("alert")).toContainText("SHA-256");
  expect(rangesOf(WEIGHTS)).toEqual(["all", "all"]);
  expect(await keptPaths(page)).not.toContain(WEIGHTS);
  expect(await keptPaths(page)).toContain(CONFIG);
  expect(await partialBytes(page)).toBe(0);
  host.faults.clear();
  await entry.getByRole("button", { name: "Try again" }).click();
  await expectReady(app);
});

test("L8 a download that loses the network pauses, and goes on inside the file when it is back", async ({
  app,
  page,
  context,
}) => {
  host.faults.set(WEIGHTS, faults.stallAfter(3_000_000));
  const entry = await addTiny(app);
  await start(app);
  const share = async () => Number(await entry.getByRole("progressbar").getAttribute("value"));
  await expect.poll(share).toBeGreaterThan(0.2);
  await context.setOffline(true);
  await expect(entry.getByText("Paused: offline. It goes on by itself.")).toBeVisible();
  await expect.poll(() => partialBytes(page)).toBeGreaterThan(1_000_000);
  host.faults.clear();
  host.forget();
  await context.setOffline(false);
  await expectReady(app);
  expect(rangesOf(WEIGHTS)).toEqual([expect.stringMatching(/^bytes=[1-9]\d+-$/)]);
});

test("L9 a second tab shows that the first downloads, and goes on after it when that is closed", async ({
  app,
  context,
}) => {
  host.faults.set(WEIGHTS, faults.stallAfter(3_000_000));
  await addTiny(app);
  const second = await openSecond(context, app);
  await start(app);
  await expect.poll(() => host.requests()).toContain(WEIGHTS);
  const entry = modelEntry(second, "Tiny");
  await expect(entry.getByText("Another tab downloads")).toBeVisible();
  // The first tab is closed in the middle; what it kept is there for the other.
  host.faults.clear();
  await app.page.close();
  await expect(entry.getByRole("button", { name: "Download only Tiny" })).toBeVisible();
  await start(second);
  await expectReady(second);
  expect(host.requests().filter((path) => path === CONFIG)).toHaveLength(1);
});

async function openSecond(context: BrowserContext, { site }: AppPage): Promise<AppPage> {
  const second = new AppPage(await context.newPage(), site);
  await second.goto("/models");
  return second;
}

test("S5 a tab killed in the middle of a file leaves what it kept; the next one lists it, and asks for the rest when told", async ({
  app,
  page,
  context,
}) => {
  host.faults.set(WEIGHTS, faults.slowly(100_000, 100));
  await addTiny(app);
  await start(app);
  await expect.poll(() => partialBytes(page), { timeout: 60_000 }).toBeGreaterThan(262_144);
  const session = await context.newCDPSession(page);
  await Promise.race([session.send("Page.crash").catch(() => {}), page.waitForEvent("crash")]);

  host.faults.clear();
  host.forget();
  const second = await openSecond(context, app);
  const entry = modelEntry(second, "Tiny");
  await expect(entry.getByText("Paused", { exact: true })).toBeVisible();
  expect(host.requests()).toEqual([]);
  await entry.getByRole("button", { name: "Resume Tiny" }).click();
  await expectReady(second);
  expect([...new Set(host.requests())]).toEqual(["list", WEIGHTS]);
  const from = Number(/^bytes=(\d+)-$/.exec(rangesOf(WEIGHTS)[0] ?? "")?.[1]);
  expect(from).toBeGreaterThan(262_144);
  // What was kept stays where it is, as a part of the file; it is read as a whole, and deleted with it.
  const weights = host.files.get(WEIGHTS) ?? new Uint8Array();
  expect(await keptSha256(second.page, WEIGHTS)).toBe(sha256(weights));
  expect(await bytesInParts(second.page, true)).toBe(weights.byteLength);
  await second.open("Work");
  await second.run({ task: "Free prompt", route: "On device", text: "Write." });
  await second.expectEnd("On device");
  await second.open("Models");
  await entry.getByRole("button", { name: "Delete files Tiny" }).click();
  await expect(entry.getByText("Can be downloaded", { exact: true })).toBeVisible();
  expect(await bytesInParts(second.page, true)).toBe(0);
});

test("S2 a model for which there is no room says so, and keeps what is whole", async ({
  app,
  context,
  page,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = app.site;
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2_000_000 });
  await addTiny(app);
  await start(app);
  await expect(page.getByRole("dialog", { name: "There is no room for this model" })).toBeVisible();
  const kept = await keptPaths(page);
  expect(kept).toContain(CONFIG);
  expect(kept).not.toContain(WEIGHTS);
});
