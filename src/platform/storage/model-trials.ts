import * as v from "valibot";
import { type ModelTrial, TRIAL_FAULTS } from "../../core/model-trial";
import { type KeptRecords, openKeptRecords } from "./kept-records";
import type { TextStorage } from "./settings-store";

/** Where the trials lie in `localStorage`, by model id. */
export const MODEL_TRIALS_KEY = "nearside.model-trials";

const trialSchema: v.GenericSchema<unknown, ModelTrial> = v.object({
  fault: v.nullable(v.picklist(TRIAL_FAULTS)),
  tokensPerSecond: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  executionProvider: v.exactOptional(v.picklist(["webgpu", "wasm", "script", "remote"])),
  at: v.pipe(v.number(), v.finite()),
});

/** How models did when they were first loaded here, by model id. */
export type ModelTrials = KeptRecords<ModelTrial>;

/** Opens the trials; see {@link openKeptRecords}. */
export function openModelTrials(storage: TextStorage = localStorage): ModelTrials {
  return openKeptRecords(MODEL_TRIALS_KEY, trialSchema, storage);
}
