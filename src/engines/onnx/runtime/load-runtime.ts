import asyncifyMjs from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url";
import asyncifyWasm from "onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url";
import jspiMjs from "onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url";
import jspiWasm from "onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?url";
import plainMjs from "onnxruntime-web/ort-wasm-simd-threaded.mjs?url";
import plainWasm from "onnxruntime-web/ort-wasm-simd-threaded.wasm?url";
import type { ComputeProvider } from "../../../core/provider-choice";

/** The runtime's module. Its builds differ in what they contain, not in their types. */
export type OnnxRuntime = typeof import("onnxruntime-web/wasm");

/** What the runtime fetches when it starts; addresses of this app's own files. */
export interface RuntimeFiles {
  mjs: string;
  wasm: string;
}

/**
 * The build for a provider: the plain one for WASM, the smallest that can wait for the GPU for WebGPU (stack switching
 * where the browser has it, rewritten code elsewhere). One worker loads one of them.
 */
export function runtimeFilesFor(provider: ComputeProvider): RuntimeFiles {
  if (provider === "wasm") return { mjs: plainMjs, wasm: plainWasm };
  return hasStackSwitching() ? { mjs: jspiMjs, wasm: jspiWasm } : { mjs: asyncifyMjs, wasm: asyncifyWasm };
}

/** Imports the runtime's build for `provider`, told where its own files are (unset, it would go to a CDN). */
export async function loadRuntime(provider: ComputeProvider): Promise<OnnxRuntime> {
  const runtime = await importBuild(provider);
  runtime.env.wasm.wasmPaths = runtimeFilesFor(provider);
  // More threads need cross-origin isolation and make small models slower.
  runtime.env.wasm.numThreads = 1;
  runtime.env.logLevel = "error";
  return runtime;
}

function importBuild(provider: ComputeProvider): Promise<OnnxRuntime> {
  if (provider === "wasm") return import("onnxruntime-web/wasm");
  return hasStackSwitching() ? import("onnxruntime-web/jspi") : import("onnxruntime-web/webgpu");
}

function hasStackSwitching(): boolean {
  return "Suspending" in WebAssembly;
}
