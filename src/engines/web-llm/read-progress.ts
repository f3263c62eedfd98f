import type { InitProgressReport } from "@mlc-ai/web-llm";
import { type InferenceEvent, LOAD_PHASES } from "../../core/event";

/** Said while the library moves the weights to the GPU. */
export const LOADING_PHASE = "Loading into memory";

// The library counts three times from 0 to 1, and tells which count it is only in the text of the report.
const PHASES = [
  { text: /^Loading GPU shader modules/, phase: "Preparing the graphics processor" },
  { text: /^(Loading model from cache|Start to fetch params)/, phase: LOADING_PHASE },
  { text: /^Fetching param cache/, phase: LOAD_PHASES.downloading },
] as const;

/** Our event for one of the library's reports; null for reports that are no step, such as "Finish loading". */
export function readProgress(report: InitProgressReport): InferenceEvent | null {
  const phase = PHASES.find((each) => each.text.test(report.text))?.phase;
  if (phase === undefined) return null;
  const counted = /\[(\d+)\/(\d+)\]/.exec(report.text);
  const share = Number.isFinite(report.progress) ? Math.min(1, Math.max(0, report.progress)) : 0;
  return {
    type: "load-progress",
    phase,
    loaded: counted === null ? share : Number(counted[1]),
    total: counted === null ? 1 : Number(counted[2]),
  };
}
