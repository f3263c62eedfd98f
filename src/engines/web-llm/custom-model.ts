import type { ModelRecord } from "../../core/model";
import type { CustomModel } from "../../core/settings";
import { customModelRecord } from "../shared/custom-model";

/** The record of a model that the person added by its address. Its size is unknown until its files are listed. */
export function webLlmCustomModel(custom: CustomModel): ModelRecord {
  const quantization = custom.quantization ?? /q\d+f(?:16|32)(?:_\d)?/.exec(custom.url)?.[0];
  return customModelRecord(custom, {
    ...(quantization === undefined ? {} : { quantization }),
    requiredFeatures: quantization?.includes("f16") === true ? ["shader-f16"] : [],
  });
}
