import type { ModelRecord } from "../../../core/model";
import type { ProviderChoice, ProviderTrial } from "../../../core/provider-choice";
import type { WebGpuAvailable, WebGpuProbe } from "../../../platform/webgpu";
import { embeddedFilesOf, isEmbedded } from "../specialists/embedded-files";

/** What the choice depends on. */
export interface ProviderFacts {
  gpu: WebGpuProbe;
  /** What was measured of this model, maybe with other files or another adapter; undefined where nothing was. */
  trial: ProviderTrial | undefined;
  /** Whether it failed to load on the GPU in this visit. */
  hasFailedOnGpu: boolean;
}

/** WebGPU brings a larger runtime and shaders to compile, so that being a little quicker does not pay. */
const LEAST_GAIN = 0.8;

/**
 * Where a built-in model computes: WASM, unless WebGPU was clearly quicker when both were timed on this device with
 * these files and this adapter. Null for a model that has no graph, and for one that does not ship with the app.
 */
export function chooseProvider(
  model: ModelRecord,
  { gpu, trial, hasFailedOnGpu }: ProviderFacts,
): ProviderChoice | null {
  if (!hasGraph(model)) return null;
  if (!gpu.available) return { provider: "wasm", reason: { type: "no-gpu" } };
  const valid = trial?.key === trialKey(model, gpu) ? trial : undefined;
  if (hasFailedOnGpu || valid?.webgpuMs === null) return { provider: "wasm", reason: { type: "gpu-failed" } };
  if (valid === undefined) {
    const type = gpu.adapterInfo.isFallback ? "software-gpu" : "not-measured";
    return { provider: "wasm", reason: { type } };
  }
  const { wasmMs, webgpuMs } = valid;
  const provider = webgpuMs <= LEAST_GAIN * wasmMs ? "webgpu" : "wasm";
  return { provider, reason: { type: "measured", wasmMs, webgpuMs } };
}

/** What a trial is valid for: the model's graph and the adapter. Null for a model that has no graph. */
export function trialKey(model: ModelRecord, { adapterInfo }: WebGpuAvailable): string | null {
  const hashes = graphHashesOf(model);
  if (hashes.length === 0) return null;
  const { vendor, architecture, isFallback } = adapterInfo;
  return [
    ...hashes.map((hash) => hash.slice(0, 16)),
    vendor,
    architecture,
    isFallback ? "software" : "",
  ].join(" ");
}

/** Whether a model ships with the app and computes in the runtime, not in plain script. */
export function hasGraph(model: ModelRecord): boolean {
  return graphHashesOf(model).length > 0;
}

/** SHA-256 of each graph that a model which ships with the app is made of. */
function graphHashesOf({ source }: ModelRecord): string[] {
  if (source.type !== "embedded" || !isEmbedded(source.folder)) return [];
  return Object.entries(embeddedFilesOf(source.folder)).flatMap(([name, { sha256 }]) =>
    name.endsWith(".onnx") ? [sha256] : [],
  );
}
