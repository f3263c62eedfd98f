/** Reads a body in small pieces. */
export interface ByteReader {
  /** The next bytes, good until the next call; undefined at the end. */
  read(): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Lets go of the body, read to its end or not. */
  close(): void;
}

/**
 * Readers that wait. Chromium (156) lets the stream of a blob, or of an answer from Cache Storage, be collected while
 * its buffer is waited for, and with it all that waits: the read never ends. What is reached from here is not.
 */
const WAITING = new Set<ReadableStreamBYOBReader>();

/**
 * Reads at most `pieceBytes` at a time. A browser hands over all that has come, which after a burst are megabytes, each
 * time in new memory: what is done with them at once is one long task, and the memory costs more than the reading. So
 * it is given one buffer to fill again and again; one that cannot fill buffers has its pieces cut.
 */
export function openByteReader(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  pieceBytes: number,
): ByteReader {
  return fillingReader(body, pieceBytes) ?? cuttingReader(body, pieceBytes);
}

function fillingReader(body: ReadableStream<Uint8Array<ArrayBuffer>>, pieceBytes: number): ByteReader | null {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: "byob" });
  } catch {
    return null;
  }
  let buffer = new ArrayBuffer(pieceBytes);
  return {
    async read() {
      WAITING.add(reader);
      try {
        const { done, value } = await reader.read(new Uint8Array(buffer));
        if (done) return undefined;
        buffer = value.buffer;
        return value;
      } finally {
        WAITING.delete(reader);
      }
    },
    close: () => letGo(reader),
  };
}

function cuttingReader(body: ReadableStream<Uint8Array<ArrayBuffer>>, pieceBytes: number): ByteReader {
  const reader = body.getReader();
  let rest = new Uint8Array(0);
  return {
    async read() {
      if (rest.byteLength === 0) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        rest = value;
      }
      const piece = rest.subarray(0, pieceBytes);
      rest = rest.subarray(pieceBytes);
      return piece;
    },
    close: () => letGo(reader),
  };
}

/** Of a blob, read at a time, at most. */
const BLOB_PIECE_BYTES = 1_048_576;

/** A blob's pieces to its end; what is left of it then, or earlier, is let go. A piece is good until the next one. */
export async function* piecesOf(blob: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  const reader = openByteReader(blob.stream(), BLOB_PIECE_BYTES);
  try {
    for (let piece = await reader.read(); piece !== undefined; piece = await reader.read()) yield piece;
  } finally {
    reader.close();
  }
}

function letGo(reader: ReadableStreamBYOBReader | ReadableStreamDefaultReader): void {
  reader.cancel().catch(() => {});
  reader.releaseLock();
}
