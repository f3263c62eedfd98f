import { InferenceError } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import { piecesOf } from "../byte-reader";
import { findFault } from "./check-content";
import { createChunkStore } from "./chunk-store";
import type { DownloadLimits } from "./download-limits";
import type { ObtainedFile } from "./file-desk";
import { type FileOwner, fileError, isStorageFull } from "./file-error";
import type { FileParts } from "./file-parts";
import { keepFile, keepInParts } from "./kept-file";
import type { Line } from "./line";
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
  /** What an earlier download left of it. */
  parts: FileParts;
  tally: Tally;
  limits: DownloadLimits;
  line: Line;
  signal: AbortSignal;
  fetch: typeof fetch;
}

/** Of a file that changes without our knowing; its parts serve only the download that they belong to. */
const NO_VALIDATOR = "none";

/** Not worth a part of its own. */
const LEAST_PIECE_BYTES = 262_144;

/** Put into storage side by side, which goes on while one of them waits. */
const PARTS_AT_ONCE = 2;

/** Said once in a while, not with every packet. */
const PROGRESS_STEP_BYTES = 1_000_000;

/** A file that came whole and was found good. */
export interface CheckedFile extends ObtainedFile {
  /** Puts it in its place. @throws InferenceError `storage-full`; what there is room for is kept apart. */
  keep(): Promise<void>;
}

/**
 * Receives a file, from where an earlier download was broken off, and checks it. What has come of a file that is broken
 * off is kept apart. Yields progress.
 * @throws InferenceError as `receive`; `storage-full`.
 */
export async function* fetchFile(
  request: FileRequest,
  tools: FetchTools,
): AsyncGenerator<InferenceEvent, CheckedFile, void> {
  const { file, owner, address, facts, pin } = request;
  const { parts, tally, limits } = tools;
  const mayStayInParts = file.mayBeInParts === true;
  const mostHeldBytes = mayStayInParts ? limits.partBytes : limits.pieceBytes;
  const expectedBytes = facts?.bytes ?? file.bytes ?? null;
  let hash = await resume(parts, request, expectedBytes);
  let received = parts.bytes;
  let validator = pin ?? parts.validator ?? NO_VALIDATOR;
  const pending = createChunkStore();
  let keptMs = performance.now();
  /** Parts that are being kept while the next one comes. */
  const keeping: Promise<void>[] = [];
  /** Whether what has come is worth keeping for the next time. */
  let isOpen = true;
  tally.setCurrent(received);

  /** Waits until few enough are on their way that no more than so many are held. */
  async function keepPending(): Promise<void> {
    while (keeping.length >= PARTS_AT_ONCE) await keeping.shift();
    keptMs = performance.now();
    if (pending.bytes === 0) return;
    const part = keepPart(pending.take());
    // A failure is seen by whoever waits next.
    part.catch(() => {});
    keeping.push(part);
  }

  async function allKept(): Promise<void> {
    for (let first = keeping.shift(); first !== undefined; first = keeping.shift()) await first;
  }

  async function keepPart(part: Blob): Promise<void> {
    await parts.append(part, validator);
    if (!mayStayInParts) return;
    // A thin line brings many small ones, and each costs a look-up whenever the file is read. They may stay so.
    await parts.merge(limits.partBytes).catch(() => {});
  }

  const partMs = () => (tools.line.isQuick() ? limits.quickPieceMs : limits.pieceMs);

  /** As far as there is room. */
  async function keepWhatCame(): Promise<void> {
    await keepPending()
      .then(allKept)
      .catch(() => {});
  }

  function toFileError(thrown: unknown): unknown {
    if (!isStorageFull(thrown)) return thrown;
    return fileError("storage-full", owner, `there is no room left for ${nameOf(file)}`, { cause: thrown });
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
      // What went wrong is looked for the plain way.
      mayCut: !request.isSecondTry,
      // The checked copy is the one that is kept; for a bad file a cache on the way may be to blame.
      cache: request.isSecondTry ? "reload" : "no-store",
    } as const;
    const isWhole = received > 0 && received === expectedBytes;
    for await (const step of isWhole
      ? []
      : receive(transfer, limits, tools.line, tools.fetch, tools.signal)) {
      if (step.type === "start") {
        if (step.from !== received) {
          await allKept();
          await parts.discard();
          pending.take();
          hash = await createSha256();
          received = 0;
          told = 0;
        }
        validator = pin ?? step.etag ?? NO_VALIDATOR;
        tally.learn(file, step.totalBytes);
        continue;
      }
      if (step.type === "range") {
        await hashBlob(hash, step.blob);
        pending.addBlob(step.blob);
        received += step.blob.size;
      } else {
        hash.update(step.chunk);
        pending.add(step.chunk);
        received += step.chunk.byteLength;
      }
      tally.setCurrent(received);
      const isDue = pending.bytes >= LEAST_PIECE_BYTES && performance.now() - keptMs >= partMs();
      if (isDue || pending.bytes >= mostHeldBytes) await keepPending();
      if (received - told < PROGRESS_STEP_BYTES) continue;
      told = received;
      yield tally.progress();
    }
    await allKept();
    const rest = pending.take();
    const blob = new Blob([(await parts.read()) ?? new Blob(), rest]);
    const data = file.inspect === undefined ? null : new Uint8Array(await blob.arrayBuffer());
    const sha256 = hash.digestHex();
    const fault = await findFault(file, { blob, sha256, data }, facts);
    if (fault !== null) throw fileError("model-file-corrupt", owner, `${address}: ${fault}`);
    isOpen = false;
    return {
      bytes: blob.size,
      data,
      async keep() {
        try {
          if (mayStayInParts && parts.bytes > 0) {
            if (rest.size > 0) await parts.append(rest, validator);
            await parts.deleteStray();
            await keepInParts(tools.cache, file.url, blob.size, sha256);
            return;
          }
          await keepFile(tools.cache, file.url, blob, sha256);
          await parts.discard();
        } catch (thrown) {
          if (rest.size > 0 && parts.bytes < blob.size) await parts.append(rest, validator).catch(() => {});
          throw toFileError(thrown);
        }
      },
    };
  } catch (thrown) {
    if (thrown instanceof InferenceError && thrown.code === "model-file-corrupt") {
      isOpen = false;
      // A part that is still on its way would come after.
      await Promise.allSettled(keeping);
      await parts.discard();
    }
    throw toFileError(thrown);
  } finally {
    // Left, or broken off.
    if (isOpen) await keepWhatCame();
  }
}

/** The hash of what is here of the file; what the rest would not fit to is thrown away. */
async function resume(
  parts: FileParts,
  { pin, isSecondTry }: FileRequest,
  expectedBytes: number | null,
): Promise<Sha256> {
  const hash = await createSha256();
  if (parts.bytes === 0) return hash;
  const { validator, bytes } = parts;
  const isOfFile = pin === null ? validator !== NO_VALIDATOR && !isPin(validator) : validator === pin;
  const fits = !isSecondTry && isOfFile && (expectedBytes === null || bytes <= expectedBytes);
  const content = fits ? await parts.read() : null;
  if (content === null) await parts.discard();
  else await hashBlob(hash, content);
  return hash;
}

async function hashBlob(hash: Sha256, blob: Blob): Promise<void> {
  for await (const piece of piecesOf(blob)) hash.update(piece);
}

function isPin(validator: string | null): boolean {
  return validator?.startsWith("commit ") === true;
}
