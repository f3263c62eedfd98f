import type { ModelFileInput, ModelNetwork } from "../../core/engine";
import type { WireError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest, Message } from "../../core/request";

/** What the page asks of an engine's worker. Every message but `abort` brings the port that its answers go to. */
export type WorkerCall<Init> =
  /** First message of every worker; answered with `done` when the handler is made. */
  | { type: "init"; options: Init }
  /** Answered with `events` and then `done` or `failed`. */
  | { type: "run"; request: InferenceRequest; model: ModelRecord }
  /** Answered as `run` is. */
  | { type: "prepare"; model: ModelRecord }
  /** For a worker with a `DownloadHandler`, as the next two; answered as `run` is. */
  | { type: "download"; model: ModelRecord; network: ModelNetwork }
  /** `done` brings the paths that were deleted. */
  | { type: "repair"; model: ModelRecord }
  | { type: "import-files"; model: ModelRecord; files: readonly ModelFileInput[] }
  /** Answered with `done`, whose `value` is a `PromptSize`, or `failed`. */
  | { type: "count"; messages: readonly Message[]; model: ModelRecord }
  /** Answered with `done`, whose `value` is a `Completion` or null, or `failed`. */
  | { type: "complete"; text: string; model: ModelRecord }
  /** Answered with `done` or `failed`. */
  | { type: "unload" };

/** A {@link WorkerCall} as it is posted; `port` is transferred with it. */
export interface WorkerMessage<Init> {
  call: WorkerCall<Init>;
  port: MessagePort;
}

/** What the page may say on a call's own port: stop now. Answered with `failed`, code `cancelled`. */
export interface AbortMessage {
  type: "abort";
}

/** What the worker says on a call's own port. Nothing follows `done` or `failed`. */
export type WorkerAnswer =
  | { type: "events"; events: readonly InferenceEvent[] }
  | { type: "done"; value?: unknown }
  | { type: "failed"; error: WireError };

/** The part of `Worker` that the client uses, so that Node's threads can stand in for it in tests. */
export interface WorkerLike {
  postMessage(message: unknown, transfer: Transferable[]): void;
  terminate(): void;
  addEventListener(type: "error" | "messageerror", listener: (event: Event) => void): void;
}

/** The part of a worker's global scope that the host uses. */
export interface WorkerScope {
  addEventListener(type: "message", listener: (event: MessageEvent) => void): void;
}
