import type { WebGpuProbe } from "../../../platform/webgpu";
import type { OnnxProvider } from "../runtime/load-runtime";

/**
 * Where specialists compute: WebGPU first, WASM where there is no adapter, or one that is itself software only, which
 * makes a few milliseconds of work into seconds.
 */
export function specialistProvider(gpu: WebGpuProbe): OnnxProvider {
  return gpu.available && !gpu.adapterInfo.isFallback ? "webgpu" : "wasm";
}
