import { describe, expect, it } from "vitest";
import { openByteReader } from "./byte-reader";

const PIECE_BYTES = 32_768;
const BURST = Uint8Array.from({ length: 2_000_000 }, (_, index) => index % 251);

/** All at once, as a browser has it after a burst. */
function bodyOf(type: "bytes" | undefined): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new ReadableStream({
    type,
    start(controller: ReadableStreamController<Uint8Array>) {
      controller.enqueue(BURST.slice());
      controller.close();
    },
  } as UnderlyingDefaultSource);
}

describe("openByteReader", () => {
  it.each([
    ["fills buffers", "bytes"],
    ["does not", undefined],
  ] as const)("hands a burst over in small pieces where the browser %s", async (_, type) => {
    const reader = openByteReader(bodyOf(type), PIECE_BYTES);
    const pieces: Uint8Array[] = [];
    for (let piece = await reader.read(); piece !== undefined; piece = await reader.read()) {
      expect(piece.byteLength).toBeLessThanOrEqual(PIECE_BYTES);
      pieces.push(piece.slice());
    }
    reader.close();
    expect(Buffer.concat(pieces).equals(BURST)).toBe(true);
  });

  it.each(["bytes", undefined] as const)("lets go of a body before its end (%s)", async (type) => {
    const body = bodyOf(type);
    const reader = openByteReader(body, PIECE_BYTES);
    await reader.read();
    reader.close();
    expect(body.locked).toBe(false);
    expect((await body.getReader().read()).done).toBe(true);
  });
});
