import { expect, type Locator } from "@playwright/test";
import type { AppPage } from "../fixtures/app-page";
import { startModelHost } from "../fixtures/model-host/model-host";

/** A model's entry on the Models page. */
export function modelEntry({ page }: AppPage, label: string): Locator {
  return page.getByRole("listitem").filter({
    has: page.getByRole("heading", { level: 3, name: label, exact: true }),
  });
}

/** Entries of a section, such as "Built in". */
export function modelEntries({ page }: AppPage, section: string): Locator {
  return page
    .getByRole("region", { name: section, exact: true })
    .getByRole("listitem")
    .filter({ has: page.getByRole("heading", { level: 3 }) });
}

/** Shows the whole list of language models; at first only its beginning is there. */
export async function showAllModels({ page }: AppPage): Promise<void> {
  await page.getByRole("button", { name: /^Show the other \d+$/ }).click();
}

/** Adds an ONNX language model by its address. */
export async function addOnnxModel(
  { page }: AppPage,
  model: { address: string; name: string; quantisation: string },
): Promise<void> {
  await page.getByRole("combobox", { name: "Engine" }).selectOption("onnx");
  await page.getByRole("textbox", { name: "Address" }).fill(model.address);
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(model.name);
  await page.getByRole("combobox", { name: "Quantisation" }).selectOption(model.quantisation);
  await page.getByRole("button", { name: "Add model" }).click();
}

/** What every page says of downloads, beside the navigation. */
export function downloadTray({ page }: AppPage): Locator {
  return page
    .getByRole("banner")
    .getByRole("link", { name: /Downloading|Loading|Paused|Queued|failed|Other tab/ });
}

/** Presses Download and waits until the model is ready, for as long as the test may take. */
export async function downloadModel(app: AppPage, label: string): Promise<void> {
  const entry = modelEntry(app, label);
  await entry.getByRole("button", { name: `Download ${label}` }).click();
  await expect(entry.getByText("Ready", { exact: true })).toBeVisible({ timeout: 0 });
}

/** Adds an ONNX language model by the address of a loopback host, downloads it, shuts the host down, goes to Work. */
export async function installOnnxModel(
  app: AppPage,
  name: string,
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Promise<void> {
  const host = await startModelHost(files);
  await app.open("Models");
  await addOnnxModel(app, { address: host.url, name, quantisation: "fp32" });
  await expect(modelEntry(app, name).getByText("Can be downloaded", { exact: true })).toBeVisible();
  expect(host.requests()).toEqual([]);
  await downloadModel(app, name);
  expect(host.requests()).toContain("onnx/model.onnx");
  await host.close();
  await app.open("Work");
}
