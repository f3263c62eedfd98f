// Runs the end-to-end tests on the current build; arguments go to Playwright:
//   npm run test:e2e -- e2e/specs/shell.spec.ts --project webgpu
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { buildIfNeeded } from "./build-if-needed.mjs";
import { findChromium } from "./find-chromium.mjs";

let chromiumPath;
try {
  chromiumPath = findChromium();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
buildIfNeeded();
const project = fileURLToPath(new URL("..", import.meta.url));
const playwright = fileURLToPath(new URL("../node_modules/@playwright/test/cli.js", import.meta.url));
const { status } = spawnSync(process.execPath, [playwright, "test", ...process.argv.slice(2)], {
  cwd: project,
  stdio: "inherit",
  env: { ...process.env, CHROMIUM_PATH: chromiumPath },
});
process.exit(status ?? 1);
