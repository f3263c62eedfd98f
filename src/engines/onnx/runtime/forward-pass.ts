import type { InferenceSession, Tensor } from "onnxruntime-web";
import type { ForwardPass, TensorData } from "../specialists/specialist";

const TENSOR_TYPES = [
  [Int32Array, "int32"],
  [BigInt64Array, "int64"],
  [Float32Array, "float32"],
  [Uint8Array, "uint8"],
] as const;

/** A session behind the specialists' own contract, which knows no class of the runtime. */
export function forwardPassOf(session: InferenceSession, TensorClass: typeof Tensor): ForwardPass {
  return async (feeds) => {
    const inputs: Record<string, Tensor> = {};
    for (const [name, tensor] of Object.entries(feeds)) {
      inputs[name] = new TensorClass(tensorType(tensor), tensor.data, [...tensor.dims]);
    }
    const results: Record<string, TensorData> = {};
    for (const [name, tensor] of Object.entries(await session.run(inputs))) {
      results[name] = { data: tensor.data as TensorData["data"], dims: tensor.dims };
    }
    return results;
  };
}

function tensorType(tensor: TensorData): "int32" | "int64" | "float32" | "uint8" {
  for (const [kind, type] of TENSOR_TYPES) if (tensor.data instanceof kind) return type;
  throw new TypeError("The tensor holds an unknown kind of array");
}
