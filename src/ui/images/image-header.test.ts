import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readImageHeader } from "./image-header";
import { toBase64 } from "./read-image";

const bytesOf = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((c) => c.charCodeAt(0)) : part)),
  );

const png = (width: number, height: number) => {
  const bytes = bytesOf(
    [0x89],
    "PNG\r\n\u001a\n",
    [0, 0, 0, 13],
    "IHDR",
    [0, 0, 0, 0, 0, 0, 0, 0],
    [8, 6, 0, 0, 0],
  );
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
};
const jpeg = bytesOf([
  0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xff, 0xc2, 0, 11, 8, 0x01, 0x02, 0x03, 0x04, 1, 1, 0, 0,
]);
const gif = bytesOf("GIF89a", [0x40, 0x01, 0xf0, 0x00]);
const webp = bytesOf(
  "RIFF",
  [0, 0, 0, 0],
  "WEBPVP8X",
  [10, 0, 0, 0, 0, 0, 0, 0],
  [0x7f, 0x02, 0],
  [0xdf, 0x01, 0],
);

describe("U3 readImageHeader", () => {
  it("U3 reads type and size without decoding", () => {
    expect(readImageHeader(png(40_000, 50_000))).toEqual({
      mimeType: "image/png",
      width: 40_000,
      height: 50_000,
    });
    expect(readImageHeader(jpeg)).toEqual({ mimeType: "image/jpeg", width: 0x0304, height: 0x0102 });
    expect(readImageHeader(gif)).toEqual({ mimeType: "image/gif", width: 320, height: 240 });
    expect(readImageHeader(webp)).toEqual({ mimeType: "image/webp", width: 640, height: 480 });
  });

  it("U3 refuses what only has the name of an image", () => {
    expect(readImageHeader(bytesOf("<svg xmlns='http://www.w3.org/2000/svg'/>"))).toBeNull();
    expect(readImageHeader(bytesOf("MZ not an image at all, but long enough"))).toBeNull();
    expect(readImageHeader(png(0, 10))).toBeNull();
    for (const whole of [png(5, 5), jpeg, gif, webp])
      for (let length = 0; length < Math.min(whole.length, 10); length += 1)
        expect(readImageHeader(whole.subarray(0, length))).toBeNull();
  });

  it("U3 never throws on any bytes", () => {
    const start = fc.constantFrom([...png(1, 1)], [...jpeg], [...gif], [...webp], []);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 80 }), fc.nat(30), (head, tail, cut) => {
        const header = readImageHeader(Uint8Array.from([...head.slice(0, cut), ...tail]));
        expect(header === null || (header.width > 0 && header.height > 0)).toBe(true);
      }),
    );
  });
});

describe("toBase64", () => {
  it("agrees with the platform for any length", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
        expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString("base64"));
      }),
    );
    const long = new Uint8Array(200_000).map((_, index) => index % 251);
    expect(toBase64(long)).toBe(Buffer.from(long).toString("base64"));
  });
});
