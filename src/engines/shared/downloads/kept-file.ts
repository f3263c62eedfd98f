import { piecesOf } from "../byte-reader";
import type { ObtainedFile } from "./file-desk";
import { discardParts, openParts } from "./file-parts";
import { peek } from "./peek";
import { createSha256 } from "./sha256";
import type { WantedFile } from "./wanted-file";

/** Lower-case hexadecimal; of the bytes as they were checked. */
const HASH_HEADER = "x-nearside-sha256";
const LENGTH_HEADER = "content-length";
/** With a file whose content is in parts elsewhere; its own is empty. */
const IN_PARTS_HEADER = "x-nearside-in-parts";

/** Puts a checked file in its place, with its size and hash beside it. @throws DOMException `QuotaExceededError` */
export async function keepFile(cache: Cache, url: string, content: Blob, sha256: string): Promise<void> {
  await cache.put(url, new Response(content, { headers: headersOf(url, content.size, sha256) }));
}

/** Says of a checked file that its parts are all of it: from now on it is here. @throws as {@link keepFile} */
export async function keepInParts(cache: Cache, url: string, bytes: number, sha256: string): Promise<void> {
  const headers = { ...headersOf(url, bytes, sha256), [IN_PARTS_HEADER]: "yes" };
  await cache.put(url, new Response(null, { headers }));
}

function headersOf(url: string, bytes: number, sha256: string): Record<string, string> {
  return { "content-type": typeOf(url), [LENGTH_HEADER]: String(bytes), [HASH_HEADER]: sha256 };
}

/** A kept file's content; null when it, or a part of it, is not here. */
export async function readKept(caches: CacheStorage, cache: Cache, url: string): Promise<Blob | null> {
  return (await openKept(caches, cache, url))?.content ?? null;
}

/** Null when it is not here; its content is null when a part of it is not. */
async function openKept(
  caches: CacheStorage,
  cache: Cache,
  url: string,
): Promise<{ headers: Headers; content: Blob | null } | null> {
  const response = await cache.match(url);
  if (response === undefined) return null;
  const { headers } = response;
  if (!isInParts(headers)) return { headers, content: await response.blob() };
  const content = await (await openParts(caches, url)).read();
  return { headers, content: content?.size === Number(headers.get(LENGTH_HEADER)) ? content : null };
}

/** A file that is here; its content where it is inspected. Null when it is not here. */
export async function lookUpFile(
  caches: CacheStorage,
  cache: Cache,
  { url, inspect }: Pick<WantedFile, "url" | "inspect">,
): Promise<ObtainedFile | null> {
  if (inspect === undefined) {
    const bytes = await bytesAt(caches, cache, url);
    return bytes === null ? null : { bytes, data: null };
  }
  const content = await readKept(caches, cache, url);
  if (content === null) return null;
  const data = new Uint8Array(await content.arrayBuffer());
  return { bytes: data.byteLength, data };
}

/** Bytes of a kept file, without reading it; 0 when it is not here. */
export async function keptBytes(caches: CacheStorage, cache: Cache, url: string): Promise<number> {
  return (await bytesAt(caches, cache, url)) ?? 0;
}

async function bytesAt(caches: CacheStorage, cache: Cache, url: string): Promise<number | null> {
  const headers = await peek(cache, url);
  if (headers === null) return null;
  const length = headers.get(LENGTH_HEADER);
  // An older version of the app did not write it down.
  if (length === null) return (await (await cache.match(url))?.blob())?.size ?? null;
  const bytes = Number(length);
  const isWhole = !isInParts(headers) || (await openParts(caches, url)).bytes === bytes;
  return isWhole ? bytes : null;
}

function isInParts(headers: Headers): boolean {
  return headers.has(IN_PARTS_HEADER);
}

/** Deletes a file, its parts too; nothing happens when it is not there. */
export async function deleteKept(caches: CacheStorage, cache: Cache, url: string): Promise<void> {
  await cache.delete(url);
  await discardParts(caches, (each) => each === url);
}

/** What a file of that name is kept as. */
function typeOf(url: string): string {
  if (url.endsWith(".json")) return "application/json";
  return url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
}

/**
 * Reads a kept file to its end and compares size and hash; where none was kept beside it, its form is looked at.
 * `onBytes` hears of the progress. One that has lost a part is damaged.
 */
export async function isDamaged(
  caches: CacheStorage,
  cache: Cache,
  { url, bytes, inspect }: WantedFile,
  onBytes: (bytes: number) => void,
): Promise<boolean> {
  const kept = await openKept(caches, cache, url);
  if (kept === null) return false;
  const { headers, content } = kept;
  if (content === null) return true;
  const sha256 = headers.get(HASH_HEADER);
  if (sha256 === null) {
    const data = new Uint8Array(await content.arrayBuffer());
    onBytes(data.byteLength);
    return (bytes !== undefined && data.byteLength !== bytes) || (inspect?.(data) ?? null) !== null;
  }
  const hash = await createSha256();
  for await (const piece of piecesOf(content)) {
    hash.update(piece);
    onBytes(piece.byteLength);
  }
  return content.size !== Number(headers.get(LENGTH_HEADER)) || hash.digestHex() !== sha256;
}
