import type { ExecutionProvider } from "./event";

/** What can be wrong with a model's first words, or how its load ended the tab. */
export const TRIAL_FAULTS = ["empty", "repeated", "not-text", "crashed"] as const;

/** One of {@link TRIAL_FAULTS}. */
export type TrialFault = (typeof TRIAL_FAULTS)[number];

/** What a language model did when it was first loaded on this device. */
export interface ModelTrial {
  /** Null when its words were sane. */
  fault: TrialFault | null;
  /** Decode speed of the trial; absent when it crashed or wrote less than two tokens. */
  tokensPerSecond?: number;
  executionProvider?: ExecutionProvider;
  /** Wall clock, ms since the epoch. */
  at: number;
}
