import type { Completion, ModelFileInput, ModelNetwork, PromptSize } from "../../core/engine";
import { type ErrorCode, fromWire, InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { EngineId, ModelRecord } from "../../core/model";
import type { InferenceRequest, Message } from "../../core/request";
import type { AbortMessage, WorkerAnswer, WorkerCall, WorkerLike, WorkerMessage } from "./protocol";
import { createTurnQueue, type ReleaseTurn } from "./turn-queue";

/** How long the worker may take, in ms. */
export interface WorkerTimeouts {
  /** From the start of the worker until its code has loaded. */
  initMs: number;
  /** Between two answers of a run or a preparation: one long step of a slow device must fit. */
  silenceMs: number;
  /** From an abort until the worker says so; then it is ended. */
  abortMs: number;
  /** To free its memory in good order; then it is ended anyway. */
  unloadMs: number;
}

/** Under a second for an abort, so that Stop is idle within one whatever the worker does. */
export const WORKER_TIMEOUTS: WorkerTimeouts = {
  initMs: 30_000,
  silenceMs: 600_000,
  abortMs: 800,
  unloadMs: 2_000,
};

/** What a {@link WorkerClient} is made of. */
export interface WorkerClientOptions<Init> {
  engine: EngineId;
  /** Starts a worker that calls `hostWorker`. Called again after a failure. */
  createWorker: () => WorkerLike;
  /** Sent to each new worker; must survive a structured clone. */
  init: Init;
  timeouts?: Partial<WorkerTimeouts>;
}

/** The page's side of an engine's worker. One call at a time; the others wait their turn. */
export interface WorkerClient {
  /** Starts the worker before its first call. Never throws: what is wrong with it shows at that call. */
  start(): Promise<void>;
  /**
   * Streams a run. Leaving the loop early, or aborting `signal`, stops the worker's work.
   * @throws InferenceError what the worker failed with; `cancelled`, `worker-crashed` or `worker-timeout`.
   */
  run(
    request: InferenceRequest,
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, unknown, void>;
  /** Streams a preparation. @throws InferenceError as `run` does. */
  prepare(
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, unknown, void>;
  /** For a worker with a `DownloadHandler`, as the next two. @throws InferenceError as `run` does. */
  download(
    model: ModelRecord,
    network: ModelNetwork,
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, unknown, void>;
  /** Returns the paths that were deleted. */
  repair(
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, readonly string[], void>;
  importFiles(
    model: ModelRecord,
    files: readonly ModelFileInput[],
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, unknown, void>;
  /** The size of a conversation, after the call in progress. @throws InferenceError as `run` does. */
  countTokens(
    messages: readonly Message[],
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): Promise<PromptSize>;
  /** How a text goes on, after the call in progress. @throws InferenceError as `run` does. */
  complete(text: string, model: ModelRecord, options: { signal: AbortSignal }): Promise<Completion | null>;
  /** Frees the worker and its memory, after the call in progress; the next call starts a new one. Never throws. */
  unload(): Promise<void>;
}

/**
 * After these the worker is as good as before. After any other failure it is replaced, since the runtimes go on
 * failing with the old error.
 */
const HARMLESS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "cancelled",
  "context-overflow",
  "model-not-downloaded",
  "attachment-unsupported",
  "input-empty",
]);

/** Counting touches no runtime, so that only its worker's own death ends the model in memory. */
function breaksWorker(call: WorkerCall<unknown>, { code }: InferenceError): boolean {
  if (call.type === "count") return code === "worker-crashed" || code === "worker-timeout";
  return !HARMLESS.has(code);
}

/** One started worker, and the way its death is told. */
interface LiveWorker {
  worker: WorkerLike;
  /** Called once when it crashes. */
  onCrash: ((error: InferenceError) => void) | null;
}

/** Starts no worker before it is asked for one. */
export function createWorkerClient<Init>(options: WorkerClientOptions<Init>): WorkerClient {
  const timeouts = { ...WORKER_TIMEOUTS, ...options.timeouts };
  const turns = createTurnQueue();
  let live: LiveWorker | null = null;

  function failure(code: ErrorCode, message: string, detail?: string): InferenceError {
    return new InferenceError(code, message, {
      engine: options.engine,
      ...(detail === undefined ? {} : { detail }),
    });
  }

  function end(target: LiveWorker | null): void {
    if (target === null) return;
    target.onCrash = null;
    target.worker.terminate();
    if (live === target) live = null;
  }

  function start(): LiveWorker {
    const started: LiveWorker = { worker: options.createWorker(), onCrash: null };
    const crashed = (event: Event) => {
      const message = "message" in event ? String(event.message) : "";
      const tell = started.onCrash;
      end(started);
      tell?.(failure("worker-crashed", message === "" ? `the worker sent ${event.type}` : message, message));
    };
    started.worker.addEventListener("error", crashed);
    started.worker.addEventListener("messageerror", crashed);
    return started;
  }

  /** The worker, started and initialised. */
  async function ready(signal: AbortSignal): Promise<LiveWorker> {
    if (live !== null) return live;
    const started = start();
    try {
      const init = openCall(started, { type: "init", options: options.init }, timeouts.initMs);
      for await (const _ of init.answers(signal)) {
        // `init` has no events.
      }
      init.close();
    } catch (thrown) {
      end(started);
      throw thrown;
    }
    live = started;
    return started;
  }

  /** Posts one call and gives its answers one by one. */
  function openCall(target: LiveWorker, call: WorkerCall<Init>, silenceMs: number): OpenCall {
    const { port1, port2 } = new MessageChannel();
    const inbox: WorkerAnswer[] = [];
    let crash: InferenceError | null = null;
    let wake: () => void = () => {};
    let isEnded = false;
    target.onCrash = (error) => {
      crash = error;
      isEnded = true;
      wake();
    };
    port1.addEventListener("message", ({ data }: MessageEvent<WorkerAnswer>) => {
      if (isEnded) return;
      isEnded = data.type !== "events";
      inbox.push(data);
      wake();
    });
    port1.addEventListener("messageerror", () => {
      target.onCrash?.(failure("worker-crashed", "an answer of the worker could not be read"));
      end(target);
    });
    port1.start();
    const message: WorkerMessage<Init> = { call, port: port2 };
    target.worker.postMessage(message, [port2]);

    /** Waits until something has happened. */
    async function settled(limitMs: number, signal?: AbortSignal): Promise<"woken" | "timeout"> {
      if (inbox.length > 0 || isEnded || signal?.aborted === true) return "woken";
      return new Promise((resolve) => {
        const finish = (outcome: "woken" | "timeout") => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", woken);
          wake = () => {};
          resolve(outcome);
        };
        const woken = () => finish("woken");
        const timer = setTimeout(() => finish("timeout"), limitMs);
        wake = woken;
        signal?.addEventListener("abort", woken, { once: true });
      });
    }

    return {
      async *answers(signal) {
        for (;;) {
          const outcome = await settled(silenceMs, signal);
          if (signal.aborted) throw failure("cancelled", "cancelled");
          const answer = inbox.shift();
          if (answer?.type === "events") {
            for (const event of answer.events) {
              yield event;
              if (signal.aborted) throw failure("cancelled", "cancelled");
            }
          } else if (answer?.type === "done") return answer.value;
          else if (answer?.type === "failed") throw fromWire(answer.error);
          else if (crash !== null) throw crash;
          else if (outcome === "timeout") {
            throw failure(
              "worker-timeout",
              `the worker did not answer \`${call.type}\` within ${silenceMs} ms`,
            );
          }
        }
      },
      async stop(limitMs) {
        if (isEnded) return crash === null;
        const abort: AbortMessage = { type: "abort" };
        port1.postMessage(abort);
        const untilMs = performance.now() + limitMs;
        while (!isEnded) {
          inbox.length = 0;
          if ((await settled(Math.max(0, untilMs - performance.now()))) === "timeout") return false;
        }
        return crash === null;
      },
      close() {
        port1.close();
        target.onCrash = null;
      },
    };
  }

  async function* stream(
    call: WorkerCall<Init>,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, unknown, void> {
    const release = await turns.take(signal);
    let target: LiveWorker | null = null;
    let open: OpenCall | null = null;
    let outcome: "done" | "left" | "broken" = "left";
    try {
      target = await ready(signal);
      open = openCall(target, call, timeouts.silenceMs);
      const value = yield* open.answers(signal);
      outcome = "done";
      return value;
    } catch (thrown) {
      const error = InferenceError.from(thrown, "internal", { engine: options.engine });
      if (breaksWorker(call, error)) outcome = "broken";
      throw error;
    } finally {
      // Not awaited: whoever pressed Stop is answered at once, and the next call waits for its turn.
      // A completion is short: to end its worker and load the model again would take longer than to wait for it.
      const patienceMs = call.type === "complete" ? timeouts.initMs : timeouts.abortMs;
      void settle(target, open, outcome, patienceMs, release);
    }
  }

  async function settle(
    target: LiveWorker | null,
    open: OpenCall | null,
    outcome: "done" | "left" | "broken",
    patienceMs: number,
    release: ReleaseTurn,
  ): Promise<void> {
    try {
      if (outcome === "broken") end(target);
      else if (outcome === "left" && open !== null && !(await open.stop(patienceMs))) end(target);
      open?.close();
    } finally {
      release();
    }
  }

  return {
    async start() {
      const release = await turns.take();
      await ready(new AbortController().signal).catch(() => {});
      release();
    },
    run: (request, model, { signal }) => stream({ type: "run", request, model }, signal),
    prepare: (model, { signal }) => stream({ type: "prepare", model }, signal),
    download: (model, network, { signal }) => stream({ type: "download", model, network }, signal),
    repair: (model, { signal }) =>
      stream({ type: "repair", model }, signal) as AsyncGenerator<InferenceEvent, readonly string[], void>,
    importFiles: (model, files, { signal }) => stream({ type: "import-files", model, files }, signal),
    countTokens: (messages, model, { signal }) =>
      answerOf<PromptSize>(stream({ type: "count", messages, model }, signal)),
    complete: (text, model, { signal }) =>
      answerOf<Completion | null>(stream({ type: "complete", text, model }, signal)),
    async unload() {
      const release = await turns.take();
      const target = live;
      try {
        if (target === null) return;
        const open = openCall(target, { type: "unload" }, timeouts.unloadMs);
        for await (const _ of open.answers(new AbortController().signal)) {
          // `unload` has no events.
        }
        open.close();
      } catch {
        // It is ended below whatever it answered.
      } finally {
        end(target);
        release();
      }
    },
  };
}

/** What a call without events answers. */
async function answerOf<Value>(call: AsyncGenerator<InferenceEvent, unknown, void>): Promise<Value> {
  for (;;) {
    const step = await call.next();
    if (step.done === true) return step.value as Value;
  }
}

/** A call in progress. */
interface OpenCall {
  /** Returns the value of `done`. @throws InferenceError */
  answers(signal: AbortSignal): AsyncGenerator<InferenceEvent, unknown, void>;
  /** Asks the worker to stop and waits; false when it did not within `limitMs`, or has crashed. */
  stop(limitMs: number): Promise<boolean>;
  close(): void;
}
