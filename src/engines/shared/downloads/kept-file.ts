import { piecesOf } from "../byte-reader";
import type { ObtainedFile } from "./file-desk";
import { peek } from "./peek";
import { createSha256 } from "./sha256";
import type { WantedFile } from "./wanted-file";

/** Lower-case hexadecimal; of the bytes as they were checked. */
const HASH_HEADER = "x-nearside-sha256";
const LENGTH_HEADER = "content-length";

/** Read at a time, at most. */
const PIECE_BYTES = 1_048_576;

/** Puts a checked file in its place, with its size and hash beside it. @throws DOMException `QuotaExceededError` */
export async function keepFile(
  cache: Cache,
  url: string,
  content: Blob,
  { type, sha256 }: { type: string; sha256: string },
): Promise<void> {
  const headers = { "content-type": type, [LENGTH_HEADER]: String(content.size), [HASH_HEADER]: sha256 };
  await cache.put(url, new Response(content, { headers }));
}

/** A file that is here; its content where it is inspected. Null when it is not here. */
export async function lookUpFile(
  cache: Cache,
  { url, inspect }: Pick<WantedFile, "url" | "inspect">,
): Promise<ObtainedFile | null> {
  if (inspect === undefined) {
    const bytes = await bytesAt(cache, url);
    return bytes === null ? null : { bytes, data: null };
  }
  const response = await cache.match(url);
  if (response === undefined) return null;
  const data = new Uint8Array(await response.arrayBuffer());
  return { bytes: data.byteLength, data };
}

/** Bytes of a kept file, without reading it; 0 when it is not here. */
export async function keptBytes(cache: Cache, url: string): Promise<number> {
  return (await bytesAt(cache, url)) ?? 0;
}

async function bytesAt(cache: Cache, url: string): Promise<number | null> {
  const headers = await peek(cache, url);
  if (headers === null) return null;
  const length = headers.get(LENGTH_HEADER);
  if (length !== null) return Number(length);
  // An older version of the app did not write it down.
  return (await (await cache.match(url))?.blob())?.size ?? null;
}

/** What a file of that name is kept as. */
export function typeOf(url: string): string {
  if (url.endsWith(".json")) return "application/json";
  return url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
}

/**
 * Reads a kept file to its end and compares size and hash; where none was kept beside it, its form is looked at.
 * `onBytes` hears of the progress.
 */
export async function isDamaged(
  cache: Cache,
  { url, bytes, inspect }: WantedFile,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const response = await cache.match(url);
  if (response === undefined) return false;
  const sha256 = response.headers.get(HASH_HEADER);
  const length = Number(response.headers.get(LENGTH_HEADER));
  if (sha256 === null) {
    const data = new Uint8Array(await response.arrayBuffer());
    onBytes(data.byteLength);
    return (bytes !== undefined && data.byteLength !== bytes) || (inspect?.(data) ?? null) !== null;
  }
  const hash = await createSha256();
  let read = 0;
  if (response.body !== null) {
    for await (const piece of piecesOf(response.body, PIECE_BYTES)) {
      hash.update(piece);
      read += piece.byteLength;
      onBytes(piece.byteLength);
    }
  }
  return read !== length || hash.digestHex() !== sha256;
}
