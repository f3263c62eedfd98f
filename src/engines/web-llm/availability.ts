import { InferenceError } from "../../core/errors";
import type { Availability, ModelRecord } from "../../core/model";
import type { WebGpuProbe } from "../../platform/webgpu";
import { lackingAvailability, storedAvailability } from "../shared/downloads/stored-model";
import { lookUpStored } from "./model-files";
import { LIBRARY_NEEDS, requiredBufferBytesOf } from "./models";

const SOFTWARE_GPU =
  "This browser only imitates a graphics processor in software; the model would work, but very slowly.";

/** Why this GPU cannot run the model, in words; null when it can. */
export function findGpuLack(model: ModelRecord, gpu: WebGpuProbe): string | null {
  if (!gpu.available) return gpu.reason;
  const missing = model.requiredFeatures.filter((feature) => !gpu.features.includes(feature));
  if (missing.includes("shader-f16")) {
    return "This graphics processor cannot compute with 16-bit numbers (shader-f16), which this model needs.";
  }
  if (missing.length > 0)
    return `This graphics processor lacks what this model needs: ${missing.join(", ")}.`;
  for (const [name, needed] of Object.entries(LIBRARY_NEEDS)) {
    const has = gpu.limits[name as keyof typeof LIBRARY_NEEDS];
    if (has < needed)
      return `This graphics processor is too small for this model (${name} ${has} of ${needed}).`;
  }
  const bufferBytes = requiredBufferBytesOf(model.id);
  if (bufferBytes !== null && gpu.limits.maxStorageBufferBindingSize < bufferBytes) {
    return `This graphics processor allows buffers of ${megabytes(gpu.limits.maxStorageBufferBindingSize)} MB; this model needs ${megabytes(bufferBytes)} MB.`;
  }
  return null;
}

/** What a lack of the GPU is called in an error. */
export function gpuError(lack: string, gpu: WebGpuProbe, model: ModelRecord): InferenceError {
  return new InferenceError(gpu.available ? "feature-missing" : "webgpu-unavailable", lack, {
    engine: "web-llm",
    model: model.id,
    detail: lack,
  });
}

/** Whether the model can run now. Looks at the GPU and at the caches; makes no request. */
export async function webLlmAvailability(
  model: ModelRecord,
  probe: () => Promise<WebGpuProbe>,
  storage: CacheStorage | undefined,
): Promise<Availability> {
  if (model.source.type !== "hugging-face" || model.source.libraryUrl === undefined) {
    return { state: "unavailable", reason: "This model has no address of a model library (.wasm)." };
  }
  if (!URL.canParse(model.source.url) || !URL.canParse(model.source.libraryUrl)) {
    return { state: "unavailable", reason: "The address of this model is not a full web address." };
  }
  const gpu = await probe();
  const lack = findGpuLack(model, gpu);
  if (lack !== null) return lackingAvailability(model, storage, lookUpStored, lack);
  const isSoftware = gpu.available && gpu.adapterInfo.isFallback;
  return storedAvailability(model, storage, lookUpStored, isSoftware ? SOFTWARE_GPU : undefined);
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1_048_576);
}
