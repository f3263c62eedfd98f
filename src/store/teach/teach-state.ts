import type { WireError } from "../../core/errors";
import type { LinearWeights, TaughtExample, TaughtSpecialist } from "../../core/taught";

/** A training in progress, or how the last one ended where it failed. */
export type Training =
  | { state: "running"; specialistId: string; share: number }
  | { state: "failed"; specialistId: string; error: WireError };

/** What was deleted last and can be brought back in this visit. */
export type Undo =
  | {
      type: "specialist";
      specialist: TaughtSpecialist;
      weights: readonly { version: number; weights: LinearWeights }[];
    }
  /** The examples as they were before. */
  | { type: "examples"; specialistId: string; before: readonly TaughtExample[]; count: number };

/** All that the Teach page shows beyond what is being typed. */
export interface TeachState {
  /** Newest first; null until they were read. */
  specialists: readonly TaughtSpecialist[] | null;
  openId: string | null;
  training: Training | null;
  undo: Undo | null;
  /** A specialist whose last change was not kept, because another tab had changed it meanwhile. */
  outdatedId: string | null;
}

/** Before anything was read. */
export const EMPTY_TEACH: TeachState = {
  specialists: null,
  openId: null,
  training: null,
  undo: null,
  outdatedId: null,
};
