import type { ModelRecord } from "../../src/core/model";
import { createDownloadDesk } from "../../src/engines/shared/downloads/download-desk";
import { OPEN_NETWORK } from "../../src/engines/shared/downloads/model-network";
import { answerCalls } from "./call-worker";

/** One download of all files of a repository. */
export interface DownloadCall {
  /** Checked and kept by the app's own code, or fetched and put as they come. */
  way: "app" | "bare";
  /** Address of the repository. */
  url: string;
  paths: readonly string[];
}

const CACHE_NAME = "bench/downloads";

function modelAt(url: string): ModelRecord {
  return {
    id: "bench",
    label: "Bench",
    engine: "web-llm",
    kind: "language-model",
    tasks: [],
    source: { type: "hugging-face", url, revision: "main" },
    downloadBytes: 0,
    requiredFeatures: [],
    modalities: ["text"],
    license: "unknown",
  };
}

/** The least that a download can be: no check, no way to go on after a break. */
async function downloadBare({ url, paths }: DownloadCall): Promise<void> {
  const cache = await caches.open(CACHE_NAME);
  for (const path of paths) {
    const address = `${url}/resolve/main/${path}`;
    await cache.put(address, await fetch(address, { cache: "no-store" }));
  }
}

async function downloadAsApp({ url, paths }: DownloadCall): Promise<void> {
  const signal = new AbortController().signal;
  const desk = createDownloadDesk(modelAt(url), OPEN_NETWORK, signal, {
    fetch: (...request) => fetch(...request),
    caches,
  });
  const files = paths.map((path) => ({ url: `${url}/resolve/main/${path}`, cacheName: CACHE_NAME, path }));
  desk.plan(files);
  for await (const _ of desk.obtainAll(files)) {
    // Its progress is not drawn here.
  }
}

/** Answers with the time that it took, in ms. */
answerCalls(async (call: DownloadCall): Promise<number> => {
  await caches.delete(CACHE_NAME);
  const startMs = performance.now();
  await (call.way === "app" ? downloadAsApp(call) : downloadBare(call));
  const tookMs = performance.now() - startMs;
  await caches.delete(CACHE_NAME);
  return tookMs;
});
