import { InferenceError } from "../core/errors";
import type { InferenceRequest } from "../core/request";
import type { Leg, RouteDecision, RouteTarget } from "../core/route";
import type { RunEvent } from "../core/run";
import { energyUsd } from "../metrics/energy";
import { type MeasuredEvent, measure } from "../metrics/measure";
import { fitRequest } from "./fit-request";
import { inputTokensOf } from "./input-tokens";
import { clearForCloud } from "./privacy/clear-for-cloud";
import { restoreAnswer } from "./privacy/restore-answer";
import type { RunDependencies } from "./run-dependencies";
import { shapeAnswer } from "./shape-answer";

/** What one leg of a run is asked. */
export interface LegInput {
  request: InferenceRequest;
  decision: RouteDecision;
  inputTokensExact: boolean;
  signal: AbortSignal;
  leg: Leg;
  target: RouteTarget;
}

/**
 * The engine's events in the task's shape, with figures. In the cloud the egress door is opened for exactly what the
 * engine says it would send once private text is masked, and originals are put back into the answer.
 * @throws InferenceError as the engine, `fitRequest` and the door do.
 */
export async function* legEvents(
  input: LegInput,
  dependencies: RunDependencies,
): AsyncGenerator<MeasuredEvent | Extract<RunEvent, { type: "context-cut" | "consent" | "privacy" }>> {
  const { decision, signal, leg, target } = input;
  const { location, model } = target;
  const { door, clock } = dependencies;
  const engine = await dependencies.loadEngine(model.engine);
  if (engine.location !== location) {
    throw new InferenceError("internal", `engine ${engine.id} is not on the ${location} side`);
  }
  const { request, size, cut } = await fitRequest(input.request, engine, model, dependencies, signal);
  throwIfAborted(signal);
  if (cut !== null) yield { type: "context-cut", cut };
  const cleared =
    location === "cloud" ? yield* clearForCloud(request, engine, model, dependencies, signal) : null;
  if (cleared !== null) door.open(decision, leg, cleared.call);
  throwIfAborted(signal);
  const bytesBefore = door.uploadedBytes(request.id);
  const asked = cleared?.request ?? request;
  const answer = dependencies.resident.stream(engine, model, () => engine.run(asked, model, { signal }));
  let unresolved: readonly string[] = [];
  const events =
    cleared === null
      ? answer
      : restoreAnswer(answer, cleared.privacy.redactions, (placeholders) => {
          unresolved = placeholders;
        });
  yield* measure(shapeAnswer(events, request, dependencies), {
    location,
    nowMs: () => clock.nowMs(),
    inputTokens: size?.tokens ?? inputTokensOf(decision.signals, model),
    inputTokensExact: size?.isExact ?? (input.inputTokensExact && model.kind === "specialist"),
    estimateTokens: (text) => dependencies.estimateTokens(text),
    costUsd: (usage) => dependencies.costUsd(model, usage),
    energyUsd: (durationMs) => energyUsd(durationMs, dependencies.energy()),
    uploadedBytes: () => door.uploadedBytes(request.id),
    hasSent: () => door.uploadedBytes(request.id) > bytesBefore,
  });
  if (cleared !== null && unresolved.length > 0) {
    yield { type: "privacy", privacy: { ...cleared.privacy, unresolved } };
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
}
