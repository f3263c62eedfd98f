import { expect, test } from "../fixtures/test";
import { modelEntries, modelEntry, showAllModels } from "../pages/models-page";

test("every embedded model is listed with its size, and has a card that its results lead to", async ({
  app,
  page,
}) => {
  await app.goto("/models");
  const models = modelEntries(app, "Built in");
  await expect(models.first()).toBeVisible();
  const count = await models.count();
  for (let index = 0; index < count; index += 1) {
    const model = models.nth(index);
    await expect(model.getByText("Ready", { exact: true })).toBeVisible();
    await expect(model).toContainText(/\d (kB|MB)/);
    await model.getByRole("link", { name: /^Scores, data and known misses/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    for (const part of ["What it is for", "Known misses", "Scores", "Data"])
      await expect(page.getByRole("region", { name: part, exact: true })).toContainText(/\w/);
    await expect(page.getByRole("table").first().getByRole("cell").nth(1)).toContainText(/\d/);
    await page.getByRole("link", { name: "All models" }).click();
  }
  await app.open("Work");
  await app.run({ task: "Tone", route: "On device", text: "What a lovely day." });
  await app.expectEnd("On device");
  await page.getByRole("link", { name: "What this model can do, and what it misses" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Tone" })).toBeVisible();
});

test("L1 without an adapter the page says why, and every specialist still works", { tag: "@no-gpu" }, async ({
  app,
}) => {
  await app.goto();
  await expect(app.notices).toContainText("WebGPU is not available.");
  await app.run({ task: "Proofread", route: "Auto", text: "I have recieved it." });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("recieved → received");

  await app.notices.getByRole("button", { name: "Dismiss" }).click();
  await expect(app.notices).toBeHidden();
  await app.open("Models");
  await expect(app.page.getByText(/This device: No WebGPU: /)).toBeVisible();
  for (const model of await modelEntries(app, "Built in").all()) {
    await expect(model.getByText("Ready", { exact: true })).toBeVisible();
  }
});

test(
  "L2 models that cannot run here are marked, each with its reason, and offer no download",
  {
    tag: "@both-gpus",
  },
  async ({ app, page }, { project }) => {
    await app.goto("/models");
    const models = modelEntries(app, "Language models on this device");
    await showAllModels(app);
    await expect(models.getByText("Checking…")).toHaveCount(0);
    const unavailable = models.filter({ hasText: "Cannot run here" });
    const downloadable = models.filter({ hasText: "Can be downloaded" });
    expect((await unavailable.count()) + (await downloadable.count())).toBe(await models.count());
    // Something is left everywhere.
    expect(await downloadable.count()).toBeGreaterThan(0);
    for (const model of await downloadable.all()) {
      await expect(model.getByRole("button", { name: /^Download (?!only)/ })).toBeVisible();
      await expect(model.getByRole("button", { name: /^Download only/ })).toBeVisible();
      await expect(model).toContainText(/\d (kB|MB|GB)/);
    }
    for (const model of await unavailable.all()) {
      await expect(model).toContainText(/(graphics processor|graphics adapter|WebGPU|GPU).*\./);
      await expect(model.getByRole("button", { name: /^Download/ })).toHaveCount(0);
    }
    const features = await page.evaluate(async () => [
      ...((await navigator.gpu?.requestAdapter())?.features ?? []),
    ]);
    expect(features.length > 0).toBe(project.name === "webgpu");
    if (!features.includes("shader-f16")) {
      const inHalves = models.filter({
        has: page.getByRole("definition").getByText("shader-f16", { exact: true }),
      });
      expect(await inHalves.count()).toBeGreaterThan(0);
      await expect(inHalves.filter({ hasText: "Can be downloaded" })).toHaveCount(0);
    }
    if (project.name === "no-gpu")
      expect(await unavailable.count()).toBeGreaterThan(await downloadable.count());
  },
);

test("an embedded model that the server sends damaged is refused with a reason, and works once it is whole", async ({
  app,
  context,
}) => {
  let asked = 0;
  await context.route("**/models/proofread/*.onnx*", async (route) => {
    asked += 1;
    const response = await route.fetch();
    const body = await response.body();
    body[body.length >> 1] = (body[body.length >> 1] ?? 0) ^ 1;
    await route.fulfill({ response, body });
  });
  await app.goto();
  await app.run({ task: "Proofread", route: "On device", text: "I have recieved it." });
  await app.expectEnd("On device", "Failed");
  const alert = app.region("On device").getByRole("alert");
  await expect(alert).toContainText("A file of the model is damaged");
  await alert.getByText("What it said", { exact: true }).click();
  await expect(alert.locator("pre")).toContainText("models/proofread/");
  expect(asked).toBeGreaterThanOrEqual(2);

  await context.unroute("**/models/proofread/*.onnx*");
  await app.runButton.click();
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText("recieved → received");
});

test("a model added by its address can be removed again; an address that is none is refused", async ({
  app,
  page,
}) => {
  await app.goto("/models");
  const address = page.getByRole("textbox", { name: "Address" });
  await address.fill("ftp://127.0.0.1/model");
  await page.getByRole("button", { name: "Add model" }).click();
  await expect(page.getByRole("alert")).toContainText("The address must begin with http:// or https://.");
  await address.fill("http://127.0.0.1:9/owner/nothing");
  await page.getByRole("button", { name: "Add model" }).click();
  const entry = modelEntry(app, "nothing");
  await entry.getByRole("button", { name: "Download nothing" }).click();
  await expect(entry.getByRole("alert")).toBeVisible();
  await entry.getByRole("button", { name: "Remove from list" }).click();
  await expect(entry).toHaveCount(0);
});

test("a built-in model says where it computes and why; comparing gives way to a run; a card gives the focus back", async ({
  app,
  page,
}, { project }) => {
  const why = project.name === "webgpu" ? "the graphics adapter is software" : "no graphics adapter";
  await app.goto("/models");
  await expect(page.getByText(`Runs on WebAssembly (${why})`).first()).toBeVisible();
  const compare = page.getByRole("button", { name: "Compare WebAssembly and WebGPU" });
  if (project.name === "webgpu") {
    await compare.click();
    await expect(page.getByText("Timing the built-in models on both…")).toBeVisible();
  } else await expect(compare).toHaveCount(0);

  await app.open("Work");
  await app.run({ task: "Proofread", route: "On device", text: "I have recieved it." });
  await app.expectEnd("On device");
  await app.region("On device").getByText("More figures").click();
  await expect(app.region("On device")).toContainText(`wasm (${why})`);

  await app.open("Models");
  if (project.name === "webgpu") await expect(page.getByText("The comparison ended early.")).toBeVisible();
  const card = page.getByRole("link", { name: /known misses.*Tone$/ });
  await card.click();
  await page.getByRole("link", { name: "All models" }).click();
  await expect(card).toBeFocused();
});
