import type { Availability, ModelRecord } from "../../../core/model";
import type { WebGpuProbe } from "../../../platform/webgpu";
import { lackingAvailability, storedAvailability } from "../../shared/downloads/stored-model";
import { lookUpStored } from "./model-store";
import { quantizationOf } from "./model-variant";

/** What the answer depends on. */
export interface LanguageModelScope {
  probe(): Promise<WebGpuProbe>;
  /** Absent where the browser keeps no files for pages at this address. */
  caches: CacheStorage | undefined;
}

/** Why this device cannot run the model, in words; null when it can. */
function findLack(model: ModelRecord, gpu: WebGpuProbe): string | null {
  const quantization = quantizationOf(model);
  if (quantization === null) return `No file is known for the variant “${model.quantization}”.`;
  // Without a GPU four-bit weights are unpacked anew for each token, and 16-bit floats do not compute at all.
  const needsGpu = quantization === "q4" || quantization === "q4f16" || quantization === "fp16";
  if (!gpu.available) {
    return needsGpu
      ? `${gpu.reason} The ${quantization} variant needs one; a q8 variant runs without.`
      : null;
  }
  return model.requiredFeatures.includes("shader-f16") && !gpu.features.includes("shader-f16")
    ? "This graphics processor cannot compute with 16-bit numbers (shader-f16), which this variant needs."
    : null;
}

/** Whether an ONNX language model can run now. Looks at the GPU and at the cache; makes no request. */
export async function languageModelAvailability(
  model: ModelRecord,
  { probe, caches }: LanguageModelScope,
): Promise<Availability> {
  if (model.source.type !== "hugging-face" || !URL.canParse(model.source.url)) {
    return { state: "unavailable", reason: "The address of this model is not a full web address." };
  }
  const lack = findLack(model, await probe());
  if (lack !== null) return lackingAvailability(model, caches, lookUpStored, lack);
  return storedAvailability(model, caches, lookUpStored);
}
