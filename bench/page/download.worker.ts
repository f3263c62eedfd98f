import type { ModelRecord } from "../../src/core/model";
import { openByteReader } from "../../src/engines/shared/byte-reader";
import { createChunkStore } from "../../src/engines/shared/downloads/chunk-store";
import { createDownloadDesk } from "../../src/engines/shared/downloads/download-desk";
import { discardParts } from "../../src/engines/shared/downloads/file-parts";
import { OPEN_NETWORK } from "../../src/engines/shared/downloads/model-network";
import { createSha256 } from "../../src/engines/shared/downloads/sha256";
import { answerCalls } from "./call-worker";

/** What is done with the files: all that the app does, the least that keeps them, or one stage of the app's work. */
export type DownloadWay = "app" | "bare" | "read" | "hash" | "keep";

/** One download of all files of a repository. */
export interface DownloadCall {
  way: DownloadWay;
  /** Address of the repository. */
  url: string;
  paths: readonly string[];
  /** As of a model whose engine reads files in parts. */
  mayBeInParts: boolean;
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

/** Reads every byte in this worker, and then hashes or keeps it, or does nothing with it. */
async function downloadStage(stage: "read" | "hash" | "keep", { url, paths }: DownloadCall): Promise<void> {
  const cache = await caches.open(CACHE_NAME);
  for (const path of paths) {
    const address = `${url}/resolve/main/${path}`;
    const { body } = await fetch(address, { cache: "no-store" });
    if (body === null) throw new Error(`${address} has no body`);
    const reader = openByteReader(body, 1_048_576);
    const hash = await createSha256();
    const store = createChunkStore();
    for (let chunk = await reader.read(); chunk !== undefined; chunk = await reader.read()) {
      if (stage === "hash") hash.update(chunk);
      if (stage === "keep") store.add(chunk);
    }
    hash.digestHex();
    if (stage === "keep") await cache.put(address, new Response(store.take()));
  }
}

async function downloadAsApp({ url, paths, mayBeInParts }: DownloadCall): Promise<void> {
  const signal = new AbortController().signal;
  const desk = createDownloadDesk(modelAt(url), OPEN_NETWORK, signal, {
    fetch: (...request) => fetch(...request),
    caches,
  });
  const files = paths.map((path) => ({
    url: `${url}/resolve/main/${path}`,
    cacheName: CACHE_NAME,
    path,
    mayBeInParts,
  }));
  desk.plan(files);
  for await (const _ of desk.obtainAll(files)) {
    // Its progress is not drawn here.
  }
}

/** Answers with the time that it took, in ms. */
answerCalls(async (call: DownloadCall): Promise<number> => {
  await caches.delete(CACHE_NAME);
  const startMs = performance.now();
  if (call.way === "app") await downloadAsApp(call);
  else if (call.way === "bare") await downloadBare(call);
  else await downloadStage(call.way, call);
  const tookMs = performance.now() - startMs;
  await caches.delete(CACHE_NAME);
  await discardParts(caches, () => true);
  return tookMs;
});
