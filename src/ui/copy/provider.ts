import type { ComputeProvider, ProviderReason } from "../../core/provider-choice";
import { formatMs } from "../format";

/** What the providers of a browser are called. */
export const PROVIDER_LABELS: Readonly<Record<ComputeProvider, string>> = {
  webgpu: "WebGPU",
  wasm: "WebAssembly",
};

/** Why a built-in model computes where it does, as an aside. */
export function providerReasonWords(reason: ProviderReason): string {
  switch (reason.type) {
    case "no-gpu":
      return "no graphics adapter";
    case "software-gpu":
      return "the graphics adapter is software";
    case "not-measured":
      return "not compared with WebGPU yet";
    case "gpu-failed":
      return "it did not work on WebGPU here";
    case "measured":
      return `measured here: ${formatMs(reason.wasmMs)} on WebAssembly, ${formatMs(reason.webgpuMs)} on WebGPU`;
  }
}
