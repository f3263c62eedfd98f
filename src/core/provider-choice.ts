/** Where a graph can compute in the browser. */
export type ComputeProvider = "webgpu" | "wasm";

/** Why a built-in model computes where it does. */
export type ProviderReason =
  /** There is no adapter. */
  | { type: "no-gpu" }
  /** The adapter is itself software. */
  | { type: "software-gpu" }
  /** There is an adapter, and nobody has measured yet. */
  | { type: "not-measured" }
  /** The model did not load or run on the GPU here. */
  | { type: "gpu-failed" }
  /** Both were timed on this device: ms for the sample text of a specialist, or for a token of a language model. */
  | { type: "measured"; wasmMs: number; webgpuMs: number };

/** Where a built-in model computes on this device, and why. */
export interface ProviderChoice {
  provider: ComputeProvider;
  reason: ProviderReason;
}

/** What was found when a model was timed on both. */
export interface ProviderTrial {
  /** What it was measured with: the model's files and the adapter. Another key makes the trial void. */
  key: string;
  wasmMs: number;
  /** Null when it did not load or run there. */
  webgpuMs: number | null;
}
