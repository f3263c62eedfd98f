import { ONNX_EMBEDDED_MODELS } from "../../src/engines/onnx/models";
import type { ComparedModel } from "../../src/engines/onnx/provider/compare-providers";
import { compareProviders } from "../../src/engines/onnx/provider/compare-providers";
import type { BareModel, BareResult, BareRun } from "./bare-decode.worker";
import { callWorker } from "./call-worker";
import type { DownloadCall } from "./download.worker";
import { measureLoad } from "./measure-load";
import { measurePrivacy } from "./measure-privacy";
import { measureRouting } from "./measure-routing";
import type { SpecialistCall, SpecialistFigures } from "./specialist.worker";
import type { TransformersModel, TransformersResult, TransformersRun } from "./transformers.worker";

/** Workers that hold a model, by a name that the bench gives. */
const workers = new Map<string, Worker>();

function known(name: string): Worker {
  const worker = workers.get(name);
  if (worker === undefined) throw new Error(`${name} was not loaded`);
  return worker;
}

/** What the bench calls in its own page. */
const bench = {
  /** Starts a worker that holds a model for the bare loop. */
  async loadBare(name: string, model: Omit<BareModel, "type">): Promise<void> {
    const worker = new Worker(new URL("./bare-decode.worker.ts", import.meta.url), { type: "module" });
    workers.set(name, worker);
    await callWorker<BareModel, null>(worker, { type: "load", ...model });
  },
  runBare: (name: string, run: Omit<BareRun, "type">) =>
    callWorker<BareRun, BareResult>(known(name), { type: "run", ...run }),
  /** Starts a worker that holds a model for Transformers.js. */
  async loadTransformers(name: string, model: Omit<TransformersModel, "type">): Promise<void> {
    const worker = new Worker(new URL("./transformers.worker.ts", import.meta.url), { type: "module" });
    workers.set(name, worker);
    await callWorker<TransformersModel, null>(worker, { type: "load", ...model });
  },
  runTransformers: (name: string, run: Omit<TransformersRun, "type">) =>
    callWorker<TransformersRun, TransformersResult>(known(name), { type: "run", ...run }),
  /** Frees a model and its worker. */
  end(name: string): void {
    workers.get(name)?.terminate();
    workers.delete(name);
  },
  /** One specialist in a worker of its own. */
  async specialist(call: SpecialistCall): Promise<SpecialistFigures> {
    const worker = new Worker(new URL("./specialist.worker.ts", import.meta.url), { type: "module" });
    try {
      return await callWorker<SpecialistCall, SpecialistFigures>(worker, call);
    } finally {
      worker.terminate();
    }
  },
  /** One model that ships on both providers, as the app itself compares them; null WebGPU time where it failed. */
  async compareProviders(modelId: string): Promise<Pick<ComparedModel, "wasmMs" | "webgpuMs">> {
    const comparing = compareProviders(
      ONNX_EMBEDDED_MODELS.filter(({ id }) => id === modelId),
      {
        createWorker: () =>
          new Worker(new URL("../../src/engines/onnx/onnx.worker.ts", import.meta.url), { type: "module" }),
        signal: new AbortController().signal,
        nowMs: () => performance.now(),
      },
    );
    for await (const { wasmMs, webgpuMs } of comparing) return { wasmMs, webgpuMs };
    throw new Error(`there is no model ${modelId}`);
  },
  /** One download in a worker of its own; the time that it took, in ms. */
  async download(call: DownloadCall): Promise<number> {
    const worker = new Worker(new URL("./download.worker.ts", import.meta.url), { type: "module" });
    try {
      return await callWorker<DownloadCall, number>(worker, call);
    } finally {
      worker.terminate();
    }
  },
  routing: measureRouting,
  privacy: measurePrivacy,
  load: measureLoad,
};

/** The bench's page. */
export type Bench = typeof bench;

declare global {
  interface Window {
    bench: Bench;
  }
}

window.bench = bench;
