/** Reads a body in small pieces. */
export interface ByteReader {
  /** The next bytes, good until the next call; undefined at the end. */
  read(): Promise<Uint8Array | undefined>;
  /** Lets go of the body, read to its end or not. */
  close(): void;
}

/** Decoding so many bytes takes about a millisecond at worst. */
const PIECE_BYTES = 32_768;

/**
 * A browser hands over all that has come, which after a burst are megabytes: to copy and decode them at once is one
 * long task. So it is given a buffer to fill; one that cannot fill buffers has its pieces cut.
 */
export function openByteReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ByteReader {
  return fillingReader(body) ?? cuttingReader(body);
}

function fillingReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ByteReader | null {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: "byob" });
  } catch {
    return null;
  }
  let buffer = new ArrayBuffer(PIECE_BYTES);
  return {
    async read() {
      const { done, value } = await reader.read(new Uint8Array(buffer));
      if (done) return undefined;
      buffer = value.buffer;
      return value;
    },
    close: () => letGo(reader),
  };
}

function cuttingReader(body: ReadableStream<Uint8Array<ArrayBuffer>>): ByteReader {
  const reader = body.getReader();
  let rest = new Uint8Array(0);
  return {
    async read() {
      if (rest.byteLength === 0) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        rest = value;
      }
      const piece = rest.subarray(0, PIECE_BYTES);
      rest = rest.subarray(PIECE_BYTES);
      return piece;
    },
    close: () => letGo(reader),
  };
}

function letGo(reader: ReadableStreamBYOBReader | ReadableStreamDefaultReader): void {
  reader.cancel().catch(() => {});
  reader.releaseLock();
}
