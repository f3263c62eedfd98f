import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";
import type { OpenSession } from "../../runtime/open-session";

env.wasm.numThreads = 1;

/** onnxruntime's WebAssembly backend in Node, behind the worker's own contract. */
export const openNodeSession: OpenSession = async (bytes, { externalData, sessionOptions } = {}) => ({
  session: await InferenceSession.create(bytes, {
    ...sessionOptions,
    executionProviders: ["wasm"],
    ...(externalData === undefined ? {} : { externalData }),
  }),
  provider: "wasm",
  Tensor,
});
