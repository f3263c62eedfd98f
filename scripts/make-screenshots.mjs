// Draws the pictures of the README from the real app: Work in Compare, light, dark and on a phone. The device side is
// the built-in proofreader; the cloud side is the loopback endpoint of the tests.
//   npm run build && node scripts/make-screenshots.mjs
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { runnerImport } from "vite";
import { CHROMIUM_ARGS, findChromium } from "./find-chromium.mjs";
import { createStaticServer } from "./static-server.mjs";

const project = fileURLToPath(new URL("..", import.meta.url));
const TEXT =
  "Thank you for recieving us on Tuesday. We was very pleased with the visit, and the team have allready wrote " +
  "down it's main points. Their is one more thing: could you send me the adress of the warehouse untill Friday?";
const PICTURES = [
  { name: "compare-light", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "compare-dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
  {
    name: "compare-phone",
    viewport: { width: 390, height: 844 },
    colorScheme: "light",
    deviceScaleFactor: 2,
  },
];

const { module: fixtures } = await runnerImport(`${project}e2e/fixtures/openai-server/openai-server.ts`);
const endpoint = await fixtures.startOpenAiServer({ paceMs: 30 });
const site = createStaticServer(`${project}dist`);
await new Promise((resolve) => site.listen(0, "127.0.0.1", resolve));
const browser = await chromium.launch({ executablePath: findChromium(), args: CHROMIUM_ARGS });

for (const { name, ...view } of PICTURES) {
  const context = await browser.newContext(view);
  const page = await context.newPage();
  await page.goto(`http://127.0.0.1:${site.address().port}/settings`);
  await page.getByLabel("Provider").selectOption({ label: "Other endpoint" });
  await page.getByLabel("Base URL").fill(endpoint.baseUrl);
  await page.getByLabel("Model name", { exact: true }).first().fill("gpt-4o-mini");
  await page.getByLabel("API key").fill(fixtures.TEST_KEY);
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Work" }).click();
  await page.getByRole("radio", { name: "Compare" }).check({ force: true });
  await page.getByRole("textbox", { name: "Prompt" }).fill(TEXT);
  // The first run loads the model; the picture is of the second, as a person sees it from then on.
  for (let run = 0; run < 2; run += 1) {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    for (const side of ["On device", "Cloud"]) {
      const status = page.getByRole("region", { name: side, exact: true }).getByRole("status").first();
      await status.filter({ hasText: "Done" }).waitFor({ timeout: 60_000 });
    }
  }
  await page.evaluate(() => document.activeElement?.blur());
  await page.screenshot({ path: `${project}docs/screenshots/${name}.png`, fullPage: true });
  await context.close();
}

await browser.close();
await endpoint.close();
site.closeAllConnections();
site.close();
