import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inspectOnnxFile } from "./onnx-file";
import { EXTERNAL_FILE, tinyDecoder } from "./test-support/tiny-decoder";

function graphOf(files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return files.get("onnx/model.onnx") ?? new Uint8Array();
}

describe("inspectOnnxFile", () => {
  const whole = graphOf(tinyDecoder());

  it("takes a whole file", () => {
    expect(inspectOnnxFile(whole)).toEqual({ externalData: [] });
    const shipped = new URL("../../../../public/models/proofread/model.onnx", import.meta.url);
    expect(inspectOnnxFile(readFileSync(shipped))).toEqual({ externalData: [] });
  });

  it("finds the file with the weights and how much of it is read", () => {
    const files = tinyDecoder({ external: true });
    const bytes = files.get(`onnx/${EXTERNAL_FILE}`)?.byteLength;
    expect(inspectOnnxFile(graphOf(files))).toEqual({ externalData: [{ location: EXTERNAL_FILE, bytes }] });
  });

  it("L7 refuses a file cut off anywhere", () => {
    fc.assert(
      fc.property(fc.nat(whole.byteLength - 1), (length) => {
        expect(typeof inspectOnnxFile(whole.subarray(0, length))).toBe("string");
      }),
      { numRuns: 300 },
    );
  });

  it("L7 refuses other files, and never throws", () => {
    const text = (content: string) => new TextEncoder().encode(content);
    for (const other of ["", "<!doctype html>", "version https://git-lfs.github.com/spec/v1\n", "{}"]) {
      expect(typeof inspectOnnxFile(text(other))).toBe("string");
    }
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void inspectOnnxFile(bytes)));
    const damaged = fc.tuple(fc.nat(whole.byteLength - 1), fc.nat(255));
    fc.assert(
      fc.property(damaged, ([index, byte]) => {
        const copy = whole.slice();
        copy[index] = byte;
        void inspectOnnxFile(copy);
      }),
    );
  });
});
