import { probeWebGpu } from "../../platform/webgpu";
import { ONNX_SPECIALISTS } from "./models";
import { runtimeFilesFor } from "./runtime/load-runtime";
import { embeddedFilesOf, isKept, readEmbeddedFile } from "./specialists/embedded-files";
import { specialistProvider } from "./specialists/specialist-provider";

/**
 * Fetches what the embedded models need and does not have here yet: their files, checked and kept, and the runtime's
 * build for this device, which the service worker keeps as it passes. Loads nothing into memory.
 * @throws InferenceError or TypeError when something could not be fetched; what came before stays.
 */
export async function keepEmbeddedModels(signal: AbortSignal): Promise<void> {
  const { mjs, wasm } = runtimeFilesFor(specialistProvider(await probeWebGpu()));
  for (const url of [mjs, wasm]) {
    const response = await fetch(url, { signal });
    await response.arrayBuffer();
  }
  for (const { source } of ONNX_SPECIALISTS) {
    if (source.type !== "embedded" || (await isKept(source.folder, { caches: globalThis.caches }))) continue;
    for (const name of Object.keys(embeddedFilesOf(source.folder))) {
      await readEmbeddedFile(source.folder, name, { signal });
    }
  }
}
