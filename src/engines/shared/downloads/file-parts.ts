import { peek } from "./peek";

/** Apart from the files themselves, so that nothing unchecked is ever among them. */
const PARTS_CACHE = "nearside/partial-downloads";

/** Cache Storage takes addresses only; this one is nobody's. */
const KEY_ROOT = "https://partial.invalid/";

const VALIDATOR_HEADER = "x-nearside-validator";
const BYTES_HEADER = "x-nearside-bytes";

/**
 * A file, or its beginning, in parts. Each is kept under where in the file it begins, and the next one is looked for
 * where it ends: what lies in between counts for nothing, so that parts can be made one at any moment.
 */
export interface FileParts {
  /** Those on their way into storage included. */
  readonly bytes: number;
  /** What the file must be the same in for the rest to fit: a commit or an ETag. Null while nothing is kept. */
  readonly validator: string | null;
  /** Keeps the next part; another may be given before it is. @throws DOMException `QuotaExceededError` */
  append(part: Blob, validator: string): Promise<void>;
  /**
   * Makes one of the last parts where they are small, together have `bytes` or more, and all of them are kept.
   * @throws as `append`
   */
  merge(bytes: number): Promise<void>;
  /** Deletes what lies beside the parts: of a tab that ended in a merge, or had lost a part before others. */
  deleteStray(): Promise<void>;
  /** All parts in order, as one. Null when one is gone. */
  read(): Promise<Blob | null>;
  discard(): Promise<void>;
}

interface Part {
  from: number;
  bytes: number;
  isKept: boolean;
}

/** What is kept of the file at `url`; it may be nothing. */
export async function openParts(caches: CacheStorage, url: string): Promise<FileParts> {
  const cache = await caches.open(PARTS_CACHE);
  const keyOf = (from: number) => `${KEY_ROOT}${encodeURIComponent(url)}/${from}`;
  const parts: Part[] = [];
  let isMerging = false;
  let bytes = 0;
  let validator: string | null = null;
  // Of most files there is nothing: then one look is enough, now and at the end.
  let isThere = (await cache.keys()).some((each) => addressIn(each.url) === url);
  while (isThere) {
    const headers = await peek(cache, keyOf(bytes));
    if (headers === null) break;
    const ofPart = headers.get(VALIDATOR_HEADER);
    if (parts.length > 0 && ofPart !== validator) break;
    validator = ofPart;
    add(Number(headers.get(BYTES_HEADER))).isKept = true;
  }

  function add(partBytes: number): Part {
    const part = { from: bytes, bytes: partBytes, isKept: false };
    parts.push(part);
    bytes += partBytes;
    return part;
  }

  async function put(from: number, content: Blob, ofPart: string): Promise<void> {
    const headers = { [VALIDATOR_HEADER]: ofPart, [BYTES_HEADER]: String(content.size) };
    await cache.put(keyOf(from), new Response(content, { headers }));
  }

  async function join(some: readonly Part[]): Promise<Blob | null> {
    const blobs: Blob[] = [];
    for (const part of some) {
      const blob = await (await cache.match(keyOf(part.from)))?.blob();
      if (blob?.size !== part.bytes) return null;
      blobs.push(blob);
    }
    return new Blob(blobs);
  }

  return {
    get bytes() {
      return bytes;
    },
    get validator() {
      return validator;
    },
    async append(content, ofPart) {
      isThere = true;
      validator = ofPart;
      const part = add(content.size);
      await put(part.from, content, ofPart);
      part.isKept = true;
    },
    async merge(leastBytes) {
      const begin = parts.findLastIndex((part) => part.bytes >= leastBytes) + 1;
      const [first, ...rest] = parts.slice(begin);
      if (first === undefined || rest.length === 0 || validator === null) return;
      if (bytes - first.from < leastBytes || isMerging || !parts.every(({ isKept }) => isKept)) return;
      isMerging = true;
      try {
        const whole = await join([first, ...rest]);
        if (whole === null) return;
        await put(first.from, whole, validator);
        parts.splice(begin, 1 + rest.length, { from: first.from, bytes: whole.size, isKept: true });
        for (const { from } of rest) await cache.delete(keyOf(from));
      } finally {
        isMerging = false;
      }
    },
    async deleteStray() {
      const own = new Set(parts.map(({ from }) => keyOf(from)));
      await deleteKeys(cache, (key) => addressIn(key) === url && !own.has(key));
    },
    read: () => join(parts),
    async discard() {
      // By name, since parts after a gap were not counted.
      if (isThere) await discardParts(caches, (each) => each === url);
      isThere = false;
      parts.length = 0;
      bytes = 0;
      validator = null;
    },
  };
}

/** Deletes the parts of all files whose address `isMeant`. */
export async function discardParts(caches: CacheStorage, isMeant: (url: string) => boolean): Promise<void> {
  const cache = await caches.open(PARTS_CACHE);
  await deleteKeys(cache, (key) => isMeant(addressIn(key)));
}

async function deleteKeys(cache: Cache, isMeant: (key: string) => boolean): Promise<void> {
  for (const { url: key } of await cache.keys()) if (isMeant(key)) await cache.delete(key);
}

/** How much is kept in parts of all files whose address `isMeant`, in bytes. */
export async function bytesInParts(caches: CacheStorage, isMeant: (url: string) => boolean): Promise<number> {
  const cache = await caches.open(PARTS_CACHE);
  let bytes = 0;
  for (const { url } of await cache.keys()) {
    if (isMeant(addressIn(url))) bytes += Number((await peek(cache, url))?.get(BYTES_HEADER));
  }
  return bytes;
}

function addressIn(key: string): string {
  return decodeURIComponent(key.slice(KEY_ROOT.length).replace(/\/\d+$/, ""));
}
