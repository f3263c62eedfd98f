import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ERROR_CODES, type ErrorCode, fromWire, InferenceError, toWire } from "./errors";

const codes = Object.keys(ERROR_CODES) as ErrorCode[];

describe("InferenceError", () => {
  it("survives a structured clone through its wire form", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...codes),
        fc.string(),
        fc.record(
          {
            retryable: fc.boolean(),
            status: fc.integer(),
            retryAfterMs: fc.nat(),
            detail: fc.string({ maxLength: 100 }),
            model: fc.string(),
          },
          { requiredKeys: [] },
        ),
        (code, message, details) => {
          const error = new InferenceError(code, message, details);
          const back = fromWire(structuredClone(toWire(error)));
          expect(back).toBeInstanceOf(InferenceError);
          expect(toWire(back)).toEqual(toWire(error));
        },
      ),
    );
  });

  it("keeps an unclonable cause out of the wire form", () => {
    const error = new InferenceError("internal", "x", { cause: () => {} });
    expect(() => structuredClone(toWire(error))).not.toThrow();
  });

  it("turns an abort into `cancelled` and anything else into the fallback code", () => {
    const controller = new AbortController();
    controller.abort();
    expect(InferenceError.from(controller.signal.reason).code).toBe("cancelled");
    expect(InferenceError.from(new TypeError("nope"), "network")).toMatchObject({
      code: "network",
      detail: "nope",
    });
    expect(InferenceError.from("plain")).toMatchObject({ code: "internal", detail: "plain" });
  });

  it("cuts what came from outside", () => {
    expect(new InferenceError("server-error", "x", { detail: "a".repeat(9000) }).detail).toHaveLength(2000);
  });
});
