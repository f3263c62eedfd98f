import type { InferenceEvent } from "./event";
import type { Availability, EngineId, Location, ModelRecord } from "./model";
import type { InferenceRequest } from "./request";

/** What would leave the device: one address and one body. Headers carry no text of the person's. */
export interface OutboundCall {
  url: string;
  body: string;
  /** Length of `body` in UTF-8. */
  bytes: number;
}

/** The one contract that every engine passes; `engines/shared/engine-contract.ts` tests it. */
export interface Engine {
  readonly id: EngineId;
  readonly location: Location;
  /** Whether `model` can run here now. Never downloads, never throws for an expected lack. */
  availability(model: ModelRecord): Promise<Availability>;
  /**
   * Loads on demand, then streams. Yields zero or more `load-progress`, one `load-end`, then deltas or one
   * `output`, then exactly one `end`.
   * @throws InferenceError on any failure; `cancelled` when `signal` is aborted.
   */
  run(
    request: InferenceRequest,
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): AsyncIterable<InferenceEvent>;
  /**
   * Fetches and loads without generating. The only way a download starts, so it is called only from a
   * person's click. Yields `load-progress` and one `load-end`.
   * @throws InferenceError as `run` does.
   */
  prepare(model: ModelRecord, options: { signal: AbortSignal }): AsyncIterable<InferenceEvent>;
  /** Cloud engines only: exactly what `run` would send. Pure; the egress door is opened for these bytes alone. */
  outbound?(request: InferenceRequest, model: ModelRecord): OutboundCall;
  /** Engines with downloads only: deletes the files of `model`, which must be downloaded again to be used. */
  remove?(model: ModelRecord): Promise<void>;
  /** Frees the memory of whatever is loaded; a later `run` loads again. */
  unload(): Promise<void>;
}
