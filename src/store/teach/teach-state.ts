import type { WireError } from "../../core/errors";
import type { TaughtSpecialist } from "../../core/taught";

/** A training in progress, or how the last one ended where it failed. */
export type Training =
  | { state: "running"; specialistId: string; share: number }
  | { state: "failed"; specialistId: string; error: WireError };

/** All that the Teach page shows beyond what is being typed. */
export interface TeachState {
  /** Newest first; null until they were read. */
  specialists: readonly TaughtSpecialist[] | null;
  openId: string | null;
  training: Training | null;
}

/** Before anything was read. */
export const EMPTY_TEACH: TeachState = { specialists: null, openId: null, training: null };
