import { onnxCustomModel } from "../../src/engines/onnx/language-models/models";
import { createOnnxEngine } from "../../src/engines/onnx/onnx-engine";

const engine = createOnnxEngine();

function modelAt(url: string) {
  return onnxCustomModel({
    id: "bench-load",
    label: "Bench",
    engine: "onnx",
    url,
    revision: "main",
    quantization: "fp32",
  });
}

/** Loads through the app's own engine, from the page's side. Times in ms. */
export const measureLoad = {
  /** From the call until the model is in memory, its files fetched before if they are not here. */
  async prepare(url: string): Promise<number> {
    const startMs = performance.now();
    for await (const _ of engine.prepare(modelAt(url), { signal: new AbortController().signal })) {
      // To its end.
    }
    return performance.now() - startMs;
  },
  unload: () => engine.unload(),
  /** Deletes the files, so that the next load is a cold one. */
  async remove(url: string): Promise<void> {
    await engine.remove?.(modelAt(url));
  },
};
