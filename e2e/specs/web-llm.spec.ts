import { expect, type Page, test } from "@playwright/test";
import { type ModelServer, startModelServer } from "../../src/engines/web-llm/test-support/model-server";

// No model library compiled by MLC can be shipped with the tests, so the real library is driven as far as it goes
// without one: over everything it fetches, up to WebAssembly refusing to link.

const LIBRARY = "/lib.wasm";
/** Valid WebAssembly that imports a function which no version of the library offers: env.TVMNoSuch. */
const MISFIT = new Uint8Array([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x04, 0x01, 0x60, 0x00, 0x00],
  ...[0x02, 0x11, 0x01, 0x03, ...Buffer.from("env"), 0x09, ...Buffer.from("TVMNoSuch"), 0x00, 0x00],
]);

let host: ModelServer;
test.beforeEach(async () => {
  host = await startModelServer();
  host.files.set(LIBRARY, { type: "application/wasm", body: MISFIT });
});
test.afterEach(() => host.close());

/** Adds the model at `host` by its address, as a person does. */
async function addTiny(page: Page, libraryUrl = `${host.url}${LIBRARY}`): Promise<void> {
  await page.goto("/models");
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Add model" }) });
  await form.getByLabel("Engine").selectOption("web-llm");
  await form.getByLabel("Address").fill(host.url);
  await form.getByLabel("Name").fill("Tiny");
  await form.getByLabel("Model library").fill(libraryUrl);
  await form.getByRole("button", { name: "Add model" }).click();
}

/** The row of the model in the list. */
function tinyRow(page: Page) {
  return page.getByRole("listitem").filter({ has: page.getByRole("heading", { name: "Tiny", exact: true }) });
}

/** The paths that the library's caches hold. */
function cachedPaths(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const paths: string[] = [];
    for (const name of ["webllm/model", "webllm/config", "webllm/wasm"]) {
      for (const { url } of await (await caches.open(name)).keys()) paths.push(new URL(url).pathname);
    }
    return paths.sort();
  });
}

const WEIGHTS_AND_LISTS = [
  "/resolve/main/mlc-chat-config.json",
  "/resolve/main/params_shard_0.bin",
  "/resolve/main/params_shard_1.bin",
  "/resolve/main/tensor-cache.json",
  "/resolve/main/tokenizer.json",
];

test.describe("with WebGPU", () => {
  test.beforeEach(() => test.skip(test.info().project.name !== "webgpu", "needs WebGPU"));

  test("fetches a model laid out like Hugging Face only when asked, and survives a library that does not link", async ({
    page,
    context,
    baseURL,
  }) => {
    const origins = new Set<string>();
    context.on("request", (request) => origins.add(new URL(request.url()).origin));
    const crashes: Error[] = [];
    page.on("pageerror", (error) => crashes.push(error));

    // Under this name the library would fetch its file again at each load, were it not kept from the network.
    const libraryUrl = `${host.url.replace("127.0.0.1", "localhost")}${LIBRARY}`;
    await addTiny(page, libraryUrl);
    const row = tinyRow(page);
    await expect(row.getByText("Can be downloaded")).toBeVisible();
    expect(host.requests).toEqual([]);

    await row.getByRole("button", { name: "Download" }).click();
    const alert = row.getByRole("alert");
    await expect(alert).toContainText("The model could not be loaded", { timeout: 60_000 });
    await expect(alert).toContainText(`${libraryUrl} was made for another version and has been deleted`);
    await expect(alert).toContainText("LinkError");
    await expect(alert).toContainText("TVMNoSuch");
    expect([...host.requests].sort()).toEqual([LIBRARY, ...WEIGHTS_AND_LISTS]);
    expect(await cachedPaths(page)).toEqual(WEIGHTS_AND_LISTS);
    await expect(row.getByText("Can be downloaded")).toBeVisible();

    // The page lives, and a second try works with a new worker and fetches nothing but what was deleted.
    host.requests.length = 0;
    await row.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => host.requests, { timeout: 60_000 }).toEqual([LIBRARY]);
    await expect(alert).toContainText("LinkError", { timeout: 60_000 });
    await page.getByRole("link", { name: "Work" }).click();
    await expect(page.getByRole("textbox").first()).toBeEditable();
    expect([...origins].sort()).toEqual(
      [new URL(baseURL ?? "").origin, host.url, new URL(libraryUrl).origin].sort(),
    );
    expect(crashes).toEqual([]);
  });

  test("L7 refuses a web page in place of weights, and fetches only those when the host is well again", async ({
    page,
  }) => {
    const shard = "/resolve/main/params_shard_1.bin";
    const good = host.files.get(shard);
    if (good === undefined) throw new Error("the model host has no second shard");
    host.files.set(shard, { type: "text/html", body: "<!doctype html><title>Sign in</title>" });
    await addTiny(page);
    const row = tinyRow(page);
    await row.getByRole("button", { name: "Download" }).click();
    const alert = row.getByRole("alert");
    await expect(alert).toContainText("A file of the model is damaged", { timeout: 60_000 });
    await expect(alert).toContainText(`${host.url}${shard}: a web page came in its place`);
    expect(host.requests.filter((path) => path === shard)).toHaveLength(2);
    expect(await cachedPaths(page)).not.toContain(shard);

    host.files.set(shard, good);
    host.requests.length = 0;
    await row.getByRole("button", { name: "Try again" }).click();
    await expect(alert).toContainText("LinkError", { timeout: 60_000 });
    expect(host.requests).toEqual([shard]);
  });

  test("stops a download in the middle of a file, and deletes what came", async ({ page }) => {
    const closed = new Promise<void>((resolve) => {
      host.files.set("/resolve/main/params_shard_0.bin", (response) => {
        response.on("close", resolve);
        response.writeHead(200, { "content-length": "2500000" });
        response.write(new Uint8Array(1_500_000));
      });
    });
    await addTiny(page);
    const row = tinyRow(page);
    await row.getByRole("button", { name: "Download" }).click();
    await expect
      .poll(() => row.getByRole("progressbar").getAttribute("value"), { timeout: 60_000 })
      .toMatch(/^0\.\d/);
    await row.getByRole("button", { name: "Cancel" }).click();
    await closed;
    await expect(row.getByRole("button", { name: "Download" })).toBeVisible();
    await expect(row.getByRole("alert")).toHaveCount(0);
    expect(await cachedPaths(page)).not.toContain("/resolve/main/params_shard_0.bin");
  });
});

test.describe("without WebGPU", () => {
  test.beforeEach(() => test.skip(test.info().project.name !== "no-gpu", "is about its absence"));

  test("L1 says on the Models page why no language model of this kind can run, and fetches nothing", async ({
    page,
  }) => {
    await addTiny(page);
    const row = tinyRow(page);
    await expect(row.getByText("Cannot run here")).toBeVisible();
    await expect(row.getByText(/WebGPU/)).toBeVisible();
    await expect(row.getByRole("button", { name: "Download" })).toHaveCount(0);
    const catalogued = page.getByRole("listitem").filter({
      has: page.getByRole("heading", { name: "SmolLM2 360M", exact: true }),
    });
    await expect(catalogued.getByText(/no WebGPU|no graphics processor/)).toBeVisible();
    expect(host.requests).toEqual([]);
  });
});
