import * as v from "valibot";
import { fetchOwnFile, ownFileUrl } from "../../platform/own-files";
import { probeWebGpu } from "../../platform/webgpu";
import { ONNX_EMBEDDED_MODELS } from "./models";
import { runtimeFilesFor } from "./runtime/load-runtime";
import { embeddedFilesOf, isKept, readEmbeddedFile } from "./specialists/embedded-files";
import { specialistProvider } from "./specialists/specialist-provider";

/** Written by the build; see `scripts/offline-kit-plugin.mjs`. */
const kitSchema = v.object({ files: v.array(v.string()) });

/**
 * Fetches what the embedded models need and does not have here yet: their code and the runtime's build for this
 * device, which the service worker keeps as they pass, and their files, checked and kept. Loads nothing into memory.
 * @throws InferenceError, TypeError or `ValiError` when something could not be fetched; what came before stays.
 */
export async function keepEmbeddedModels(signal: AbortSignal): Promise<void> {
  const kit = v.parse(kitSchema, await (await fetchOwnFile("offline-kit.json", { signal })).json());
  const { mjs, wasm } = runtimeFilesFor(specialistProvider(await probeWebGpu()));
  for (const path of [...kit.files, mjs, wasm]) {
    // What an earlier visit kept is not read again: the runtime alone is 14 MB.
    if ((await caches.match(ownFileUrl(path))) !== undefined) continue;
    const response = await fetchOwnFile(path, { signal });
    if (!response.ok) throw new TypeError(`${path} gave ${response.status}`);
    await response.arrayBuffer();
  }
  for (const { source } of ONNX_EMBEDDED_MODELS) {
    if (source.type !== "embedded" || (await isKept(source.folder, { caches: globalThis.caches }))) continue;
    for (const name of Object.keys(embeddedFilesOf(source.folder))) {
      await readEmbeddedFile(source.folder, name, { signal });
    }
  }
}
