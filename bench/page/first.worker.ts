import { loadRuntime, runtimeFilesFor } from "../../src/engines/onnx/runtime/load-runtime";

/** Times on the wall clock, in ms. */
export interface BareStart {
  workerMs: number;
  /** The runtime's code has arrived. */
  runtimeMs: number;
  /** The model's graph has arrived; it is fetched beside the runtime. */
  modelMs: number;
  /** The session is there. */
  sessionMs: number;
  /** How long another session of the same graph took, with the runtime compiled: a span, not a time. */
  secondSessionMs: number;
}

const now = () => performance.timeOrigin + performance.now();

async function start(): Promise<BareStart> {
  const workerMs = now();
  let modelMs = 0;
  const model = fetch("/models/proofread/model.onnx").then(async (response) => {
    const bytes = new Uint8Array(await response.arrayBuffer());
    modelMs = now();
    return bytes;
  });
  const { InferenceSession } = await loadRuntime("wasm");
  const open = async () =>
    InferenceSession.create(await model, { executionProviders: ["wasm"], graphOptimizationLevel: "all" });
  const session = await open();
  const sessionMs = now();
  await session.release();
  const second = await open();
  const secondSessionMs = now() - sessionMs;
  await second.release();
  const { href } = new URL(runtimeFilesFor("wasm").wasm, location.origin);
  const [fetched] = performance.getEntriesByName(href) as PerformanceResourceTiming[];
  if (fetched === undefined) throw new Error(`${href} was not fetched`);
  return {
    workerMs,
    runtimeMs: performance.timeOrigin + fetched.responseEnd,
    modelMs,
    sessionMs,
    secondSessionMs,
  };
}

void start().then(
  (times) => postMessage(times),
  (thrown) => postMessage({ error: String(thrown) }),
);
