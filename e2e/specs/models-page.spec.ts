import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { tinyDecoder } from "../../src/engines/onnx/language-models/test-support/tiny-decoder";
import { AppPage } from "../fixtures/app-page";
import { stallAfter } from "../fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../fixtures/model-host/model-host";
import { expect, test } from "../fixtures/test";
import { addOnnxModel, downloadTray, modelEntries, modelEntry, showAllModels } from "../pages/models-page";

const GRAPH = "onnx/model.onnx";
const LIST = "Language models on this device";
/** Makes the graph 4 MB: enough to be told of while it arrives. */
const LARGE = { seed: 1, contextWindow: 131_072 };
const HALF_BYTES = 2_500_000;

let host: ModelHost;
test.beforeEach(async () => {
  host = await startModelHost(tinyDecoder(LARGE), { isListed: true });
});
test.afterEach(() => host.close());

/** The host stops in the middle of the graph, the first time it is asked for it. */
function stallOnce(): void {
  const stall = stallAfter(HALF_BYTES);
  host.faults.set(GRAPH, (exchange) => {
    if (exchange.attempt > 1) exchange.serve();
    else stall(exchange);
  });
}

async function addTiny(app: AppPage, name = "Tiny") {
  await addOnnxModel(app, { address: host.url, name, quantisation: "fp32" });
  const entry = modelEntry(app, name);
  await expect(entry.getByText("Can be downloaded", { exact: true })).toBeVisible();
  return entry;
}

test("models are searched, filtered and sorted, and one is recommended with a reason", async ({
  app,
  page,
}) => {
  await app.goto("/models");
  const list = modelEntries(app, LIST);
  await expect(list.first()).toContainText("Recommended");
  await expect(page.getByText(/^Recommended for this device: .+\. .+/)).toBeVisible();
  await showAllModels(app);
  const all = await list.count();

  await page.getByRole("searchbox", { name: "Search models" }).fill("JAPANESE gemma");
  await expect(list).toHaveCount(1);
  await expect(page.getByText(`1 of ${all} models`)).toBeVisible();
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByLabel("Good for").selectOption("Images");
  await expect(list.getByRole("heading", { level: 3 })).toHaveText(["Phi-3.5 Vision"]);
  await page.getByRole("button", { name: "Show all" }).click();
  await page.getByLabel("Show", { exact: true }).selectOption("Fits this device");
  await expect(list.filter({ hasText: "Cannot run here" })).toHaveCount(0);
  expect(await list.count()).toBeGreaterThan(0);

  await page.getByLabel("Sort by").selectOption("Model name");
  const names = await list.getByRole("heading", { level: 3 }).allTextContents();
  expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other, "en")));
});

test("a download goes on across pages, pauses and resumes, and says on every page how far it is", async ({
  app,
}) => {
  stallOnce();
  await app.goto("/models");
  const entry = await addTiny(app);
  await entry.getByRole("button", { name: "Download only Tiny" }).click();
  await expect(entry.getByText(/[1-9][\d.]* MB of [\d.]+ MB/)).toBeVisible();

  await app.open("Work");
  await expect(downloadTray(app)).toHaveText(/^Downloading [1-9]\d %$/);
  await downloadTray(app).click();
  await entry.getByRole("button", { name: "Pause Tiny" }).click();
  await expect(entry.getByRole("status").filter({ hasText: "Paused" })).toBeVisible();
  await app.open("Settings");
  await expect(downloadTray(app)).toHaveText(/^Paused/);
  await app.open("Models");
  host.forget();
  await entry.getByRole("button", { name: "Resume Tiny" }).click();
  await expect(entry.getByText("Ready", { exact: true })).toBeVisible();
  await expect(downloadTray(app)).toHaveCount(0);
  // Of the files only the one that was broken off, and of that only what is missing.
  const files = host.log.filter(({ path }) => path !== "list");
  expect(files.map(({ path }) => path)).toEqual([GRAPH]);
  expect(files[0]?.range).toMatch(/^bytes=[1-9]/);

  await entry.getByRole("button", { name: "Check files Tiny" }).click();
  await expect(entry.getByText("All files are as they were")).toBeVisible();
  await entry.getByRole("button", { name: "Delete files Tiny" }).click();
  await expect(entry.getByText("Can be downloaded", { exact: true })).toBeVisible();
  // Not taken for the browser's doing.
  await app.goto("/models");
  await expect(entry.getByText("Can be downloaded", { exact: true })).toBeVisible();
  await expect(app.notices).toBeHidden();
});

test("L9 a second tab shows the same progress, and has the model when the first is done", async ({
  app,
  context,
}) => {
  stallOnce();
  await app.goto("/models");
  const entry = await addTiny(app);
  // A change of the settings is kept a moment later.
  const kept = () => app.page.evaluate(() => localStorage.getItem("nearside.settings") ?? "");
  await expect.poll(kept).toContain("Tiny");
  await entry.getByRole("button", { name: "Download only Tiny" }).click();
  await expect(entry.getByText(/[1-9][\d.]* MB of [\d.]+ MB/)).toBeVisible();

  const second = new AppPage(await context.newPage(), app.site);
  await second.goto("/models");
  const other = modelEntry(second, "Tiny");
  await expect(other.getByText("Another tab downloads this model.")).toBeVisible();
  const share = (of: typeof entry) => of.getByRole("progressbar").getAttribute("value");
  expect(await share(other)).toBe(await share(entry));
  await expect(other.getByRole("button", { name: /^Download/ })).toHaveCount(0);
  await expect(downloadTray(second)).toHaveText(/^Other tab [1-9]\d %$/);

  await entry.getByRole("button", { name: "Pause Tiny" }).click();
  await expect(other.getByText("Another tab downloads this model.")).toHaveCount(0);
  await entry.getByRole("button", { name: "Resume Tiny" }).click();
  await expect(other.getByText("Ready", { exact: true })).toBeVisible();
  await expect(downloadTray(second)).toHaveCount(0);
});

test("S3 files that the browser took away are noticed at the next start, and come back with one press", async ({
  app,
  page,
}) => {
  await app.goto("/models");
  const entry = await addTiny(app);
  await entry.getByRole("button", { name: "Download only Tiny" }).click();
  await expect(entry.getByText("Ready", { exact: true })).toBeVisible();
  await page.evaluate(async () => {
    for (const name of await caches.keys()) if (name.includes("language-models")) await caches.delete(name);
  });
  await app.goto();
  await expect(app.notices).toContainText("Tiny was complete on this device and is not any more.");
  await app.notices.getByRole("button", { name: "Download again" }).click();
  await app.open("Models");
  await expect(entry.getByText("Ready", { exact: true })).toBeVisible();
  await expect(app.notices).toBeHidden();
});

test("S2 where there is no room, one chooses which other model shall go, and the download goes on", async ({
  app,
  page,
  context,
}) => {
  await app.goto("/models");
  // What the app keeps for itself must be there before the room is measured.
  await expect(page.getByText("Kept on this device: they work offline.")).toBeVisible({ timeout: 120_000 });
  // Large, so that its end leaves room for the second and for what is needed on the way.
  await host.close();
  host = await startModelHost(tinyDecoder({ seed: 1, contextWindow: 4 * LARGE.contextWindow }));
  const first = await addTiny(app, "First");
  await first.getByRole("button", { name: "Download only First" }).click();
  await expect(first.getByText("Ready", { exact: true })).toBeVisible();
  const session = await context.newCDPSession(page);
  const { origin } = app.site;
  const { usage } = await session.send("Storage.getUsageAndQuota", { origin });
  await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + HALF_BYTES });

  await host.close();
  host = await startModelHost(tinyDecoder(LARGE), { isListed: true });
  const second = await addTiny(app, "Second");
  await second.getByRole("button", { name: "Download only Second" }).click();
  const dialog = page.getByRole("dialog", { name: "There is no room for this model" });
  await expect(dialog).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Delete and go on" })).toBeDisabled();
  await dialog.getByRole("checkbox", { name: /^First, [\d.]+ MB$/ }).check();
  await dialog.getByRole("button", { name: "Delete and go on" }).click();
  await expect(second.getByText("Ready", { exact: true })).toBeVisible();
  await expect(first.getByText("Can be downloaded", { exact: true })).toBeVisible();
  await expect(dialog).toBeHidden();
});

test("a model comes from a folder on disk, under the air gap too, and no host is asked", async ({
  app,
  page,
}, testInfo) => {
  const folder = testInfo.outputPath("tiny-model");
  for (const [path, content] of tinyDecoder({ seed: 1 })) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await app.goto("/models");
  const entry = await addTiny(app);
  await app.open("Settings");
  await page.getByLabel("Mirror of model files").fill("http://mirror.example");
  await expect(page.getByRole("alert")).toContainText("must begin with https://");
  await page.getByLabel("Mirror of model files").fill("");
  await page.getByRole("checkbox", { name: "Air gap: never contact a model host" }).check();
  await app.open("Models");
  const button = entry.getByRole("button", { name: "Download Tiny" });
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await button.click({ force: true });
  await expect(entry.getByText("The air gap is on")).toBeVisible();
  await expect(entry.getByRole("progressbar")).toHaveCount(0);

  await page.getByRole("radio", { name: "On this device" }).check();
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("From disk");
  await page.getByRole("combobox", { name: "Quantisation" }).selectOption("fp32");
  const choosing = page.waitForEvent("filechooser");
  await page
    .getByRole("region", { name: "Add a model of your own" })
    .getByRole("button", { name: "Take a folder from disk…" })
    .click();
  await (await choosing).setFiles(folder);
  const imported = modelEntry(app, "From disk");
  await expect(imported.getByText("Ready", { exact: true })).toBeVisible();
  expect(host.requests()).toEqual([]);
});
