import type { InferenceEvent } from "./event";
import type { Availability, EngineId, Location, ModelKind, ModelRecord } from "./model";
import type { InferenceRequest, Message } from "./request";

/** Where model files may be fetched from. */
export interface ModelNetwork {
  /** Base URL of a mirror in place of each file's own origin, paths kept; null for the origin itself. */
  host: string | null;
  /** No model host is contacted: whatever is not here fails with `model-not-downloaded`. */
  airGap: boolean;
}

/** One file of a model that the person chose from disk. */
export interface ModelFileInput {
  /** Path inside the model's folder, such as `onnx/model_q4.onnx`. */
  path: string;
  file: Blob;
}

/** How much of a model's context window a conversation takes. */
export interface PromptSize {
  /** Of the whole prompt, what the chat template adds included. */
  tokens: number;
  /** Tokens of prompt and answer together; absent where the engine does not know it. */
  contextWindow?: number;
}

/** What probably comes next in a text. */
export interface Completion {
  text: string;
  /** That all of it is what comes, from 0 to 1. */
  probability: number;
}

/** What would leave the device: one address and one body. Headers carry no text of the person's. */
export interface OutboundCall {
  url: string;
  body: string;
  /** Length of `body` in UTF-8. */
  bytes: number;
  /** The most tokens that the body lets the model write, thinking included; absent where it sets no limit. */
  maxOutputTokens?: number;
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
  prepare(
    model: ModelRecord,
    options: { signal: AbortSignal; network?: ModelNetwork },
  ): AsyncIterable<InferenceEvent>;
  /**
   * Engines with downloads only: fetches what is missing, checks it and keeps it, without loading it. An aborted or
   * broken download keeps what has arrived, and the next one goes on from there. Only from a person's click. Yields
   * `load-progress` in bytes, phase `LOAD_PHASES.waiting` while another tab downloads the same model.
   * @throws InferenceError `model-file-missing`, `model-file-corrupt`, `network`, `storage-full`, `cancelled`.
   */
  download?(
    model: ModelRecord,
    options: { signal: AbortSignal; network?: ModelNetwork },
  ): AsyncIterable<InferenceEvent>;
  /**
   * Engines with downloads only: reads every kept file of `model` again and deletes those that are damaged, so that
   * the next download fetches them alone. Makes no request. Yields `load-progress` in bytes.
   * @returns the paths that were deleted.
   */
  repair?(
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): AsyncGenerator<InferenceEvent, readonly string[], void>;
  /**
   * Engines with downloads only: keeps files from disk as the files of `model`, with the checks of a download.
   * @throws InferenceError `model-file-missing` (its `detail` names what is not among them), `model-file-corrupt`.
   */
  importFiles?(
    model: ModelRecord,
    files: readonly ModelFileInput[],
    options: { signal: AbortSignal },
  ): AsyncIterable<InferenceEvent>;
  /**
   * Engines with a tokenizer only: the exact size of the prompt. Loads the tokenizer on demand, never the weights;
   * makes no request.
   * @throws InferenceError `model-not-downloaded`, `input-empty` as `run`, `cancelled`.
   */
  countTokens?(
    messages: readonly Message[],
    model: ModelRecord,
    options: { signal: AbortSignal },
  ): Promise<PromptSize>;
  /**
   * Engines with a writing model only: how `text` goes on, within the line; null where nothing is probable enough.
   * Loads the model on demand and keeps it beside a chat model; sends nothing.
   * @throws InferenceError as `run` does.
   */
  complete?(text: string, model: ModelRecord, options: { signal: AbortSignal }): Promise<Completion | null>;
  /**
   * Engines with a choice of execution provider only: times each of `models` on all of them and keeps what it found,
   * by which they are chosen from then on. Leaves out what was timed with the same files and adapter before, and
   * software adapters, unless `again` is set, because the person asked for it.
   * @throws InferenceError as `run` does; what was found before is kept.
   */
  compareProviders?(
    models: readonly ModelRecord[],
    options: { signal: AbortSignal; again: boolean },
  ): Promise<void>;
  /** Cloud engines only: exactly what `run` would send. Pure; the egress door is opened for these bytes alone. */
  outbound?(request: InferenceRequest, model: ModelRecord): OutboundCall;
  /** Engines with downloads only: deletes the files of `model`, which must be downloaded again to be used. */
  remove?(model: ModelRecord): Promise<void>;
  /** Frees the memory of whatever is loaded, or of one kind of model alone; a later `run` loads again. */
  unload(kind?: ModelKind): Promise<void>;
}
