import { InferenceError, isAbort } from "../../../core/errors";
import { type ByteReader, openByteReader } from "../byte-reader";
import { askHost } from "./ask-host";
import { type FileOwner, fileError } from "./file-error";
import type { Line } from "./line";
import { announcedBytes, isRange, strongEtag } from "./range-answer";
import { hasRanges, type RangedRest, receiveRanges } from "./receive-ranges";

/** How patient a download is. */
export interface TransferLimits {
  /** How long a server may send nothing. */
  stallMs: number;
  /** Waits before each further attempt in a row without progress; jittered. */
  retryDelaysMs: readonly number[];
}

/** Quick enough for a hiccup, patient enough for a server that restarts. */
export const TRANSFER_LIMITS: TransferLimits = {
  stallMs: 60_000,
  retryDelaysMs: [500, 1500, 4000, 8000],
};

/** One file to be received. */
export interface Transfer {
  /** Where it is asked for. */
  address: string;
  owner: FileOwner;
  /** Bytes that are here already. */
  from: number;
  /** What is here came with this ETag. */
  etag: string | null;
  /** The address names a commit, so that whatever comes from it is of the same file. */
  isPinned: boolean;
  /** Null where no list names it. */
  expectedBytes: number | null;
  /** More than this is no file of a model. */
  limitBytes: number;
  /** Whether it may come in ranges where the line is quick. */
  mayCut: boolean;
  cache: RequestCache;
}

/**
 * What comes of a transfer. `start` comes before bytes that are streamed, and again with `from` 0 when all must be sent
 * anew. A chunk is good until the next step.
 */
export type Received =
  | { type: "start"; from: number; totalBytes: number | null; etag: string | null }
  | { type: "chunk"; chunk: Uint8Array<ArrayBuffer> }
  | { type: "range"; blob: Blob };

/** Read at a time, at most. */
const CHUNK_BYTES = 1_048_576;

/** As much progress as starts the count of attempts anew. */
const PROGRESS_BYTES = 262_144;

/**
 * Receives a file from `from` on: as a stream, and over a quick line in ranges ({@link receiveRanges}). A dropped
 * connection, a stall and a server in trouble are got over by asking for the rest; where the server cannot send a rest, by
 * asking for all.
 * @throws InferenceError `model-file-missing` for a status that will not change, `model-file-corrupt` for what cannot
 *   be the file, `network`, `cancelled`.
 */
export async function* receive(
  transfer: Transfer,
  limits: TransferLimits,
  line: Line,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): AsyncGenerator<Received, void, void> {
  let { from: position, etag, expectedBytes } = transfer;
  const { address, isPinned, cache } = transfer;
  let mayResume = true;
  let { mayCut } = transfer;
  /**
   * How much of a large file is asked for at first, where nothing is known of the line: then it shows whether the server
   * has ranges, and nothing that was sent is thrown away when the rest is asked for in ranges.
   */
  const beginningBytes = (): number | null => {
    if (!mayCut || !mayResume || !isPinned || line.isKnown() || line.hasRanges === false) return null;
    const { leastRangeBytes, leastRestBytes } = line.limits;
    const isLarge = expectedBytes !== null && expectedBytes - position >= leastRangeBytes + leastRestBytes;
    return isLarge ? leastRangeBytes : null;
  };
  /** What is to come, where it is at least so many bytes and may come in ranges; else null. */
  const restForRanges = async (leastBytes: number): Promise<RangedRest | null> => {
    if (!mayCut || !mayResume || expectedBytes === null || !line.isQuick()) return null;
    if (expectedBytes - position < leastBytes || (etag === null && !isPinned)) return null;
    const rest = { address, from: position, totalBytes: expectedBytes, etag, isPinned, cache };
    line.hasRanges ??= await hasRanges(rest, fetch, signal);
    return line.hasRanges ? rest : null;
  };
  let failures = 0;
  for (;;) {
    const rest = await restForRanges(line.limits.leastRangeBytes);
    if (rest !== null) {
      for await (const blob of receiveRanges(rest, line, limits.stallMs, fetch, signal)) {
        position += blob.size;
        yield { type: "range", blob };
      }
      if (position === rest.totalBytes) return;
      mayCut = false;
    }
    const begunAt = position;
    const begunMs = performance.now();
    const watch = watchForStall(limits.stallMs, signal);
    let hasAnswered = false;
    const only = beginningBytes();
    try {
      const from = mayResume ? position : 0;
      const answer = await ask({ ...transfer, from, only, etag, expectedBytes }, fetch, watch.signal);
      hasAnswered = true;
      if (only !== null) line.hasRanges = answer?.isBeginning === true;
      if (answer === null) {
        mayResume = false;
        continue;
      }
      position = answer.from;
      etag = answer.etag;
      expectedBytes ??= answer.totalBytes;
      yield { type: "start", from: position, totalBytes: answer.totalBytes, etag: answer.etag };
      const limit = expectedBytes ?? transfer.limitBytes;
      for (;;) {
        watch.wind();
        const chunk = await answer.reader.read();
        if (chunk === undefined && !answer.isBeginning) return;
        if (chunk === undefined) {
          // Of a server that sends less than it says, all that is left is asked for.
          if (position < from + (only ?? 0)) mayCut = false;
          break;
        }
        position += chunk.byteLength;
        if (position > limit) {
          throw fileError("model-file-corrupt", transfer.owner, tooLarge(transfer.address, limit));
        }
        watch.rest();
        yield { type: "chunk", chunk };
        if (position - begunAt < line.limits.leastRangeBytes) continue;
        line.learn(position - begunAt, performance.now() - begunMs);
        if ((await restForRanges(line.limits.leastRestBytes)) !== null) break;
      }
    } catch (thrown) {
      const error = toTransferError(thrown, transfer, signal, watch.signal, limits.stallMs);
      if (!error.retryable || isOffline()) throw error;
      if (position - begunAt >= PROGRESS_BYTES) failures = 0;
      const delayMs = limits.retryDelaysMs[failures];
      failures += 1;
      if (delayMs === undefined) throw error;
      if (only !== null) mayCut = false;
      // A host may refuse to be asked for a part at all, which looks like no answer.
      if (!hasAnswered && position > 0 && failures > 1) mayResume = false;
      await pause(delayMs * (0.75 + Math.random() / 2), signal, transfer.owner);
    } finally {
      watch.end();
    }
  }
}

interface Answer {
  from: number;
  /** There is more than was asked for. */
  isBeginning: boolean;
  totalBytes: number | null;
  etag: string | null;
  reader: ByteReader;
}

/** Null when the server cannot send the rest of what is here, or so many bytes of it where `only` these are asked for. */
async function ask(
  transfer: Transfer & { only: number | null },
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Answer | null> {
  const { address, owner, from, only, expectedBytes } = transfer;
  const last = only === null ? {} : { last: from + only - 1 };
  const range = from === 0 && only === null ? null : { first: from, ...last };
  const response = await askHost(transfer, range, fetch, signal);
  const refuse = (): null => {
    void response.body?.cancel().catch(() => {});
    return null;
  };
  if (range !== null && response.status === 416) return refuse();
  if (!response.ok) {
    refuse();
    throw fileError("model-file-missing", owner, `${address}: HTTP ${response.status}`, {
      status: response.status,
      retryable: response.status >= 500 || response.status === 429 || response.status === 408,
    });
  }
  if ((response.headers.get("content-type") ?? "").includes("text/html")) {
    refuse();
    throw fileError("model-file-corrupt", owner, `${address}: a web page came in its place`);
  }
  const isRest = response.status === 206;
  const total = isRest ? totalOfPart(response, transfer) : announcedBytes(response);
  const etag = strongEtag(response);
  if (isRest && (range === null || total === "misfit")) {
    refuse();
    if (range !== null) return null;
    throw fileError("model-file-corrupt", owner, `${address}: only a part of it came`);
  }
  const isOther = isRest && !transfer.isPinned && etag !== transfer.etag;
  if (isOther) return refuse();
  const totalBytes = total === "misfit" ? null : total;
  if (expectedBytes !== null && totalBytes !== null && totalBytes !== expectedBytes) {
    refuse();
    if (isRest) return null;
    throw fileError(
      "model-file-corrupt",
      owner,
      `${address}: it has ${totalBytes} bytes instead of ${expectedBytes}`,
    );
  }
  const body: ReadableStream<Uint8Array<ArrayBuffer>> =
    response.body ?? new ReadableStream({ start: (controller) => controller.close() });
  return {
    from: isRest ? from : 0,
    isBeginning: isRest && only !== null,
    totalBytes,
    etag,
    reader: openByteReader(body, CHUNK_BYTES),
  };
}

/** Size of the whole file by an answer with a part of it; "misfit" when it is not the part that was asked for. */
function totalOfPart(
  response: Response,
  { from, only, expectedBytes }: { from: number; only: number | null; expectedBytes: number | null },
): number | "misfit" {
  if (only !== null) {
    const asked = { start: from, bytes: only, totalBytes: expectedBytes ?? 0 };
    return expectedBytes !== null && isRange(response, asked) ? expectedBytes : "misfit";
  }
  const range = response.headers.get("content-range");
  if (range === null) {
    // Hidden from other origins where the host does not expose it: the length must tell.
    const length = announcedBytes(response);
    return expectedBytes !== null && length === expectedBytes - from ? expectedBytes : "misfit";
  }
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range) ?? [];
  return Number(start) === from && Number(end) === Number(total) - 1 ? Number(total) : "misfit";
}

interface StallWatch {
  signal: AbortSignal;
  /** The server's turn: counts anew. */
  wind(): void;
  /** Our turn: does not count. */
  rest(): void;
  end(): void;
}

function watchForStall(stallMs: number, outer: AbortSignal): StallWatch {
  const controller = new AbortController();
  const pass = () => controller.abort(outer.reason);
  if (outer.aborted) pass();
  outer.addEventListener("abort", pass);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const watch: StallWatch = {
    signal: controller.signal,
    wind() {
      clearTimeout(timer);
      timer = setTimeout(() => controller.abort(), stallMs);
    },
    rest: () => clearTimeout(timer),
    end() {
      clearTimeout(timer);
      outer.removeEventListener("abort", pass);
      // Stops the transfer of an answer that was left early.
      controller.abort();
    },
  };
  watch.wind();
  return watch;
}

function toTransferError(
  thrown: unknown,
  { address, owner }: Transfer,
  signal: AbortSignal,
  stall: AbortSignal,
  stallMs: number,
): InferenceError {
  if (signal.aborted) return fileError("cancelled", owner, "cancelled", { cause: thrown });
  if (thrown instanceof InferenceError) return thrown;
  const reason =
    stall.aborted && isAbort(thrown)
      ? `nothing came for ${stallMs / 1000} s`
      : thrown instanceof Error
        ? thrown.message
        : String(thrown);
  return fileError("network", owner, `${address}: ${reason}`, { cause: thrown });
}

function tooLarge(address: string, limitBytes: number): string {
  return `${address}: it is larger than ${limitBytes} bytes`;
}

/** Where that is known; then waiting is for whoever hears of the network's return. */
function isOffline(): boolean {
  const { navigator } = globalThis as { navigator?: { onLine?: boolean } };
  return navigator?.onLine === false;
}

/** @throws InferenceError `cancelled` */
async function pause(delayMs: number, signal: AbortSignal, owner: FileOwner): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(finish, delayMs);
    signal.addEventListener("abort", finish);
    function finish() {
      clearTimeout(timer);
      signal.removeEventListener("abort", finish);
      resolve();
    }
  });
  if (signal.aborted) throw fileError("cancelled", owner, "cancelled");
}
