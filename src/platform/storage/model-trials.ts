import * as v from "valibot";
import { type ModelTrial, TRIAL_FAULTS } from "../../core/model-trial";
import type { TextStorage } from "./settings-store";

/** Where the trials lie in `localStorage`, by model id. */
export const MODEL_TRIALS_KEY = "nearside.model-trials";

const trialSchema: v.GenericSchema<unknown, ModelTrial> = v.object({
  fault: v.nullable(v.picklist(TRIAL_FAULTS)),
  tokensPerSecond: v.exactOptional(v.pipe(v.number(), v.finite(), v.minValue(0))),
  executionProvider: v.exactOptional(v.picklist(["webgpu", "wasm", "script", "remote"])),
  at: v.pipe(v.number(), v.finite()),
});

/** How models did when they were first loaded here. */
export interface ModelTrials {
  all(): Readonly<Record<string, ModelTrial>>;
  set(modelId: string, trial: ModelTrial): void;
  forget(modelId: string): void;
}

/** Opens the trials; damaged ones are left out. Never throws: without storage, memory keeps those of this visit. */
export function openModelTrials(storage: TextStorage = localStorage): ModelTrials {
  let kept = read(storage);

  function change(modelId: string, trial: ModelTrial | null): void {
    // Another tab may have written since.
    const { [modelId]: _, ...others } = { ...kept, ...read(storage) };
    kept = trial === null ? others : { ...others, [modelId]: trial };
    try {
      storage.setItem(MODEL_TRIALS_KEY, JSON.stringify(kept));
    } catch {
      // Memory keeps it.
    }
  }

  return {
    all: () => kept,
    set: (modelId, trial) => change(modelId, trial),
    forget: (modelId) => change(modelId, null),
  };
}

function read(storage: TextStorage): Readonly<Record<string, ModelTrial>> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(MODEL_TRIALS_KEY) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).flatMap(([modelId, entry]): [string, ModelTrial][] => {
        const parsed = v.safeParse(trialSchema, entry);
        return parsed.success ? [[modelId, parsed.output]] : [];
      }),
    );
  } catch {
    return {};
  }
}
