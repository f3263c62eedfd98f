import type { AppPage } from "../fixtures/app-page";

/** Sets the person's own price of a model, in US dollars per million tokens. */
export async function setPrice(
  { page }: AppPage,
  price: { model: string; inputUsd: string; outputUsd: string },
): Promise<void> {
  const form = page.locator("form").filter({ has: page.getByRole("button", { name: "Set price" }) });
  await form.getByLabel("Model", { exact: true }).fill(price.model);
  await form.getByLabel("Tokens in, per million").fill(price.inputUsd);
  await form.getByLabel("Tokens out, per million").fill(price.outputUsd);
  await form.getByRole("button", { name: "Set price" }).click();
}

/** Sets what the device draws and what electricity costs. */
export async function setEnergy(
  { page }: AppPage,
  energy: { watts: string; usdPerKwh: string },
): Promise<void> {
  await page.getByLabel("Power while working, in watts").fill(energy.watts);
  await page.getByLabel("Price of electricity, in US dollars per kWh").fill(energy.usdPerKwh);
}

/** Sets what happens to private text on its way to the cloud, and comes back to Work. */
export async function setPrivacyRule(app: AppPage, rule: string): Promise<void> {
  await app.open("Settings");
  await app.page.getByLabel("When something private is found", { exact: true }).selectOption(rule);
  await app.open("Work");
}

/** Adds an endpoint after those that are set up, and comes back to Work. */
export async function addEndpoint(
  app: AppPage,
  endpoint: { baseUrl: string; key: string; model: string },
): Promise<void> {
  await app.open("Settings");
  await app.page.getByRole("button", { name: "Add an endpoint" }).click();
  const group = app.page.getByRole("group", { name: /^Endpoint \d+$/ }).last();
  await group.getByLabel("Provider").selectOption({ label: "Other endpoint" });
  await group.getByLabel("Base URL").fill(endpoint.baseUrl);
  await group.getByLabel("Model name").fill(endpoint.model);
  await group.getByLabel("API key").fill(endpoint.key);
  await app.open("Work");
}

/** Sets the limit on what the cloud may cost in one day, in US dollars. */
export async function setDayLimit({ page }: AppPage, usd: string): Promise<void> {
  await page.getByLabel("Most for one day").fill(usd);
}
