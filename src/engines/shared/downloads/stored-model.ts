import type { Availability, ModelRecord } from "../../../core/model";

/** How much of a model is on this device. */
export interface StoredModel {
  isComplete: boolean;
  /** What is begun of a file counts too. */
  storedBytes: number;
  /** 0 while it is not known. */
  totalBytes: number;
}

/** Looks up what is here of a model. May throw where the browser denies its file cache. */
type LookUp = (model: ModelRecord, caches: CacheStorage) => Promise<StoredModel>;

/**
 * Whether nothing of a model is missing. Then it is loaded without the worker that downloads, which would read every
 * file that it has to inspect, weights too. Reads no weights; false where it cannot be told.
 */
export async function isAllHere(
  model: ModelRecord,
  caches: CacheStorage | undefined,
  lookUp: LookUp,
): Promise<boolean> {
  if (caches === undefined) return false;
  return (await lookUp(model, caches).catch(() => null))?.isComplete === true;
}

/** What can be said of a model that this device cannot run. Its files may be here all the same, as from disk. */
export async function lackingAvailability(
  model: ModelRecord,
  caches: CacheStorage | undefined,
  lookUp: LookUp,
  reason: string,
): Promise<Availability> {
  const stored = caches === undefined ? null : await lookUp(model, caches).catch(() => null);
  const { storedBytes = 0 } = stored ?? {};
  return { state: "unavailable", reason, ...(storedBytes === 0 ? {} : { storedBytes }) };
}

/**
 * What can be said of a model that this device can run: whether its files are here. `note` goes with a download. A model from disk is
 * `downloadable` too: its files can be had, by choosing them.
 */
export async function storedAvailability(
  model: ModelRecord,
  caches: CacheStorage | undefined,
  lookUp: LookUp,
  note?: string,
): Promise<Availability> {
  if (caches === undefined) {
    return { state: "unavailable", reason: "This browser keeps no files for pages at this address." };
  }
  let stored: StoredModel;
  try {
    stored = await lookUp(model, caches);
  } catch {
    return { state: "unavailable", reason: "This browser denies access to its file cache." };
  }
  const { storedBytes } = stored;
  if (stored.isComplete) return { state: "ready", storedBytes };
  const totalBytes = stored.totalBytes || model.downloadBytes;
  const isFromDisk = model.source.type === "hugging-face" && model.source.isFromDisk === true;
  const reason = isFromDisk ? "Its files are not all here. Choose them from disk." : note;
  return {
    state: "downloadable",
    downloadBytes: Math.max(0, totalBytes - storedBytes),
    storedBytes,
    ...(reason === undefined ? {} : { reason }),
  };
}
