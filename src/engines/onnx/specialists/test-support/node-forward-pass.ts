import { readFile } from "node:fs/promises";
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import { forwardPassOf } from "../../runtime/forward-pass";
import type { OpenSession } from "../../runtime/open-session";
import type { ForwardPass, SpecialistContext } from "../specialist";

env.wasm.numThreads = 1;

/** Opens a graph on onnxruntime's WebAssembly backend in Node. */
export const openNodeSession: OpenSession = async (bytes) => ({
  session: await InferenceSession.create(bytes, { executionProviders: ["wasm"] }),
  provider: "wasm",
  Tensor,
});

/** A session in Node behind the specialists' own contract. */
export async function createNodeForwardPass(model: Uint8Array): Promise<ForwardPass> {
  return forwardPassOf((await openNodeSession(model)).session, Tensor);
}

/** A specialist's context over a model folder on disk, without the hash check of the application. */
export function nodeContext(folder: string): SpecialistContext {
  const read = async (name: string) => new Uint8Array(await readFile(`${folder}/${name}`));
  return { readFile: read, createForwardPass: async (file) => createNodeForwardPass(await read(file)) };
}
