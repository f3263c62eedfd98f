import { InferenceError } from "../core/errors";
import type { InferenceRequest } from "../core/request";
import type { Leg, RouteDecision, RouteTarget } from "../core/route";
import type { RunEvent } from "../core/run";
import { energyUsd } from "../metrics/energy";
import { type MeasuredEvent, measure } from "../metrics/measure";
import { fitRequest } from "./fit-request";
import { inputTokensOf } from "./input-tokens";
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
 * engine says it would send.
 * @throws InferenceError as the engine, `fitRequest` and the door do.
 */
export async function* legEvents(
  input: LegInput,
  dependencies: RunDependencies,
): AsyncGenerator<MeasuredEvent | Extract<RunEvent, { type: "context-cut" }>> {
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
  if (location === "cloud") {
    if (!engine.outbound)
      throw new InferenceError("egress-denied", "this engine cannot say what it would send");
    door.open(decision, leg, engine.outbound(request, model));
  }
  throwIfAborted(signal);
  const bytesBefore = door.uploadedBytes(request.id);
  const events = dependencies.resident.stream(engine, model, () => engine.run(request, model, { signal }));
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
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
}
