import type { Page } from "@playwright/test";
import { LIBRARY } from "../../src/engines/web-llm/test-support/example";
import { tinyModel } from "../../src/engines/web-llm/test-support/tiny-model";
import type { AppPage } from "../fixtures/app-page";
import * as faults from "../fixtures/model-host/faults";
import { type ModelHost, startModelHost } from "../fixtures/model-host/model-host";
import { expect, test } from "../fixtures/test";
import { modelEntry, showAllModels } from "../pages/models-page";

// No model library compiled by MLC can be shipped with the tests, so the real library is driven as far as it goes
// without one: over everything it fetches, up to WebAssembly refusing to link.

/** Valid WebAssembly that imports a function which no version of the library offers: env.TVMNoSuch. */
const MISFIT = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x11, 0x01, 0x03, ...Buffer.from("env"), 0x09, ...Buffer.from("TVMNoSuch"), 0x00, 0x00],
]);

// The library's worker has 6 MB and starts anew after each failure: slow where all cores are busy.
test.describe.configure({ timeout: 300_000 });
const PATIENTLY = { timeout: 120_000 };

let host: ModelHost;
test.beforeEach(async () => {
  host = await startModelHost(tinyModel());
  host.files.set(LIBRARY, MISFIT);
});
test.afterEach(() => host.close());

/** Adds the model at `host` by its address, as a person does, and gives its entry in the list. */
async function addTiny(app: AppPage, libraryUrl = `${host.origin}${LIBRARY}`) {
  const { page } = app;
  await app.goto("/models");
  await page.getByRole("combobox", { name: "Engine" }).selectOption("web-llm");
  await page.getByRole("textbox", { name: "Address" }).fill(host.url);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("Tiny");
  await page.getByRole("textbox", { name: "Model library" }).fill(libraryUrl);
  await page.getByRole("button", { name: "Add model" }).click();
  return modelEntry(app, "Tiny");
}

/** The paths that the library's caches hold. */
function cachedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of ["webllm/model", "webllm/config", "webllm/wasm"]) {
      for (const { url } of await (await caches.open(name)).keys()) {
        paths.push(new URL(url).pathname.replace("/models/tiny/resolve/main/", ""));
      }
    }
    return paths.sort();
  });
}

const WEIGHTS_AND_LISTS = [
  "mlc-chat-config.json",
  "params_shard_0.bin",
  "params_shard_1.bin",
  "tensor-cache.json",
  "tokenizer.json",
];

test("fetches a model laid out like Hugging Face only when asked, and survives a library that does not link", async ({
  app,
  page,
  network,
  site,
}) => {
  // Under this name the library would fetch its file again at each load, were it not kept from the network.
  const libraryUrl = `${host.origin.replace("127.0.0.1", "localhost")}${LIBRARY}`;
  const entry = await addTiny(app, libraryUrl);
  await expect(entry.getByText("Can be downloaded")).toBeVisible();
  expect(host.requests()).toEqual([]);

  await entry.getByRole("button", { name: "Download Tiny" }).click();
  const alert = entry.getByRole("alert");
  await expect(alert).toContainText("The model could not be loaded", PATIENTLY);
  await expect(alert).toContainText(`${libraryUrl} was made for another version and has been deleted`);
  await expect(alert).toContainText("LinkError");
  await expect(alert).toContainText("TVMNoSuch");
  expect([...host.requests()].sort()).toEqual([LIBRARY, "list", ...WEIGHTS_AND_LISTS].sort());
  expect(await cachedPaths(page)).toEqual(WEIGHTS_AND_LISTS);
  await expect(entry.getByText("Can be downloaded")).toBeVisible();

  // A second try has a new worker and fetches nothing but what was deleted.
  host.forget();
  await entry.getByRole("button", { name: "Try again" }).click();
  await expect.poll(() => host.requests(), PATIENTLY).toEqual(["list", LIBRARY]);
  await expect(alert).toContainText("LinkError", PATIENTLY);
  await app.open("Work");
  await expect(app.prompt).toBeEditable();
  const origins = new Set(network.requests.map(({ url }) => new URL(url).origin));
  expect([...origins].sort()).toEqual([site.origin, host.origin, new URL(libraryUrl).origin].sort());
});

test("L7 refuses a web page in place of weights, and fetches only those when the host is well again", async ({
  app,
  page,
}) => {
  const shard = "params_shard_1.bin";
  host.faults.set(shard, faults.html);
  const entry = await addTiny(app);
  await entry.getByRole("button", { name: "Download Tiny" }).click();
  const alert = entry.getByRole("alert");
  await expect(alert).toContainText("A file of the model is damaged", PATIENTLY);
  await expect(alert).toContainText(`${host.url}/resolve/main/${shard}: a web page came in its place`);
  expect(host.requests().filter((path) => path === shard)).toHaveLength(2);
  expect(await cachedPaths(page)).not.toContain(shard);

  host.faults.clear();
  host.forget();
  await entry.getByRole("button", { name: "Try again" }).click();
  await expect(alert).toContainText("LinkError", PATIENTLY);
  expect(host.requests()).toEqual(["list", shard]);
});

test("stops a download in the middle of a file, and keeps nothing of that file among the checked ones", async ({
  app,
  page,
}) => {
  const shard = "params_shard_0.bin";
  const closed = new Promise<void>((resolve) => {
    host.faults.set(shard, (exchange) => {
      exchange.response.on("close", resolve);
      faults.stallAfter(1_500_000)(exchange);
    });
  });
  const entry = await addTiny(app);
  await entry.getByRole("button", { name: "Download Tiny" }).click();
  const share = () => entry.getByRole("progressbar").getAttribute("value");
  await expect.poll(share, PATIENTLY).toMatch(/^0\.\d/);
  await entry.getByRole("button", { name: "Cancel" }).click();
  await closed;
  await expect(entry.getByRole("button", { name: "Download Tiny" })).toBeVisible();
  await expect(entry.getByRole("alert")).toHaveCount(0);
  expect(await cachedPaths(page)).not.toContain(shard);
});

test("L1 says why no model of this engine can run where there is no adapter, and fetches nothing", {
  tag: "@no-gpu",
}, async ({ app }) => {
  const entry = await addTiny(app);
  await showAllModels(app);
  for (const each of [entry, modelEntry(app, "SmolLM2 360M")]) {
    await expect(each.getByText("Cannot run here")).toBeVisible();
    await expect(each.getByText(/has no WebGPU|found no graphics processor it can use/)).toBeVisible();
    await expect(each.getByRole("button", { name: /^Download/ })).toHaveCount(0);
  }
  expect(host.requests()).toEqual([]);
});
