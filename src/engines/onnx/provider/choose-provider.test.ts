import { describe, expect, it } from "vitest";
import type { WebGpuAvailable, WebGpuProbe } from "../../../platform/webgpu";
import { ONNX_EMBEDDED_MODELS } from "../models";
import { chooseProvider, trialKey } from "./choose-provider";

const NO_GPU: WebGpuProbe = { available: false, code: "no-adapter", reason: "none" };
const GPU: WebGpuAvailable = {
  available: true,
  features: [],
  limits: {} as never,
  adapterInfo: { vendor: "maker", architecture: "third", isFallback: false },
};
const SOFTWARE: WebGpuAvailable = { ...GPU, adapterInfo: { ...GPU.adapterInfo, isFallback: true } };

function modelOf(folder: string) {
  const model = ONNX_EMBEDDED_MODELS.find(({ id }) => id === `embedded/${folder}`);
  if (model === undefined) throw new Error(`no model ${folder}`);
  return model;
}

const writer = modelOf("writer");

function choose(
  gpu: WebGpuProbe,
  times?: [number, number | null],
  { key = trialKey(writer, GPU), failed = false } = {},
) {
  const trial = times === undefined ? undefined : { key: key ?? "", wasmMs: times[0], webgpuMs: times[1] };
  const choice = chooseProvider(writer, { gpu, trial, hasFailedOnGpu: failed });
  return choice === null ? null : `${choice.provider}, ${choice.reason.type}`;
}

describe("chooseProvider", () => {
  it.each([
    ["without an adapter", NO_GPU, [5, 1], "wasm, no-gpu"],
    ["before anything was measured", GPU, undefined, "wasm, not-measured"],
    ["on a software adapter", SOFTWARE, undefined, "wasm, software-gpu"],
    ["with WebGPU clearly quicker", GPU, [5, 4], "webgpu, measured"],
    ["with WebGPU hardly quicker", GPU, [5, 4.1], "wasm, measured"],
    ["with WebGPU slower", GPU, [5, 50], "wasm, measured"],
    ["when it failed on WebGPU", GPU, [5, null], "wasm, gpu-failed"],
  ] as const)("%s", (_, gpu, times, expected) => {
    expect(choose(gpu, times === undefined ? undefined : [...times])).toBe(expected);
  });

  it("drops a trial of other files or another adapter", () => {
    expect(choose(GPU, [5, 1], { key: "other" })).toBe("wasm, not-measured");
    expect(choose(SOFTWARE, [5, 1])).toBe("wasm, software-gpu");
    expect(trialKey(writer, GPU)).not.toBe(trialKey(modelOf("names"), GPU));
  });

  it("believes what just failed before what was measured", () => {
    expect(choose(GPU, [5, 1], { failed: true })).toBe("wasm, gpu-failed");
  });

  it("has nothing to say of a model without a graph", () => {
    expect(chooseProvider(modelOf("tone"), { gpu: GPU, trial: undefined, hasFailedOnGpu: false })).toBeNull();
    expect(trialKey(modelOf("tone"), GPU)).toBeNull();
  });
});
