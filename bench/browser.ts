import { type Browser, chromium } from "@playwright/test";
import { CHROMIUM_ARGS, findChromium } from "../scripts/find-chromium.mjs";

/** Without any adapter, so that nothing else than WASM can compute; or with the software one. */
const GPU_ARGS = {
  none: ["--disable-gpu", "--disable-software-rasterizer"],
  software: ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader"],
} as const;

/** Starts a headless browser with an empty profile of its own. */
export function launchBrowser(gpu: keyof typeof GPU_ARGS = "none"): Promise<Browser> {
  return chromium.launch({ executablePath: findChromium(), args: [...CHROMIUM_ARGS, ...GPU_ARGS[gpu]] });
}

/** Starts one, hands it to `work` and ends it whatever happens. */
export async function withBrowser<Result>(
  gpu: keyof typeof GPU_ARGS,
  work: (browser: Browser) => Promise<Result>,
): Promise<Result> {
  const browser = await launchBrowser(gpu);
  try {
    return await work(browser);
  } finally {
    await browser.close();
  }
}
