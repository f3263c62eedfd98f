import * as v from "valibot";
import type { ProviderTrial } from "../../core/provider-choice";
import { type KeptRecords, openKeptRecords } from "./kept-records";
import type { TextStorage } from "./settings-store";

/** Where they lie in `localStorage`, by model id. */
export const PROVIDER_TRIALS_KEY = "nearside.provider-trials";

const duration = v.pipe(v.number(), v.finite(), v.minValue(0));

const trialSchema: v.GenericSchema<unknown, ProviderTrial> = v.object({
  key: v.string(),
  wasmMs: duration,
  webgpuMs: v.nullable(duration),
});

/** How long built-in models take here on each provider, by model id. */
export type ProviderTrials = KeptRecords<ProviderTrial>;

/** Opens the trials; see {@link openKeptRecords}. */
export function openProviderTrials(storage: TextStorage = localStorage): ProviderTrials {
  return openKeptRecords(PROVIDER_TRIALS_KEY, trialSchema, storage);
}
