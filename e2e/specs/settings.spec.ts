import { startOpenAiServer, TEST_KEY } from "../fixtures/openai-server/openai-server";
import { expect, test } from "../fixtures/test";
import { addEndpoint, setEnergy, setPrice } from "../pages/settings-page";
import { amountOf } from "../pages/work-page";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

test("the endpoint outlives a reload, its key does not, and no storage of the browser holds the key", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, model: "gpt-4o-mini" });
  await app.run({ task: "Free prompt", route: "Cloud", text: "Hello" });
  await app.expectEnd("Cloud");

  const stored = await page.evaluate(async () => {
    const parts = [
      JSON.stringify({ ...localStorage }),
      JSON.stringify({ ...sessionStorage }),
      document.cookie,
    ];
    for (const { name = "" } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      for (const store of database.objectStoreNames) {
        const all = await new Promise((resolve, reject) => {
          const request = database.transaction(store).objectStore(store).getAll();
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error);
        });
        parts.push(JSON.stringify(all));
      }
      database.close();
    }
    for (const name of await caches.keys()) {
      for (const { url } of await (await caches.open(name)).keys()) parts.push(url);
    }
    return parts.join("\n");
  });
  expect(stored).toContain("gpt-4o-mini");
  expect(stored).toContain("Hello");
  expect(stored).not.toContain(TEST_KEY);
  expect(endpoint.requests.some(({ url }) => url.includes(TEST_KEY))).toBe(false);

  await page.reload();
  await app.open("Settings");
  await expect(page.getByLabel("Base URL")).toHaveValue(endpoint.baseUrl);
  await expect(page.getByLabel("API key")).toHaveValue("");
});

test("a key is bound to its address: another address does not get it", async ({ app, endpoint, page }) => {
  await app.goto("/settings");
  await app.useEndpoint(endpoint);
  await app.open("Settings");
  await page.getByLabel("Base URL").fill("http://127.0.0.1:9/v1");
  await expect(page.getByLabel("API key")).toHaveValue("");
  await page.getByLabel("Base URL").fill(endpoint.baseUrl);
  await expect(page.getByLabel("API key")).toHaveValue(TEST_KEY);
  await page.getByRole("button", { name: "Forget key" }).click();
  await expect(page.getByLabel("API key")).toHaveValue("");
});

test("Test connection lists the models, and says what is wrong when it cannot, of each endpoint apart", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await app.useEndpoint({ baseUrl: endpoint.baseUrl, model: "no-such-model" });
  await app.open("Settings");
  const test = page.getByRole("button", { name: "Test connection" }).first();
  await test.click();
  await expect(
    page.getByText("Connected. The endpoint lists 4 models. “no-such-model” is not among them."),
  ).toBeVisible();
  expect(endpoint.requests.map(({ method, url }) => `${method} ${url}`)).toContain("GET /v1/models");
  expect(endpoint.completions()).toHaveLength(0);

  await page.getByLabel("API key").fill("sk-wrong");
  await test.click();
  await expect(page.getByText("The endpoint refused the API key.")).toBeVisible();
  await expect(page.locator("pre")).not.toContainText("sk-wrong");

  await endpoint.close();
  await test.click();
  const unreached = page.getByText("The endpoint could not be reached.");
  await expect(unreached).toBeVisible();

  const second = await startOpenAiServer({ apiKey: "sk-second-9c1e" });
  await addEndpoint(app, { baseUrl: second.baseUrl, key: "sk-second-9c1e", model: "test-model" });
  await app.open("Settings");
  await test.click();
  await expect(unreached).toBeVisible();
  const group = page.getByRole("group", { name: "Endpoint 2" });
  await group.getByRole("button", { name: "Test connection" }).click();
  await expect(group.getByText(/^Connected\. The endpoint lists 4 models\.\s*$/)).toBeVisible();
  await expect(unreached).toBeVisible();
  expect(second.requests.map(({ method, url }) => `${method} ${url}`)).toContain("GET /v1/models");
  await second.close();
});

test("one's own price replaces the table's, and an unknown price reads “unknown”", async ({
  app,
  endpoint,
  page,
}) => {
  await app.goto("/settings");
  await app.useEndpoint(endpoint);
  await app.run({ task: "Free prompt", route: "Cloud", text: "Hello" });
  await app.expectEnd("Cloud");
  expect((await app.metrics("Cloud")).Cost).toBe("unknown");
  await expect(page.locator('dl[aria-label="Estimate"]')).toContainText("cost unknown");

  await app.open("Settings");
  await setPrice(app, { model: "test-model", inputUsd: "1000", outputUsd: "2000" });
  await expect(page.getByText("in $1000, out $2000")).toBeVisible();
  await app.open("Work");
  await app.runButton.click();
  await app.expectEnd("Cloud");
  const figures = await app.metrics("Cloud");
  const cost = Number(figures["Tokens in"]) / 1000 + Number(figures["Tokens out"]) / 500;
  expect(amountOf(figures.Cost ?? "") / cost).toBeCloseTo(1, 2);
  await expect(page.locator('dl[aria-label="Estimate"]')).not.toContainText("cost unknown");

  await page.reload();
  await app.open("Settings");
  await page.getByRole("button", { name: "Remove the price of test-model" }).click();
  await expect(page.getByText("in $1000, out $2000")).toHaveCount(0);
});

test("with watts and a price per kWh a local run shows what its electricity cost", async ({ app }) => {
  await app.goto("/settings");
  // So dear that even milliseconds can be read.
  await setEnergy(app, { watts: "50", usdPerKwh: "100" });
  await app.open("Work");
  await app.run({ task: "Proofread", route: "On device", text: "I have recieved it." });
  await app.expectEnd("On device");
  expect((await app.metrics("On device")).Cost).toMatch(/^\$0 \+ \$0\.\d+ energy$/);
});

test("appearance is applied at once and kept", async ({ app, page }) => {
  await app.goto("/settings");
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole("radio", { name: "Light" }).check();
  const light = await background();
  await page.getByRole("radio", { name: "Dark" }).check();
  await expect.poll(background).not.toBe(light);
  const dark = await background();
  await page.waitForTimeout(300);
  await page.reload();
  await expect(page.getByRole("radio", { name: "Dark" })).toBeChecked();
  expect(await background()).toBe(dark);
});
