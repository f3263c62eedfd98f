import type { Engine } from "../core/engine";
import type { EngineId } from "../core/model";
import type { EngineDependencies } from "./shared/engine-dependencies";

/** Imports an engine when it is first needed. */
export type LoadEngine = (dependencies: EngineDependencies) => Promise<Engine>;

/** Every engine by id. A missing entry does not compile. */
export const ENGINES = {
  onnx: async () => (await import("./onnx/onnx-engine")).createOnnxEngine(),
  "web-llm": async () => (await import("./web-llm/web-llm-engine")).createWebLlmEngine(),
  "prompt-api": async () => (await import("./prompt-api/prompt-api-engine")).createPromptApiEngine(),
  taught: async () => (await import("./taught/taught-engine")).createTaughtEngine(),
  cloud: async (dependencies) => (await import("./cloud/cloud-engine")).createCloudEngine(dependencies),
  scripted: async () => (await import("./scripted/scripted-engine")).createScriptedEngine(),
} as const satisfies Record<EngineId, LoadEngine>;
