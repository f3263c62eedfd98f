import type { Engine } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { InferenceRequest } from "../core/request";
import type { Leg, RouteDecision, RouteTarget } from "../core/route";
import type { RunEvent } from "../core/run";
import { energyUsd } from "../metrics/energy";
import { type MeasuredEvent, measure } from "../metrics/measure";
import { fitLeg } from "./fit-leg";
import { inputTokensOf } from "./input-tokens";
import { type ClearedRequest, clearForCloud } from "./privacy/clear-for-cloud";
import { restoreAnswer } from "./privacy/restore-answer";
import type { RunDependencies } from "./run-dependencies";
import { shapeAnswer } from "./shape-answer";
import { type LegEnd, reserveCall } from "./spending";

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
 * The engine's events in the task's shape, with figures. In the cloud the cost is reserved first, the egress door is
 * opened for exactly what the engine says it would send once private text is masked, and originals are put back into the
 * answer.
 * @throws InferenceError as the engine, `fitRequest`, `reserveCall`, `clearForCloud` and the door do.
 */
export async function* legEvents(input: LegInput, dependencies: RunDependencies): AsyncGenerator<LegEvent> {
  const { signal, leg, decision, target } = input;
  const { location, model } = target;
  const engine = await dependencies.loadEngine(model.engine);
  if (engine.location !== location) {
    throw new InferenceError("internal", `engine ${engine.id} is not on the ${location} side`);
  }
  const counted = {
    tokens: inputTokensOf(decision.signals, model),
    isExact: input.inputTokensExact && model.kind === "specialist",
  };
  const { request, condensed, cut, size } = await fitLeg(
    input.request,
    { engine, model },
    counted,
    dependencies,
    signal,
  );
  throwIfAborted(signal);
  if (condensed !== null) yield { type: "condensed", condensed };
  if (cut !== null) yield { type: "context-cut", cut };
  const call = { ...input, engine, size };
  if (location === "local") {
    yield* answerEvents(call, request, null, dependencies);
    return;
  }
  const id = `${request.id}/${leg}`;
  const reserved = await reserveCall(
    id,
    request,
    { engine, model, inputTokens: size.inputTokens },
    dependencies,
  );
  const { door } = dependencies;
  const bytesBefore = door.uploadedBytes(request.id);
  const end: LegEnd = { error: null, metrics: null, hasSent: false };
  try {
    const cleared = yield* clearForCloud(reserved.request, engine, model, dependencies, signal);
    door.open(decision, leg, cleared.call);
    for await (const event of answerEvents(call, reserved.request, cleared, dependencies)) {
      if (event.type === "metrics") end.metrics = event.metrics;
      yield event;
    }
  } catch (thrown) {
    end.error = InferenceError.from(thrown);
    throw thrown;
  } finally {
    await reserved.settle({ ...end, hasSent: door.uploadedBytes(request.id) > bytesBefore });
  }
}

type LegEvent =
  | MeasuredEvent
  | Extract<RunEvent, { type: "condensed" | "context-cut" | "consent" | "privacy" }>;

/** A leg whose engine is there and whose prompt has been counted. */
interface EngineCall extends LegInput {
  engine: Engine;
  size: { inputTokens: number; isExact: boolean };
}

/** The answer to `request`, measured; what was masked in `cleared` is put back. */
async function* answerEvents(
  { engine, target, signal, size }: EngineCall,
  request: InferenceRequest,
  cleared: ClearedRequest | null,
  dependencies: RunDependencies,
): AsyncGenerator<MeasuredEvent | Extract<RunEvent, { type: "privacy" }>> {
  const { location, model } = target;
  const { door, clock } = dependencies;
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
    inputTokens: size.inputTokens,
    inputTokensExact: size.isExact,
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
