/** Bytes on their way to storage. */
export interface ChunkStore {
  readonly bytes: number;
  /** Copies the chunk. */
  add(chunk: Uint8Array): void;
  addBlob(blob: Blob): void;
  /** All of them as one, and none is left. */
  take(): Blob;
}

/** So many bytes are handed over at a time. */
const BLOCK_BYTES = 8_388_608;

/**
 * Holds chunks as blobs, which the browser keeps outside the page's memory and on disk when they are many. Handed over
 * while more come, they are where they must be when they are put into a cache. They are gathered in one block of
 * memory, used again and again: new memory for each would cost more than the copy.
 */
export function createChunkStore(): ChunkStore {
  let block: Uint8Array<ArrayBuffer> | null = null;
  let filled = 0;
  let blobs: Blob[] = [];
  let bytes = 0;

  function closeBlock(): void {
    if (block !== null && filled > 0) blobs.push(new Blob([block.subarray(0, filled)]));
    filled = 0;
  }

  return {
    get bytes() {
      return bytes;
    },
    add(chunk) {
      block ??= new Uint8Array(BLOCK_BYTES);
      for (let at = 0; at < chunk.byteLength; ) {
        const part = chunk.subarray(at, at + BLOCK_BYTES - filled);
        block.set(part, filled);
        filled += part.byteLength;
        at += part.byteLength;
        if (filled === BLOCK_BYTES) closeBlock();
      }
      bytes += chunk.byteLength;
    },
    addBlob(blob) {
      closeBlock();
      blobs.push(blob);
      bytes += blob.size;
    },
    take() {
      closeBlock();
      const all = new Blob(blobs);
      blobs = [];
      bytes = 0;
      return all;
    },
  };
}
