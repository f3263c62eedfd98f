import { describe, expect, it } from "vitest";
import { modelFilesOf } from "./model-files-of";

/** A file as the browser gives it from a folder, or from several files when the path has none. */
function fileAt(path: string): File {
  const name = path.split("/").at(-1) ?? "";
  const file = new File(["x"], name);
  Object.defineProperty(file, "webkitRelativePath", { value: path.includes("/") ? path : "" });
  return file;
}
const pathsOf = (...paths: string[]) =>
  modelFilesOf(paths.map(fileAt))
    .map(({ path }) => path)
    .sort();

describe("modelFilesOf", () => {
  it("takes the chosen folder as the model's", () => {
    expect(pathsOf("model/config.json", "model/tokenizer.json", "model/onnx/model_q4.onnx")).toEqual([
      "config.json",
      "onnx/model_q4.onnx",
      "tokenizer.json",
    ]);
  });

  it("finds the model in a folder around it, and leaves out what lies beside it", () => {
    expect(pathsOf("usb/readme.txt", "usb/model/config.json", "usb/model/onnx/model.onnx")).toEqual([
      "config.json",
      "onnx/model.onnx",
    ]);
  });

  it("takes a WebLLM model by its own configuration", () => {
    expect(pathsOf("m/mlc-chat-config.json", "m/params_shard_0.bin", "m/lib.wasm")).toEqual([
      "lib.wasm",
      "mlc-chat-config.json",
      "params_shard_0.bin",
    ]);
  });

  it("puts graphs that were chosen without their folder where repositories keep them", () => {
    expect(pathsOf("config.json", "model_q4.onnx", "model_q4.onnx_data", "model.onnx_data_1")).toEqual([
      "config.json",
      "onnx/model.onnx_data_1",
      "onnx/model_q4.onnx",
      "onnx/model_q4.onnx_data",
    ]);
  });

  it("leaves out hidden files and folders", () => {
    expect(pathsOf("m/config.json", "m/.DS_Store", "m/.cache/huggingface/x.json")).toEqual(["config.json"]);
  });

  it("takes a folder without a configuration as it is, so that the engine can say what is missing", () => {
    expect(pathsOf("m/tokenizer.json", "m/onnx/model.onnx")).toEqual(["onnx/model.onnx", "tokenizer.json"]);
    expect(pathsOf()).toEqual([]);
  });
});
