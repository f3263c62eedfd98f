import { describe, expect, it } from "vitest";
import { toModelError } from "./model-error";

describe("toModelError", () => {
  // As the runtime said it when the process of the GPU was ended in mid-answer.
  it.each([
    "failed to call OrtRun(). ERROR_CODE: 1, ERROR_MESSAGE: WebGPU validation failed. Instance dropped in popErrorScope",
    "Device was lost",
  ])("L3 knows a lost GPU by “%s”", (message) => {
    expect(toModelError(new Error(message), { id: "onnx/tiny" }, "internal").code).toBe("device-lost");
  });
});
