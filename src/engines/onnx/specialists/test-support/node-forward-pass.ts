import { readFile } from "node:fs/promises";
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { forwardPassOf } from "../../runtime/forward-pass";
import type { ForwardPass, SpecialistContext } from "../specialist";

env.wasm.numThreads = 1;

/** A session on onnxruntime's WebAssembly backend in Node, behind the specialists' own contract. */
export async function createNodeForwardPass(model: Uint8Array): Promise<ForwardPass> {
  const session = await InferenceSession.create(model, { executionProviders: ["wasm"] });
  return forwardPassOf(session, Tensor);
}

/** A specialist's context over a model folder on disk, without the hash check of the application. */
export function nodeContext(folder: string): SpecialistContext {
  const read = async (name: string) => new Uint8Array(await readFile(`${folder}/${name}`));
  return { readFile: read, createForwardPass: async (file) => createNodeForwardPass(await read(file)) };
}
