import * as v from "valibot";
import type { ComputeProvider } from "../../core/provider-choice";
import { fetchOwnFile, ownFileUrl } from "../../platform/own-files";
import { openProviderTrials } from "../../platform/storage/provider-trials";
import { probeWebGpu } from "../../platform/webgpu";
import { ONNX_EMBEDDED_MODELS } from "./models";
import { chooseProvider } from "./provider/choose-provider";
import { runtimeFilesFor } from "./runtime/load-runtime";
import { embeddedFilesOf, isKept, readEmbeddedFile } from "./specialists/embedded-files";

/** Written by the build; see `scripts/offline-kit-plugin.mjs`. */
const kitSchema = v.object({ files: v.array(v.string()) });

/**
 * Fetches what the embedded models need and does not have here yet: their code and the runtime's builds that they use
 * on this device, which the service worker keeps as they pass, and their files, checked and kept. Loads nothing into memory.
 * @throws InferenceError, TypeError or `ValiError` when something could not be fetched; what came before stays.
 */
export async function keepEmbeddedModels(signal: AbortSignal): Promise<void> {
  const kit = v.parse(kitSchema, await (await fetchOwnFile("offline-kit.json", { signal })).json());
  const gpu = await probeWebGpu();
  const trials = openProviderTrials().all();
  // WASM is also where a model goes that fails on the GPU.
  const providers = new Set<ComputeProvider>(["wasm"]);
  for (const model of ONNX_EMBEDDED_MODELS) {
    const choice = chooseProvider(model, { gpu, trial: trials[model.id], hasFailedOnGpu: false });
    if (choice !== null) providers.add(choice.provider);
  }
  const runtimes = [...providers].map(runtimeFilesFor).flatMap(({ mjs, wasm }) => [mjs, wasm]);
  for (const path of [...kit.files, ...runtimes]) {
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
