import type { ModelRecord } from "../../../core/model";

/** Hugging Face's name of each quantisation, and how it is written in a file name. */
const SUFFIXES = {
  fp32: "",
  fp16: "_fp16",
  q8: "_quantized",
  int8: "_int8",
  uint8: "_uint8",
  q4: "_q4",
  q4f16: "_q4f16",
  bnb4: "_bnb4",
} as const;

/** A quantisation that is known by its file name. */
export type Quantization = keyof typeof SUFFIXES;

/** What is loaded where a model names no quantisation: small, and quick without a GPU. */
export const DEFAULT_QUANTIZATION: Quantization = "q8";

/** The model's quantisation; null when it is not one of those known. */
export function quantizationOf(model: Pick<ModelRecord, "quantization">): Quantization | null {
  const name = model.quantization ?? DEFAULT_QUANTIZATION;
  return Object.hasOwn(SUFFIXES, name) ? (name as Quantization) : null;
}

/** The folder of the graph and its external data. */
export const GRAPH_FOLDER = "onnx/";

/** Where the graph of that quantisation lies in the repository. */
export function graphPathOf(quantization: Quantization): string {
  return `${GRAPH_FOLDER}model${SUFFIXES[quantization]}.onnx`;
}

/** WebGPU features without which the variant cannot run. */
export function featuresOf(quantization: Quantization): readonly string[] {
  return quantization === "fp16" || quantization === "q4f16" ? ["shader-f16"] : [];
}

/**
 * Whether the variant is made for WASM: its 8-bit integer operators have no WebGPU kernel, so that on WebGPU every
 * layer would go to the CPU and back.
 */
export function prefersWasm(model: Pick<ModelRecord, "quantization">): boolean {
  const quantization = quantizationOf(model);
  return quantization === "q8" || quantization === "int8" || quantization === "uint8";
}
