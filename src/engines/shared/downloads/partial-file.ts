import { peek } from "./peek";

/** Apart from the files themselves, so that nothing unchecked is ever among them. */
const PARTIAL_CACHE = "nearside/partial-downloads";

/** Cache Storage takes addresses only; this one is nobody's. */
const KEY_ROOT = "https://partial.invalid/";

const VALIDATOR_HEADER = "x-nearside-validator";
const BYTES_HEADER = "x-nearside-bytes";

/** The beginning of a file, kept in pieces until the rest is here. */
export interface PartialFile {
  readonly bytes: number;
  /** What the file must be the same in for the rest to fit: a commit or an ETag. Null while nothing is kept. */
  readonly validator: string | null;
  /** Keeps the next piece. @throws DOMException `QuotaExceededError` */
  append(piece: Blob, validator: string): Promise<void>;
  /** All pieces in order. Null when one is gone. */
  read(): Promise<Blob[] | null>;
  discard(): Promise<void>;
}

/** What is kept of the file at `url`; it may be nothing. */
export async function openPartialFile(caches: CacheStorage, url: string): Promise<PartialFile> {
  const cache = await caches.open(PARTIAL_CACHE);
  const keyOf = (index: number) => `${KEY_ROOT}${encodeURIComponent(url)}/${index}`;
  let pieces = 0;
  let bytes = 0;
  let validator: string | null = null;
  // Of most files there is nothing: then one look is enough, now and at the end.
  let isThere = (await cache.keys()).some((each) => addressIn(each.url) === url);
  while (isThere) {
    const piece = await peek(cache, keyOf(pieces));
    if (piece === null) break;
    const ofPiece = piece.get(VALIDATOR_HEADER);
    if (pieces > 0 && ofPiece !== validator) break;
    validator = ofPiece;
    bytes += Number(piece.get(BYTES_HEADER));
    pieces += 1;
  }
  return {
    get bytes() {
      return bytes;
    },
    get validator() {
      return validator;
    },
    async append(piece, ofPiece) {
      const headers = { [VALIDATOR_HEADER]: ofPiece, [BYTES_HEADER]: String(piece.size) };
      isThere = true;
      await cache.put(keyOf(pieces), new Response(piece, { headers }));
      validator = ofPiece;
      pieces += 1;
      bytes += piece.size;
    },
    async read() {
      const blobs: Blob[] = [];
      for (let index = 0; index < pieces; index += 1) {
        const piece = await cache.match(keyOf(index));
        if (piece === undefined) return null;
        blobs.push(await piece.blob());
      }
      return blobs.reduce((sum, { size }) => sum + size, 0) === bytes ? blobs : null;
    },
    async discard() {
      // By name, since pieces after a gap were not counted.
      if (isThere) await discardPartialFiles(caches, (each) => each === url);
      isThere = false;
      pieces = 0;
      bytes = 0;
      validator = null;
    },
  };
}

/** Deletes what is kept of all files whose address `isMeant`. */
export async function discardPartialFiles(
  caches: CacheStorage,
  isMeant: (url: string) => boolean,
): Promise<void> {
  const cache = await caches.open(PARTIAL_CACHE);
  for (const { url } of await cache.keys()) if (isMeant(addressIn(url))) await cache.delete(url);
}

/** How much is kept of all files whose address `isMeant`, in bytes. */
export async function partialBytes(caches: CacheStorage, isMeant: (url: string) => boolean): Promise<number> {
  const cache = await caches.open(PARTIAL_CACHE);
  let bytes = 0;
  for (const { url } of await cache.keys()) {
    if (isMeant(addressIn(url))) bytes += Number((await peek(cache, url))?.get(BYTES_HEADER));
  }
  return bytes;
}

function addressIn(key: string): string {
  return decodeURIComponent(key.slice(KEY_ROOT.length).replace(/\/\d+$/, ""));
}
