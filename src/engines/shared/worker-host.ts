import type { Completion, ModelFileInput, ModelNetwork, PromptSize } from "../../core/engine";
import { InferenceError, toWire } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest, Message } from "../../core/request";
import type { AbortMessage, WorkerAnswer, WorkerMessage, WorkerScope } from "./protocol";

/**
 * What an engine does inside its worker. The client sees to it that one call runs at a time. A handler that computes
 * for long without awaiting anything but promises must let tasks pass (`nextTask`), or it hears no abort and its
 * last event leaves late.
 */
export interface WorkerHandler {
  run(request: InferenceRequest, model: ModelRecord, signal: AbortSignal): AsyncIterable<InferenceEvent>;
  prepare(model: ModelRecord, signal: AbortSignal): AsyncIterable<InferenceEvent>;
  /** Only where the engine can count; others fail the call with `internal`. */
  countTokens?(messages: readonly Message[], model: ModelRecord, signal: AbortSignal): Promise<PromptSize>;
  /** Only where the engine has a model that writes along; others fail the call with `internal`. */
  complete?(text: string, model: ModelRecord, signal: AbortSignal): Promise<Completion | null>;
  unload(): Promise<void>;
}

/** What an engine does in a worker that only downloads; see the methods of the same names of `Engine`. */
export interface DownloadHandler {
  download(
    model: ModelRecord,
    network: ModelNetwork,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void>;
  repair(model: ModelRecord, signal: AbortSignal): AsyncGenerator<InferenceEvent, readonly string[], void>;
  importFiles(
    model: ModelRecord,
    files: readonly ModelFileInput[],
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void>;
}

/** Events ready within this many microtasks travel in one message. */
const BATCH_MICROTASKS = 6;
/** A batch is sent at this size or age even while more events are ready. */
const BATCH_EVENTS = 256;
const BATCH_MS = 4;

/**
 * Answers the calls of a `WorkerClient` with what `createHandler` makes of the options of `init`. Listens by
 * `addEventListener`: assigning `onmessage` in a worker deadlocks onnxruntime's threaded build.
 */
export function hostWorker<Init>(
  scope: WorkerScope,
  createHandler: (options: Init) => WorkerHandler | Partial<DownloadHandler> | Promise<WorkerHandler>,
): void {
  let handler: Partial<WorkerHandler & DownloadHandler> | null = null;

  /** The handler's method of that name; a worker has only some of them. */
  function part<Name extends keyof (WorkerHandler & DownloadHandler)>(
    name: Name,
  ): NonNullable<(WorkerHandler & DownloadHandler)[Name]> {
    const method = handler?.[name]?.bind(handler);
    if (method === undefined) throw new InferenceError("internal", `this worker cannot \`${name}\``);
    return method as NonNullable<(WorkerHandler & DownloadHandler)[Name]>;
  }

  scope.addEventListener("message", ({ data }: MessageEvent<WorkerMessage<Init>>) => {
    const { call, port } = data;
    void answer(port, async (signal, send) => {
      switch (call.type) {
        case "init":
          handler = await createHandler(call.options);
          return;
        case "run":
          return sendEvents(part("run")(call.request, call.model, signal), send);
        case "prepare":
          return sendEvents(part("prepare")(call.model, signal), send);
        case "download":
          return sendEvents(part("download")(call.model, call.network, signal), send);
        case "repair":
          return sendEvents(part("repair")(call.model, signal), send);
        case "import-files":
          return sendEvents(part("importFiles")(call.model, call.files, signal), send);
        case "count":
          return part("countTokens")(call.messages, call.model, signal);
        case "complete":
          return part("complete")(call.text, call.model, signal);
        case "unload":
          return handler?.unload?.();
      }
    });
  });
}

type SendEvents = (events: InferenceEvent[]) => void;

async function answer(
  port: MessagePort,
  work: (signal: AbortSignal, send: SendEvents) => Promise<unknown>,
): Promise<void> {
  const controller = new AbortController();
  const post = (message: WorkerAnswer) => port.postMessage(message);
  port.addEventListener("message", ({ data }: MessageEvent<AbortMessage>) => {
    if (data.type === "abort") controller.abort();
  });
  port.start();
  try {
    const value = await work(controller.signal, (events) => post({ type: "events", events }));
    post(value === undefined ? { type: "done" } : { type: "done", value });
  } catch (thrown) {
    const error = controller.signal.aborted
      ? new InferenceError("cancelled", "cancelled", { cause: thrown })
      : InferenceError.from(thrown);
    post({ type: "failed", error: toWire(error) });
  }
  // Not closed here: closing may drop what was just posted. The client closes its end.
}

/**
 * Posts every event in order; those that are ready at once go together.
 * @returns what the stream returned.
 */
async function sendEvents(stream: AsyncIterable<InferenceEvent>, send: SendEvents): Promise<unknown> {
  const iterator = stream[Symbol.asyncIterator]();
  let batch: InferenceEvent[] = [];
  let batchStartMs = 0;
  const flush = () => {
    if (batch.length > 0) send(batch);
    batch = [];
  };
  for (;;) {
    const next = iterator.next();
    const isFull = batch.length >= BATCH_EVENTS || performance.now() - batchStartMs > BATCH_MS;
    if (batch.length > 0 && (isFull || !(await settlesSoon(next)))) flush();
    let result: IteratorResult<InferenceEvent>;
    try {
      result = await next;
    } catch (thrown) {
      flush();
      throw thrown;
    }
    if (result.done === true) {
      flush();
      return result.value;
    }
    if (batch.length === 0) batchStartMs = performance.now();
    batch.push(result.value);
  }
}

async function settlesSoon(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = () => {
    settled = true;
  };
  promise.then(settle, settle);
  for (let tick = 0; tick < BATCH_MICROTASKS && !settled; tick += 1) await null;
  return settled;
}
