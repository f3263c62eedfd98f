import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import { findFault } from "./check-content";
import type { DownloadLimits } from "./download-limits";
import type { ObtainedFile } from "./file-desk";
import { type FileOwner, fileError, isStorageFull } from "./file-error";
import { chunksOf, keepFile, typeOf } from "./kept-file";
import { openPartialFile, type PartialFile } from "./partial-file";
import { receive } from "./receive";
import type { FileFacts } from "./repository";
import { createSha256, type Sha256 } from "./sha256";
import type { Tally } from "./tally";
import { limitOf, nameOf, type WantedFile } from "./wanted-file";

/** One file to be fetched. */
export interface FileRequest {
  file: WantedFile;
  owner: FileOwner;
  /** Where it is asked for. */
  address: string;
  /** What the host lists of it. */
  facts: FileFacts | undefined;
  /** Names the commit that `address` names; null when it names none. */
  pin: string | null;
  /** The first time something else came. */
  isSecondTry: boolean;
}

/** What a fetch works with. */
export interface FetchTools {
  /** Where the file will be kept. */
  cache: Cache;
  caches: CacheStorage;
  tally: Tally;
  limits: DownloadLimits;
  signal: AbortSignal;
  fetch: typeof fetch;
}

/** Of a file that changes without our knowing; its parts serve only the download that they belong to. */
const NO_VALIDATOR = "none";

/** Not worth a part of its own. */
const LEAST_PIECE_BYTES = 262_144;

/** Said once in a while, not with every packet. */
const PROGRESS_STEP_BYTES = 1_000_000;

/**
 * Receives a file, from where an earlier download was broken off, checks it and puts it in its place. What has come of
 * a file that is broken off is kept apart. Yields progress.
 * @throws InferenceError as `receive`; `storage-full`.
 */
export async function* fetchFile(
  request: FileRequest,
  tools: FetchTools,
): AsyncGenerator<InferenceEvent, ObtainedFile, void> {
  const { file, owner, address, facts, pin } = request;
  const { tally, limits } = tools;
  const expectedBytes = facts?.bytes ?? file.bytes ?? null;
  const partial = await openPartialFile(tools.caches, file.url);
  let hash = await resume(partial, request, expectedBytes);
  let received = partial.bytes;
  let validator = pin ?? partial.validator ?? NO_VALIDATOR;
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let pendingBytes = 0;
  let keptMs = performance.now();
  /** Whether what has come is worth keeping for the next time. */
  let isOpen = true;
  tally.setCurrent(received);

  async function keepPending(): Promise<void> {
    if (pendingBytes > 0) await partial.append(new Blob(pending), validator);
    pending = [];
    pendingBytes = 0;
    keptMs = performance.now();
  }

  try {
    let told = received;
    const transfer = {
      address,
      owner,
      from: received,
      etag: validator,
      isPinned: pin !== null,
      expectedBytes,
      limitBytes: limitOf(file),
      // The checked copy is the one that is kept; for a bad file a cache on the way may be to blame.
      cache: request.isSecondTry ? "reload" : "no-store",
    } as const;
    const isWhole = received > 0 && received === expectedBytes;
    for await (const step of isWhole ? [] : receive(transfer, limits, tools.fetch, tools.signal)) {
      if (step.type === "start") {
        if (step.from !== received) {
          await partial.discard();
          pending = [];
          pendingBytes = 0;
          hash = await createSha256();
          received = 0;
          told = 0;
        }
        validator = pin ?? step.etag ?? NO_VALIDATOR;
        tally.learn(file, step.totalBytes);
        continue;
      }
      hash.update(step.chunk);
      pending.push(step.chunk);
      pendingBytes += step.chunk.byteLength;
      received += step.chunk.byteLength;
      tally.setCurrent(received);
      const isDue = pendingBytes >= LEAST_PIECE_BYTES && performance.now() - keptMs >= limits.pieceMs;
      if (isDue || pendingBytes >= limits.pieceBytes) await keepPending();
      if (received - told < PROGRESS_STEP_BYTES) continue;
      told = received;
      yield tally.progress();
    }
    const blob = new Blob([...((await partial.read()) ?? []), ...pending]);
    const data = file.inspect === undefined ? null : new Uint8Array(await blob.arrayBuffer());
    const sha256 = hash.digestHex();
    const fault = await findFault(file, { blob, sha256, data }, facts);
    if (fault !== null) throw fileError("model-file-corrupt", owner, `${address}: ${fault}`);
    await keepFile(tools.cache, file.url, blob, { type: typeOf(file.url), sha256 });
    isOpen = false;
    await partial.discard();
    return { bytes: blob.size, data };
  } catch (thrown) {
    if (thrown instanceof InferenceError && thrown.code === "model-file-corrupt") {
      isOpen = false;
      await partial.discard();
    }
    if (!isStorageFull(thrown)) throw thrown;
    throw fileError("storage-full", owner, `there is no room left for ${nameOf(file)}`, { cause: thrown });
  } finally {
    // Left, or broken off: as far as there is room.
    if (isOpen) await keepPending().catch(() => {});
  }
}

/** The hash of what is here of the file; what the rest would not fit to is thrown away. */
async function resume(
  partial: PartialFile,
  { pin, isSecondTry }: FileRequest,
  expectedBytes: number | null,
): Promise<Sha256> {
  const hash = await createSha256();
  if (partial.bytes === 0) return hash;
  const { validator, bytes } = partial;
  const isOfFile = pin === null ? validator !== NO_VALIDATOR && !isPin(validator) : validator === pin;
  const fits = !isSecondTry && isOfFile && (expectedBytes === null || bytes <= expectedBytes);
  const pieces = fits ? await partial.read() : null;
  if (pieces === null) await partial.discard();
  for (const piece of pieces ?? []) {
    for await (const chunk of chunksOf(piece.stream())) hash.update(chunk);
  }
  return hash;
}

function isPin(validator: string | null): boolean {
  return validator?.startsWith("commit ") === true;
}
