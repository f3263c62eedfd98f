import { InferenceError } from "../core/errors";
import type { Location } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { RouteDecision, RoutePolicy, RouteTarget } from "../core/route";
import type { RunEvent } from "../core/run";
import { energyUsd } from "../metrics/energy";
import { type MeasuredEvent, measure } from "../metrics/measure";
import type { Leg } from "../platform/egress/egress-door";
import { fitRequest } from "./fit-request";
import { inputTokensOf } from "./input-tokens";
import { noRouteError } from "./no-route-error";
import { planRun } from "./plan-run";
import { rememberRun } from "./remember-run";
import type { RunDependencies } from "./run-dependencies";
import { shapeAnswer } from "./shape-answer";

/** What a run is asked. */
export interface RunInput {
  request: InferenceRequest;
  policy: RoutePolicy;
  /** The side of a Compare that this run is. */
  pane?: Location;
}

/**
 * The one use case: decides, opens the egress door if and only if the side is the cloud, streams, measures, and tries
 * the fallback once, only on a retryable error, before the first output, where the decision has one. A GPU that was
 * lost before the first output is given one reload first. The door is closed whatever happens.
 * @throws InferenceError whatever ended the run; `cancelled` when `signal` is aborted. Figures come before the throw.
 */
export async function* runInference(
  input: RunInput,
  dependencies: RunDependencies,
  signal: AbortSignal,
): AsyncGenerator<RunEvent> {
  const { request } = input;
  try {
    const { decision, inputTokensExact } = await planRun(input, dependencies);
    throwIfAborted(signal);
    yield { type: "decision", decision };
    if (!decision.target) throw noRouteError(decision);
    const run = { request, decision, inputTokensExact, signal };
    try {
      yield* streamLeg({ ...run, leg: "target", target: decision.target }, dependencies);
    } catch (thrown) {
      const failure = thrown instanceof LegFailure ? thrown : null;
      if (!failure || !decision.fallback || !mayFallBack(failure, signal)) throw failure?.error ?? thrown;
      yield* streamLeg({ ...run, leg: "fallback", target: decision.fallback }, dependencies);
    }
  } catch (thrown) {
    throw thrown instanceof LegFailure ? thrown.error : InferenceError.from(thrown);
  } finally {
    dependencies.door.close(request.id);
    dependencies.door.forget(request.id);
  }
}

/** A failed leg, and whether it had already shown anything. */
class LegFailure extends Error {
  readonly error: InferenceError;
  readonly hadOutput: boolean;
  constructor(error: InferenceError, hadOutput: boolean) {
    super(error.message);
    this.error = error;
    this.hadOutput = hadOutput;
  }
}

function mayFallBack({ error, hadOutput }: LegFailure, signal: AbortSignal): boolean {
  return error.retryable && !hadOutput && !signal.aborted;
}

interface LegInput {
  request: InferenceRequest;
  decision: RouteDecision;
  inputTokensExact: boolean;
  signal: AbortSignal;
  leg: Leg;
  target: RouteTarget;
}

async function* streamLeg(input: LegInput, dependencies: RunDependencies): AsyncGenerator<RunEvent> {
  const { request, target, leg } = input;
  const { location, model } = target;
  yield { type: "leg", location, modelId: model.id, modelLabel: model.label, fallback: leg === "fallback" };
  let hadOutput = false;
  let ended = false;
  let reportedBytes = 0;
  const uploadedBytes = () => dependencies.door.uploadedBytes(request.id);
  const mayReload = (thrown: unknown) =>
    location === "local" && !hadOutput && !input.signal.aborted && isDeviceLoss(thrown);
  try {
    for await (const event of withOneReload(() => measuredEvents(input, dependencies), mayReload)) {
      if (event.type === "text-delta" || event.type === "reasoning-delta" || event.type === "output")
        hadOutput = true;
      if (uploadedBytes() !== reportedBytes) {
        reportedBytes = uploadedBytes();
        yield { type: "uploaded", bytes: reportedBytes };
      }
      yield event;
      if (event.type === "end") ended = true;
      if (event.type === "metrics" && ended) rememberRun(request, target, event.metrics, dependencies);
    }
  } catch (thrown) {
    if (uploadedBytes() !== reportedBytes) yield { type: "uploaded", bytes: uploadedBytes() };
    throw new LegFailure(InferenceError.from(thrown), hadOutput);
  }
}

/** The stream of `start`; when it fails in a way that `mayReload`, once more from the beginning. */
async function* withOneReload<Event>(
  start: () => AsyncIterable<Event>,
  mayReload: (thrown: unknown) => boolean,
): AsyncGenerator<Event> {
  try {
    yield* start();
    return;
  } catch (thrown) {
    if (!mayReload(thrown)) throw thrown;
  }
  yield* start();
}

/** The GPU went away: the engine has replaced its worker, and loading again most often works (row L3). */
function isDeviceLoss(thrown: unknown): boolean {
  return thrown instanceof InferenceError && thrown.code === "device-lost";
}

async function* measuredEvents(
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
  });
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
}
