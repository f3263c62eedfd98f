/// <reference lib="webworker" />
import { MLCEngine } from "@mlc-ai/web-llm";
import { probeWebGpu } from "../../platform/webgpu";
import { hostWorker } from "../shared/worker-host";
import { sealNetwork } from "./seal-network";
import { handleWebLlm } from "./web-llm-handler";

declare const self: DedicatedWorkerGlobalScope;

sealNetwork(self);

hostWorker(self, () =>
  handleWebLlm((config) => new MLCEngine(config), {
    caches: self.caches,
    probe: probeWebGpu,
    locks: self.navigator.locks,
  }),
);
