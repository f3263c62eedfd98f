import { readFile } from "node:fs/promises";
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import type { ForwardPass, SpecialistContext, TensorData } from "../specialist";

env.wasm.numThreads = 1;

const TENSOR_TYPES = [
  [Int32Array, "int32"],
  [BigInt64Array, "int64"],
  [Float32Array, "float32"],
  [Uint8Array, "uint8"],
] as const;

/** A session on onnxruntime's WebAssembly backend in Node, behind the specialists' own contract. */
export async function createNodeForwardPass(model: Uint8Array): Promise<ForwardPass> {
  const session = await InferenceSession.create(model, { executionProviders: ["wasm"] });
  return async (feeds) => {
    const inputs: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(feeds)) {
      inputs[name] = new Tensor(tensorType(tensor), tensor.data, [...tensor.dims]);
    }
    const results: Record<string, TensorData> = {};
    for (const [name, tensor] of Object.entries(await session.run(inputs))) {
      results[name] = { data: tensor.data as TensorData["data"], dims: tensor.dims };
    }
    return results;
  };
}

/** A specialist's context over a model folder on disk, without the hash check of the application. */
export function nodeContext(folder: string): SpecialistContext {
  const read = async (name: string) => new Uint8Array(await readFile(`${folder}/${name}`));
  return { readFile: read, createForwardPass: async (file) => createNodeForwardPass(await read(file)) };
}

function tensorType(tensor: TensorData): "int32" | "int64" | "float32" | "uint8" {
  for (const [kind, type] of TENSOR_TYPES) if (tensor.data instanceof kind) return type;
  throw new TypeError("The tensor holds an unknown kind of array");
}
