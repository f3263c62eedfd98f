import type { TrialFault } from "../../core/model-trial";
import type { FitReason, ModelFit } from "../../run/device-fit/fit-model";
import type { Recommendation } from "../../run/device-fit/recommend-model";
import { formatBytes, formatRate } from "../format";

/** What the fit of a model is called. */
export const FIT_LABELS: Readonly<Record<ModelFit["verdict"], string>> = {
  fits: "Fits",
  tight: "Tight",
  "does-not-fit": "Does not fit",
  unknown: "Fit unknown",
};

/** Why a model fits this device or does not. */
export function fitReasonWords(reason: FitReason): string {
  switch (reason.type) {
    case "no-gpu":
      return `It needs a graphics processor. ${reason.detail}`;
    case "lacks-feature":
      return reason.feature === "shader-f16"
        ? "This graphics processor cannot compute with 16-bit numbers (shader-f16), which this model needs."
        : `This graphics processor lacks ${reason.feature}.`;
    case "gpu-limit":
      return `This graphics processor is too small for it (${reason.limit}: ${reason.has} of ${reason.needs}).`;
    case "buffer-limit":
      return `This graphics processor allows buffers of ${formatBytes(reason.has)}; it needs ${formatBytes(reason.needs)}.`;
    case "memory":
      return `It takes about ${formatBytes(reason.needs)} of memory; this device names ${formatBytes(reason.has)} for everything.`;
    case "disk":
      return `It needs ${formatBytes(reason.needs)} of storage; the browser leaves ${formatBytes(reason.has)}.`;
    case "software-gpu":
      return "This browser only imitates a graphics processor in software; the model would work, but very slowly.";
    case "wasm":
      return "It computes without a graphics processor, by WebAssembly: fit for short answers, at about reading speed.";
    case "wasm-too-large":
      return "It would compute by WebAssembly, where models above about 135 million weights write slower than one reads.";
    case "wasm-memory":
      return `It would take about ${formatBytes(reason.needs)}, more than WebAssembly can address.`;
    case "measured":
      return measuredWords(reason.fault, reason.tokensPerSecond);
  }
}

function measuredWords(fault: TrialFault | null, tokensPerSecond: number | null): string {
  if (fault !== null) return FAULT_WORDS[fault];
  if (tokensPerSecond === null) return "It was tried here and works.";
  return `It was tried here and wrote ${formatRate(tokensPerSecond)} tokens per second.`;
}

const FAULT_WORDS: Readonly<Record<TrialFault, string>> = {
  empty: "When it was tried here, it wrote nothing.",
  repeated: "When it was tried here, it only repeated itself.",
  "not-text": "When it was tried here, it did not write text.",
  crashed: "The last time it was loaded here, the tab ended: it is probably too large for this device.",
};

/** Why that model is the one to begin with. */
export function recommendationWords({ because, needsBytes, budgetBytes, ...other }: Recommendation): string {
  const language = other.speaksLanguage ? "" : " None of those that fit names your language.";
  if (because !== "gpu") {
    const why =
      because === "no-gpu"
        ? "No graphics processor can be used here"
        : "The graphics processor is imitated in software here, which is slower than WebAssembly";
    return `${why}, so this is the largest that WebAssembly carries at reading speed. Expect simple answers.${language}`;
  }
  const room =
    budgetBytes === null
      ? "of those that leave a device of unknown memory usable"
      : `of those that take at most a quarter of this device's memory (${formatBytes(budgetBytes)})`;
  const need = needsBytes === null ? "" : ` It takes about ${formatBytes(needsBytes)}.`;
  const speaks = other.speaksLanguage ? " that names your language" : "";
  return `The most able general model${speaks}, ${room}.${need}${language}`;
}
