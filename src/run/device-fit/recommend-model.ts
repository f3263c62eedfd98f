import type { ModelRecord } from "../../core/model";
import type { DeviceFacts, ModelFit } from "./fit-model";

/** A model with its fit on this device. */
export interface FittedModel {
  model: ModelRecord;
  fit: ModelFit;
}

/** The model to begin with on this device, and what the choice stands on; `ui/copy/fit.ts` has the words. */
export interface Recommendation {
  model: ModelRecord;
  /** `gpu`: the most able that leaves room; `no-gpu`, `software-gpu`: what WebAssembly can carry. */
  because: "gpu" | "no-gpu" | "software-gpu";
  needsBytes: number | null;
  /** The memory it may take, in bytes; null where the browser does not say how much there is. */
  budgetBytes: number | null;
  /** Whether its card names the person's language. */
  speaksLanguage: boolean;
}

/** A first model should leave the device usable: a quarter of what is there. */
const BUDGET_SHARE = 0.25;
/** Where the browser does not tell the memory, in bytes. */
const CAUTIOUS_BUDGET_BYTES = 1_500_000_000;

/**
 * The most able general model that fits comfortably: of those within the memory budget, one that speaks the person's
 * language, then the most parameters, then the least memory. Null when none fits.
 * @param language the person's language, such as `de-CH`.
 */
export function recommendModel(
  candidates: readonly FittedModel[],
  device: DeviceFacts,
  language: string,
): Recommendation | null {
  const { gpu, memoryBytes } = device;
  const because = !gpu.available ? "no-gpu" : gpu.adapterInfo.isFallback ? "software-gpu" : "gpu";
  const budgetBytes = memoryBytes === null ? null : memoryBytes * BUDGET_SHARE;
  const limit = budgetBytes ?? CAUTIOUS_BUDGET_BYTES;
  const code = language.split("-")[0] ?? "en";
  const speaks = ({ languages = [] }: ModelRecord) => languages.includes(code);
  const comfortable = candidates.filter(
    ({ model, fit }) =>
      fit.verdict === "fits" &&
      model.parameters !== undefined &&
      model.goodFor?.includes("write") === true &&
      (because === "gpu" ? (fit.needsBytes ?? 0) <= limit : fit.provider === "wasm"),
  );
  const [best] = comfortable.sort(
    (one, other) =>
      Number(speaks(other.model)) - Number(speaks(one.model)) ||
      (other.model.parameters ?? 0) - (one.model.parameters ?? 0) ||
      (one.fit.needsBytes ?? 0) - (other.fit.needsBytes ?? 0),
  );
  if (best === undefined) return null;
  const { model, fit } = best;
  return { model, because, needsBytes: fit.needsBytes, budgetBytes, speaksLanguage: speaks(model) };
}
