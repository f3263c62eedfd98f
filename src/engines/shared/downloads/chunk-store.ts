/** Bytes on their way to storage. */
export interface ChunkStore {
  readonly bytes: number;
  add(chunk: Uint8Array<ArrayBuffer>): void;
  /** All of them as one, and none is left. */
  take(): Blob;
}

/** So many bytes are handed over at a time. */
const BLOCK_BYTES = 8_388_608;

/**
 * Holds chunks as blobs, which the browser keeps outside the page's memory and on disk when they are many. Handed over
 * while more come, they are where they must be when they are put into a cache.
 */
export function createChunkStore(): ChunkStore {
  let blocks: Blob[] = [];
  let chunks: Uint8Array<ArrayBuffer>[] = [];
  let chunkBytes = 0;
  let bytes = 0;

  function closeBlock(): void {
    if (chunks.length > 0) blocks.push(new Blob(chunks));
    chunks = [];
    chunkBytes = 0;
  }

  return {
    get bytes() {
      return bytes;
    },
    add(chunk) {
      chunks.push(chunk);
      chunkBytes += chunk.byteLength;
      bytes += chunk.byteLength;
      if (chunkBytes >= BLOCK_BYTES) closeBlock();
    },
    take() {
      closeBlock();
      const all = new Blob(blocks);
      blocks = [];
      bytes = 0;
      return all;
    },
  };
}
