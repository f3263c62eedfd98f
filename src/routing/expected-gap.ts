import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { RouteSignals } from "../core/route";
import type { TaskId } from "../core/task";

/** Tasks in which the person says freely what is wanted, so that the prompt itself tells how hard it is. */
const FREE_TASKS: ReadonlySet<TaskId> = new Set(["ask", "prompt", "chat"]);

/**
 * How far a small language model is behind at tasks whose prompt we write ourselves, from 0 to 1. By judgement, until
 * the person's own verdicts correct it.
 */
const TASK_GAP: Readonly<Record<TaskId, number>> = {
  proofread: 0.08,
  summarise: 0.08,
  "key-points": 0.08,
  tone: 0.08,
  moderate: 0.08,
  sensitive: 0.1,
  language: 0.05,
  own: 0,
  rewrite: 0.08,
  reply: 0.07,
  translate: 0.14,
  continue: 0.05,
  // Only where the prompt could not be judged.
  ask: 0.1,
  prompt: 0.1,
  chat: 0.1,
};
/** A strict shape is where small models slip. */
const STRUCTURE_GAP = 0.05;
/** Reached when the prompt fills the whole window; nothing below half of it. */
const CROWDED_GAP = 0.1;
const MOST_GAP = 0.95;

/** Whether the router judges a request by its prompt. */
export function isFreeTask(task: TaskId): boolean {
  return FREE_TASKS.has(task);
}

/**
 * How far the device's answer is expected to be behind the cloud's, from 0 to below 1. A specialist does the one thing
 * that it was made for: nothing, until verdicts say otherwise.
 */
export function expectedGap(request: InferenceRequest, signals: RouteSignals, model: ModelRecord): number {
  const learnt = signals.taskCorrection ?? 0;
  if (model.kind === "specialist") return clamp(learnt);
  const judged = FREE_TASKS.has(request.task) ? signals.difficulty?.score : undefined;
  const structure = request.params.responseFormat === undefined ? 0 : STRUCTURE_GAP;
  return clamp((judged ?? TASK_GAP[request.task]) + structure + crowding(signals, model) + learnt);
}

function crowding({ inputTokens }: RouteSignals, { contextWindow }: ModelRecord): number {
  if (contextWindow === undefined || contextWindow <= 0) return 0;
  return CROWDED_GAP * Math.min(1, Math.max(0, (2 * inputTokens) / contextWindow - 1));
}

function clamp(gap: number): number {
  return Number.isFinite(gap) ? Math.min(MOST_GAP, Math.max(0, gap)) : 0;
}
