import type { ModelRecord } from "../../core/model";
import type { ModelTrial, TrialFault } from "../../core/model-trial";
import { prefersWasm } from "../../engines/onnx/language-models/model-variant";
import { LIBRARY_NEEDS } from "../../engines/web-llm/models";
import type { WebGpuAvailable, WebGpuProbe } from "../../platform/webgpu";

/** What is known of this device before a model was ever tried on it. */
export interface DeviceFacts {
  gpu: WebGpuProbe;
  /** As the browser rounds and caps it; null where it does not say. */
  memoryBytes: number | null;
  /** What this page may still store; null where the browser does not say. */
  freeStorageBytes: number | null;
}

/** What of one model the answer depends on, besides its record. */
export interface FitContext {
  /** Bytes that are not on this device yet. */
  missingBytes: number;
  /** Outranks every guess. */
  measured?: ModelTrial | undefined;
}

/** Why a model fits or does not; `ui/copy/fit.ts` has the words. Sizes in bytes. */
export type FitReason =
  | { type: "no-gpu"; detail: string }
  | { type: "lacks-feature"; feature: string }
  | { type: "gpu-limit"; limit: string; has: number; needs: number }
  | { type: "buffer-limit"; has: number; needs: number }
  | { type: "memory"; has: number; needs: number }
  | { type: "disk"; has: number; needs: number }
  | { type: "software-gpu" }
  | { type: "wasm" }
  | { type: "wasm-too-large"; parameters: number }
  | { type: "wasm-memory"; needs: number }
  | { type: "measured"; fault: TrialFault | null; tokensPerSecond: number | null };

/** Whether a model fits this device, where it would compute, and why. `unknown` where its size is. */
export interface ModelFit {
  verdict: "fits" | "tight" | "does-not-fit" | "unknown";
  provider: "webgpu" | "wasm";
  /** Memory it will take, in bytes; null where nothing is known of its size. */
  needsBytes: number | null;
  reasons: readonly FitReason[];
}

/** Above this WebAssembly writes slower than one reads. */
export const WASM_CEILING_PARAMETERS = 150_000_000;
/** Slower than this is a wait and not a conversation, in tokens per second. */
const SLOW_TOKENS_PER_SECOND = 3;
/** All that WebAssembly can address. */
const WASM_MEMORY_BYTES = 4_294_967_296;
/** Browsers name no more than this, however much there is. */
const MEMORY_CAP_BYTES = 8 * 1_073_741_824;
/** A model that takes more than this share of the memory leaves too little for everything else. */
const TIGHT_MEMORY_SHARE = 0.5;
const TIGHT_DISK_SHARE = 0.8;
/** As measured: a 139 MB q8 model took 774 MiB at its peak; other variants are not unpacked. */
const WASM_Q8_PEAK = 5.8;
const WASM_PEAK = 2.5;
const GPU_PEAK = 1.3;

/** Engines whose models this app loads itself; others know best what they can run. */
const OWN_ENGINES: ReadonlySet<string> = new Set(["onnx", "web-llm"]);

/** Whether `model` fits this device. Pure; what the engine itself refuses (`Availability`) is not asked here. */
export function fitModel(model: ModelRecord, device: DeviceFacts, context: FitContext): ModelFit {
  if (!OWN_ENGINES.has(model.engine)) {
    const [known] = context.measured === undefined ? [] : judge(context.measured);
    const verdict = known === undefined ? "unknown" : VERDICTS[known.weight];
    return {
      verdict,
      provider: "webgpu",
      needsBytes: null,
      reasons: known === undefined ? [] : [known.reason],
    };
  }
  const provider = providerOf(model, device.gpu);
  const needsBytes = memoryNeedOf(model, provider);
  const lack = findLack(model, device.gpu, provider);
  if (lack !== null) return { verdict: "does-not-fit", provider, needsBytes, reasons: [lack] };
  const disk = judgeDisk(context.missingBytes, device.freeStorageBytes);
  const others = context.measured === undefined ? guess(model, device, provider) : judge(context.measured);
  const judged = disk === null ? others : [disk, ...others];
  const worst = judged.reduce((so, { weight }) => Math.max(so, weight), 0);
  const isUnknown = worst === 0 && needsBytes === null && context.measured === undefined;
  return {
    verdict: isUnknown ? "unknown" : (VERDICTS[worst] ?? "does-not-fit"),
    provider,
    needsBytes,
    reasons: judged.map(({ reason }) => reason),
  };
}

const VERDICTS = ["fits", "tight", "does-not-fit"] as const;

/** A reason and how bad it is: an index into {@link VERDICTS}. */
interface Judged {
  weight: 0 | 1 | 2;
  reason: FitReason;
}

function judge({ fault, tokensPerSecond }: ModelTrial): Judged[] {
  const slow = tokensPerSecond !== undefined && tokensPerSecond < SLOW_TOKENS_PER_SECOND;
  const weight = fault !== null ? 2 : slow ? 1 : 0;
  return [{ weight, reason: { type: "measured", fault, tokensPerSecond: tokensPerSecond ?? null } }];
}

function guess(model: ModelRecord, device: DeviceFacts, provider: "webgpu" | "wasm"): Judged[] {
  const judged: Judged[] = [];
  const needs = memoryNeedOf(model, provider);
  if (provider === "wasm") {
    const parameters = model.parameters ?? model.downloadBytes;
    if (needs !== null && needs > WASM_MEMORY_BYTES)
      judged.push({ weight: 2, reason: { type: "wasm-memory", needs } });
    else if (parameters > WASM_CEILING_PARAMETERS)
      judged.push({ weight: 1, reason: { type: "wasm-too-large", parameters } });
    else judged.push({ weight: 0, reason: { type: "wasm" } });
  } else if (device.gpu.available && device.gpu.adapterInfo.isFallback) {
    judged.push({ weight: 1, reason: { type: "software-gpu" } });
  }
  const has = device.memoryBytes;
  if (needs !== null && has !== null && needs > has * TIGHT_MEMORY_SHARE) {
    const isSure = needs > has && has < MEMORY_CAP_BYTES;
    judged.push({ weight: isSure ? 2 : 1, reason: { type: "memory", has, needs } });
  }
  return judged;
}

function judgeDisk(needs: number, has: number | null): Judged | null {
  if (has === null || needs <= has * TIGHT_DISK_SHARE) return null;
  return { weight: needs > has ? 2 : 1, reason: { type: "disk", has, needs } };
}

/** Where the engines compute: WebLLM on the GPU alone, ONNX without one in those variants that are made for it. */
function providerOf(model: ModelRecord, gpu: WebGpuProbe): "webgpu" | "wasm" {
  if (model.engine !== "onnx") return "webgpu";
  if (prefersWasm(model)) return "wasm";
  return !gpu.available && model.quantization === "fp32" ? "wasm" : "webgpu";
}

function memoryNeedOf(model: ModelRecord, provider: "webgpu" | "wasm"): number | null {
  if (model.vramRequiredMb !== undefined) return model.vramRequiredMb * 1e6;
  if (model.downloadBytes === 0) return null;
  const peak = provider === "webgpu" ? GPU_PEAK : prefersWasm(model) ? WASM_Q8_PEAK : WASM_PEAK;
  return model.downloadBytes * peak;
}

/** What no measurement can overrule: the GPU lacks what the model's code asks for. */
function findLack(model: ModelRecord, gpu: WebGpuProbe, provider: "webgpu" | "wasm"): FitReason | null {
  if (provider === "wasm") return null;
  if (!gpu.available) return { type: "no-gpu", detail: gpu.reason };
  const feature = model.requiredFeatures.find((name) => !gpu.features.includes(name));
  if (feature !== undefined) return { type: "lacks-feature", feature };
  if (model.engine === "web-llm") {
    const limit = findSmallLimit(gpu);
    if (limit !== null) return limit;
  }
  const needs = model.requiredBufferBytes ?? 0;
  const has = gpu.limits.maxStorageBufferBindingSize;
  return has < needs ? { type: "buffer-limit", has, needs } : null;
}

function findSmallLimit(gpu: WebGpuAvailable): FitReason | null {
  for (const [limit, needs] of Object.entries(LIBRARY_NEEDS)) {
    const has = gpu.limits[limit as keyof typeof LIBRARY_NEEDS];
    if (has < needs) return { type: "gpu-limit", limit, has, needs };
  }
  return null;
}
