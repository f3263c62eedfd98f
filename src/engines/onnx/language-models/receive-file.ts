import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { modelError } from "./model-error";

/** One request for a file of a model. */
export interface FileRequest {
  url: string;
  cache: RequestCache;
  fetch: typeof fetch;
  model: ModelRecord;
  signal: AbortSignal;
}

/** A file as it came. */
export interface ReceivedFile {
  data: Uint8Array<ArrayBuffer>;
  /** Whether the server called it a web page. */
  isHtml: boolean;
}

/** Said once in a while, not with every packet. */
const PROGRESS_STEP_BYTES = 1_000_000;
/** A first guess where the server does not say how much comes. */
const FIRST_BUFFER_BYTES = 65_536;

/**
 * Fetches a file into one buffer (models are large: pieces and their sum at once would be twice the memory).
 * @throws InferenceError `model-file-missing` for a bad status, `model-file-corrupt` when less came than was announced,
 *   `network`, `cancelled` or `out-of-memory`.
 */
export async function* receiveFile(
  request: FileRequest,
  toProgress: (receivedBytes: number, sizeBytes: number | null) => InferenceEvent,
): AsyncGenerator<InferenceEvent, ReceivedFile, void> {
  const { model, url } = request;
  const response = await ask(request);
  const sizeBytes = announcedBytes(response);
  let buffer = allocate(sizeBytes ?? FIRST_BUFFER_BYTES, model);
  let received = 0;
  let told = 0;
  const reader = response.body?.getReader();
  try {
    for (;;) {
      const step = await readStep(reader, request);
      if (step === undefined) break;
      if (received + step.byteLength > buffer.byteLength) {
        const larger = allocate(Math.max(buffer.byteLength * 2, received + step.byteLength), model);
        larger.set(buffer.subarray(0, received));
        buffer = larger;
      }
      buffer.set(step, received);
      received += step.byteLength;
      if (received - told < PROGRESS_STEP_BYTES) continue;
      told = received;
      yield toProgress(received, sizeBytes);
    }
  } finally {
    // Left early: stop the transfer. Ended: nothing to do.
    void reader?.cancel().catch(() => {});
  }
  if (sizeBytes !== null && received < sizeBytes) {
    throw modelError("model-file-corrupt", model, `${url}: ${received} of ${sizeBytes} bytes came`);
  }
  const data = received === buffer.byteLength ? buffer : buffer.slice(0, received);
  return { data, isHtml: (response.headers.get("content-type") ?? "").includes("text/html") };
}

async function ask({ url, cache, fetch, model, signal }: FileRequest): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url, { signal, cache, credentials: "omit", referrerPolicy: "no-referrer" });
  } catch (thrown) {
    throw toNetworkError(thrown, model, url);
  }
  if (response.ok) return response;
  void response.body?.cancel().catch(() => {});
  throw new InferenceError("model-file-missing", `${url} gave ${response.status}`, {
    engine: "onnx",
    model: model.id,
    status: response.status,
    detail: `${url}: HTTP ${response.status}`,
    retryable: response.status >= 500 || response.status === 429,
  });
}

async function readStep(
  reader: ReadableStreamDefaultReader<Uint8Array> | undefined,
  { model, url }: FileRequest,
): Promise<Uint8Array | undefined> {
  try {
    const step = await reader?.read();
    return step?.done === false ? step.value : undefined;
  } catch (thrown) {
    throw toNetworkError(thrown, model, url);
  }
}

/** Null where it was not said, or counts compressed bytes. */
function announcedBytes(response: Response): number | null {
  if (response.headers.get("content-encoding") !== null) return null;
  const size = Number(response.headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(size) && size > 0 ? size : null;
}

function allocate(bytes: number, model: ModelRecord): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(bytes);
  } catch (thrown) {
    throw modelError("out-of-memory", model, `no memory for a file of ${bytes} bytes`, thrown);
  }
}

function toNetworkError(thrown: unknown, model: ModelRecord, url: string): InferenceError {
  const error = InferenceError.from(thrown, "network", { engine: "onnx", model: model.id });
  return error.code === "network" ? modelError("network", model, `${url}: ${error.message}`, thrown) : error;
}
