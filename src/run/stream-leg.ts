import { InferenceError } from "../core/errors";
import type { RunMetrics } from "../core/metrics";
import type { ModelRecord } from "../core/model";
import type { RunEvent } from "../core/run";
import { describeAttempt } from "./describe-attempt";
import { type LegInput, legEvents } from "./leg-events";
import { rememberRun } from "./remember-run";
import type { RunDependencies } from "./run-dependencies";

/** A failed leg, and whether it had already shown anything. */
export class LegFailure extends Error {
  readonly error: InferenceError;
  readonly hadOutput: boolean;
  constructor(error: InferenceError, hadOutput: boolean) {
    super(error.message);
    this.error = error;
    this.hadOutput = hadOutput;
  }
}

/**
 * One leg of a run, with what it sent and how it ended. On the device a GPU that was lost before the first output is
 * given one reload.
 * @throws LegFailure whatever happens; its figures and its `attempt` come before.
 */
export async function* streamLeg(input: LegInput, dependencies: RunDependencies): AsyncGenerator<RunEvent> {
  const { request, target, leg } = input;
  const { location, model } = target;
  yield { type: "leg", location, modelId: model.id, modelLabel: model.label, fallback: leg > 0 };
  const startMs = dependencies.clock.nowMs();
  const uploadedBytes = () => dependencies.door.uploadedBytes(request.id);
  const bytesBefore = uploadedBytes();
  let reportedBytes = bytesBefore;
  let hadOutput = false;
  let ended = false;
  let retries = 0;
  let metrics: RunMetrics | null = null;
  const attemptEvent = (error: InferenceError | null): RunEvent => ({
    type: "attempt",
    attempt: describeAttempt(target, {
      error,
      metrics,
      retries,
      ms: dependencies.clock.nowMs() - startMs,
      sentBytes: uploadedBytes() - bytesBefore,
    }),
  });
  const mayReload = (thrown: unknown) =>
    location === "local" && !hadOutput && !input.signal.aborted && isDeviceLoss(thrown);
  try {
    for await (const event of withOneReload(() => legEvents(input, dependencies), mayReload)) {
      if (event.type === "text-delta" || event.type === "reasoning-delta" || event.type === "output")
        hadOutput = true;
      if (uploadedBytes() !== reportedBytes) {
        reportedBytes = uploadedBytes();
        yield { type: "uploaded", bytes: reportedBytes };
      }
      if (event.type === "retry-wait") retries += 1;
      if (event.type === "metrics") metrics = event.metrics;
      yield event;
      if (event.type === "end") ended = true;
      if (event.type === "metrics" && ended) rememberRun(request, target, event.metrics, dependencies);
    }
  } catch (thrown) {
    const error = InferenceError.from(thrown);
    if (uploadedBytes() !== reportedBytes) yield { type: "uploaded", bytes: uploadedBytes() };
    yield attemptEvent(error);
    noteFailure(input, error, dependencies);
    throw new LegFailure(error, hadOutput);
  }
  yield attemptEvent(null);
  const baseUrl = baseUrlOf(model);
  if (baseUrl !== undefined) dependencies.rests.answered(baseUrl);
}

/** An endpoint that failed in a way that may pass rests a while; a lack of network is not its fault. */
function noteFailure(
  { target: { model }, signal }: LegInput,
  error: InferenceError,
  { rests, isOnline }: RunDependencies,
): void {
  const baseUrl = baseUrlOf(model);
  if (baseUrl === undefined || !error.retryable || signal.aborted) return;
  if (error.code === "output-unreadable" || (error.code === "network" && !isOnline())) return;
  rests.failed(baseUrl, error.retryAfterMs);
}

function baseUrlOf({ source }: ModelRecord): string | undefined {
  return source.type === "provider" ? source.baseUrl : undefined;
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
