import { defineConfig, devices } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "./scripts/find-chromium.mjs";

const inCi = Boolean(process.env.CI);
// Asked once: the workers, which load this file again, find the answer in the environment.
process.env.CHROMIUM_PATH ??= findChromium();

function browser(args: readonly string[]) {
  return {
    ...devices["Desktop Chrome"],
    launchOptions: { executablePath: process.env.CHROMIUM_PATH as string, args: [...CHROMIUM_ARGS, ...args] },
  };
}

/** Specs and tests marked so depend on the GPU, or the lack of one, and run in both projects. */
const BOTH = /@both-gpus/;

/**
 * Two browsers: one whose WebGPU is the software adapter, one without any adapter. Most tests do not depend on that
 * and run once, in the first.
 */
export default defineConfig({
  testDir: "e2e/specs",
  outputDir: "test-results",
  // Generous, for shared machines: on an idle one no test takes a tenth of it.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  fullyParallel: true,
  workers: 2,
  forbidOnly: inCi,
  // Shared machines stall for seconds at times; what fails three times has failed.
  retries: inCi ? 2 : 0,
  reporter: "list",
  // Tracing every test takes a third of the time that there is.
  use: { trace: "on-first-retry", serviceWorkers: "allow" },
  projects: [
    {
      name: "webgpu",
      grepInvert: /@no-gpu/,
      use: browser(["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"]),
    },
    {
      name: "no-gpu",
      grep: [BOTH, /@no-gpu/],
      use: browser(["--disable-gpu", "--disable-software-rasterizer"]),
    },
  ],
});
