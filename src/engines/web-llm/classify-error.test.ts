import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../core/errors";
import { classifyError, type Stage } from "./classify-error";
import { named } from "./test-support/fake-mlc-engine";

// Messages as the library (0.2.86) and Chromium 156 wrote them.
const SEEN: readonly [string, unknown, Stage, ErrorCode][] = [
  [
    "no adapter is a plain Error",
    new Error(
      "Unable to find a compatible GPU. This issue might be because your computer doesn't have a GPU",
    ),
    "load",
    "webgpu-unavailable",
  ],
  [
    "no navigator.gpu",
    named("WebGPUNotAvailableError", "WebGPU is not supported"),
    "load",
    "webgpu-unavailable",
  ],
  [
    "no 16-bit floats, when declared",
    named("ShaderF16SupportError", "This model requires"),
    "load",
    "feature-missing",
  ],
  [
    "no 16-bit floats, when not declared, after all weights are here",
    named("GPUPipelineError", "[Invalid ShaderModule (unlabeled)] is invalid."),
    "load",
    "feature-missing",
  ],
  [
    "a 404 loses its URL in the Cache API",
    new TypeError("Failed to execute 'add' on 'Cache': Request failed"),
    "load",
    "model-file-missing",
  ],
  [
    "HTML in place of JSON",
    new SyntaxError('Unexpected token "<", "<!doctype "... is not valid JSON'),
    "load",
    "model-file-corrupt",
  ],
  [
    "HTML in place of the model library",
    named(
      "CompileError",
      "WebAssembly.instantiate(): expected magic word 00 61 73 6d, found 3c 21 64 6f @+0",
    ),
    "load",
    "model-file-corrupt",
  ],
  [
    "a model library of another generation",
    named(
      "LinkError",
      'WebAssembly.instantiate(): Import #3 "env" "TVMFFIx": function import requires a callable',
    ),
    "load",
    "model-load-failed",
  ],
  [
    "a device loss in a load",
    named("DeviceLostError", "The WebGPU device was lost while loading the model."),
    "load",
    "device-lost",
  ],
  ["GPU memory", named("GPUOutOfMemoryError", "Not enough memory left."), "load", "out-of-memory"],
  ["page memory", new RangeError("Array buffer allocation failed"), "load", "out-of-memory"],
  ["an unknown failure in a load", new Error("Cannot read 3 of undefined"), "load", "model-load-failed"],
  [
    "a prompt that is too long",
    named(
      "ContextWindowSizeExceededError",
      "Prompt tokens exceed context window size: number of prompt tokens: 28; context window size: 16",
    ),
    "run",
    "context-overflow",
  ],
  [
    "the same as a string, as the library's own worker proxy passes it on",
    "ContextWindowSizeExceededError: Prompt tokens exceed context window size: number of prompt tokens: 28",
    "run",
    "context-overflow",
  ],
  [
    "a device loss in a run",
    named("OperationError", "A valid external Instance reference no longer exists."),
    "run",
    "device-lost",
  ],
  [
    "a model that a device loss unloaded",
    named("ModelNotLoadedError", "Model not loaded before calling ChatCompletionRequest"),
    "run",
    "device-lost",
  ],
  [
    "an image for a model that does not see",
    named("UserMessageContentErrorForNonVLM", "The model loaded is not"),
    "run",
    "attachment-unsupported",
  ],
  ["an abort", new DOMException("aborted", "AbortError"), "load", "cancelled"],
  ["an unknown failure in a run", new Error("?"), "run", "internal"],
  ["not even an error", undefined, "run", "internal"],
];

describe("classifyError", () => {
  for (const [fact, thrown, stage, code] of SEEN) {
    it(`${fact} is \`${code}\``, () => {
      expect(classifyError(thrown, stage, "m")).toMatchObject({ code, engine: "web-llm", model: "m" });
    });
  }
});
