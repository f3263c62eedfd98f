import { describe, expect, it } from "vitest";
import { placeOf } from "./model-store";
import { graphPathOf, prefersWasm, quantizationOf } from "./model-variant";
import { ONNX_LANGUAGE_MODELS, onnxCustomModel } from "./models";

const CUSTOM = {
  id: "custom/1",
  label: "Mine",
  engine: "onnx",
  url: "http://127.0.0.1:9/mine/",
  revision: "",
} as const;

describe("ONNX_LANGUAGE_MODELS", () => {
  it("names each model once, with a known variant, an address and a size", () => {
    expect(new Set(ONNX_LANGUAGE_MODELS.map(({ id }) => id)).size).toBe(ONNX_LANGUAGE_MODELS.length);
    for (const model of ONNX_LANGUAGE_MODELS) {
      expect(quantizationOf(model)).not.toBeNull();
      expect(placeOf(model).root).toMatch(/^https:\/\/huggingface\.co\/[\w.-]+\/[\w.-]+\/resolve\/main\/$/);
      expect(model.downloadBytes).toBeGreaterThan(100_000_000);
    }
  });

  it("asks for shader-f16 exactly where activations have 16 bits", () => {
    for (const { quantization, requiredFeatures } of ONNX_LANGUAGE_MODELS) {
      const needsHalf = quantization === "q4f16" || quantization === "fp16";
      expect(requiredFeatures).toEqual(needsHalf ? ["shader-f16"] : []);
    }
  });

  it("has one that is made for a device without a GPU", () => {
    expect(ONNX_LANGUAGE_MODELS.some(prefersWasm)).toBe(true);
  });
});

describe("onnxCustomModel", () => {
  it("takes the smallest common variant of the main revision where nothing is said", () => {
    const model = onnxCustomModel(CUSTOM);
    expect(placeOf(model)).toMatchObject({
      root: "http://127.0.0.1:9/mine/resolve/main/",
      graphPath: "onnx/model_quantized.onnx",
    });
    expect(onnxCustomModel({ ...CUSTOM, quantization: "" })).toEqual(model);
  });

  it("keeps a variant nobody knows, so that the person is told", () => {
    const model = onnxCustomModel({ ...CUSTOM, quantization: "q3" });
    expect(model.quantization).toBe("q3");
    expect(() => placeOf(model)).toThrow(expect.objectContaining({ code: "model-missing" }));
  });

  it.each([
    ["fp32", "onnx/model.onnx"],
    ["fp16", "onnx/model_fp16.onnx"],
    ["q8", "onnx/model_quantized.onnx"],
    ["int8", "onnx/model_int8.onnx"],
    ["uint8", "onnx/model_uint8.onnx"],
    ["q4", "onnx/model_q4.onnx"],
    ["q4f16", "onnx/model_q4f16.onnx"],
  ] as const)("finds the file of %s", (quantization, path) => {
    expect(graphPathOf(quantization)).toBe(path);
    expect(placeOf(onnxCustomModel({ ...CUSTOM, quantization })).graphPath).toBe(path);
  });

  it("keeps a revision in one path segment", () => {
    const model = onnxCustomModel({ ...CUSTOM, revision: "refs/pr/1" });
    expect(placeOf(model).root).toBe("http://127.0.0.1:9/mine/resolve/refs%2Fpr%2F1/");
  });
});
