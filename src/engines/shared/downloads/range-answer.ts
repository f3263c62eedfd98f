/** A part of a file. */
export interface ByteRange {
  start: number;
  bytes: number;
  /** Of the whole file. */
  totalBytes: number;
}

/** Whether an answer is a part of a file, and this one. Where the host hides the range, the length must tell. */
export function isRange(response: Response, { start, bytes, totalBytes }: ByteRange): boolean {
  if (response.status !== 206) return false;
  const range = response.headers.get("content-range");
  if (range === null) return announcedBytes(response) === bytes;
  return range === `bytes ${start}-${start + bytes - 1}/${totalBytes}`;
}

/** Bytes of the body; null where it was not said, or counts compressed bytes. */
export function announcedBytes(response: Response): number | null {
  if (response.headers.get("content-encoding") !== null) return null;
  const size = Number(response.headers.get("content-length") ?? Number.NaN);
  return Number.isSafeInteger(size) && size > 0 ? size : null;
}

/** Names the very bytes; null where there is none. */
export function strongEtag(response: Response): string | null {
  const etag = response.headers.get("etag");
  return etag === null || etag.startsWith("W/") ? null : etag;
}
