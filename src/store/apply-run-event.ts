import type { Run, RunEvent } from "../core/run";
import type { OutboundProposal } from "../core/run-privacy";
import { addPiece, type TextPieces } from "./text-pieces";

/** A retry that is being waited for; `untilMs` is on the monotonic clock. */
export interface RetryWait {
  attempt: number;
  untilMs: number;
  reason: string;
}

/** A run with what is only of interest while it goes. */
export interface LiveRun {
  run: Run;
  retry: RetryWait | null;
  /** The first leg's side after a fallback took over; its partial work is not shown as this run's. */
  fellBackFrom: "local" | "cloud" | null;
  /** The run's text as it came; absent for one that was not streamed here. */
  pieces?: TextPieces;
  /** What the run would send; it waits until the person has said yes or no. */
  consent?: OutboundProposal | null;
}

/** The clock that turns a retry's delay into a moment; tests pass their own. */
export type NowMs = () => number;

/** The next state of a run after one event. Pure but for the clock of `retry-wait`. */
export function applyRunEvent(
  live: LiveRun,
  event: RunEvent,
  nowMs: NowMs = () => performance.now(),
): LiveRun {
  const { run } = live;
  switch (event.type) {
    case "decision": {
      const { target } = event.decision;
      return withRun(live, { decision: event.decision, location: run.location ?? target?.location ?? null });
    }
    case "leg": {
      // What the first leg's model was not told says nothing of the second's.
      const { contextCut: _cut, condensed: _condensed, privacy: _privacy, ...kept } = run;
      return {
        retry: null,
        fellBackFrom: event.fallback ? run.location : live.fellBackFrom,
        run: {
          ...kept,
          status: "loading",
          progress: null,
          location: event.location,
          answeredBy: {
            location: event.location,
            modelId: event.modelId,
            modelLabel: event.modelLabel,
          },
        },
      };
    }
    case "condensed":
      return withRun(live, { condensed: event.condensed });
    case "context-cut":
      return withRun(live, { contextCut: event.cut });
    case "attempt":
      return withRun(live, { attempts: [...(run.attempts ?? []), event.attempt] });
    case "consent":
      return { ...live, consent: event.proposal };
    case "privacy":
      return withRun({ ...live, consent: null }, { privacy: event.privacy });
    case "uploaded":
      return withRun(live, { uploadedBytes: Math.max(run.uploadedBytes, event.bytes) });
    case "load-progress": {
      const share = event.total > 0 ? Math.min(1, event.loaded / event.total) : null;
      return withRun(live, { status: "loading", progress: { phase: event.phase, share } });
    }
    case "load-end":
      return withRun({ ...live, retry: null }, { status: "prefill", progress: null });
    case "retry-wait":
      return {
        ...live,
        retry: { attempt: event.attempt, untilMs: nowMs() + event.delayMs, reason: event.reason },
      };
    case "text-delta":
      return withRun(
        { ...live, retry: null, pieces: addPiece(live.pieces ?? null, event.text) },
        { status: "decoding", text: run.text + event.text },
      );
    case "reasoning-delta":
      return withRun({ ...live, retry: null }, { status: "decoding", reasoning: run.reasoning + event.text });
    case "output":
      return withRun({ ...live, retry: null }, { status: "decoding", output: event.output });
    case "end":
      return withRun({ ...live, retry: null }, { finishReason: event.finishReason });
    case "metrics":
      return withRun(live, {
        metrics: event.metrics,
        uploadedBytes: Math.max(run.uploadedBytes, event.metrics.uploadedBytes),
      });
  }
}

function withRun(live: LiveRun, change: Partial<Run>): LiveRun {
  return { ...live, run: { ...live.run, ...change } };
}
