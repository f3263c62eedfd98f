import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ErrorCode } from "../../core/errors";
import { classifyFailure, classifyResponse } from "./classify-error";
import { cloudModel } from "./models";
import { allWordsOf } from "./test-support/cloud-fixture";

const KEY = "sk-secret-0123456789";
const context = { apiKey: KEY };
const error = (message: string, code?: string, type?: string) =>
  JSON.stringify({ error: { message, code, type } });

describe("the code of an error response", () => {
  it.each<[number, string, ErrorCode]>([
    [400, error("bad"), "bad-request"],
    [400, error("x", "context_length_exceeded"), "context-overflow"],
    [400, error("x", undefined, "exceed_context_size_error"), "context-overflow"],
    [400, error("model 'm' is not a valid model ID"), "model-unknown"],
    [400, error("The model m has been decommissioned", "model_decommissioned"), "model-retired"],
    [400, error("API key not valid", "invalid_api_key"), "auth"],
    [401, "", "auth"],
    [402, "", "quota-exhausted"],
    [403, "<html>", "forbidden"],
    [403, error("no money", "insufficient_quota"), "quota-exhausted"],
    [404, error("nothing here"), "bad-request"],
    [404, error("The model `m` does not exist or you do not have access to it."), "model-unknown"],
    [404, error("x", "DeploymentNotFound"), "model-unknown"],
    [404, error("The model `m` has been deprecated", "model_not_found"), "model-retired"],
    [405, "", "bad-request"],
    [408, "", "server-error"],
    [409, "", "server-error"],
    [410, "", "model-retired"],
    [422, JSON.stringify({ detail: "unknown model" }), "model-unknown"],
    [429, "", "rate-limited"],
    [429, error("You exceeded your quota of requests a minute", "rate_limit_exceeded"), "rate-limited"],
    [429, error("x", "insufficient_quota"), "quota-exhausted"],
    [429, error("x", undefined, "insufficient_quota"), "quota-exhausted"],
    [500, "", "server-error"],
    [503, error("overloaded"), "server-error"],
    [529, "", "server-error"],
  ])("of %i with %s is %s", (status, body, code) => {
    expect(classifyResponse({ status, body }, context)).toMatchObject({ code, status, engine: "cloud" });
  });

  it("takes an unknown model for a retired one once its date has come", () => {
    const retired = cloudModel({ providerId: "openai", baseUrl: "", modelName: "o1" });
    const current = cloudModel({ providerId: "openai", baseUrl: "", modelName: "gpt-5.2" });
    const response = { status: 404, body: error("x", "model_not_found") };
    expect(classifyResponse(response, { ...context, model: retired }).code).toBe("model-retired");
    expect(classifyResponse(response, { ...context, model: current }).code).toBe("model-unknown");
  });

  it("calls a failure inside an answer a stream error unless another next step is known", () => {
    const codes = [{ status: 500 }, { status: 400 }, {}, { status: 429 }, { status: 401 }].map(
      (part) => classifyFailure({ message: "m", codes: [], ...part }, context).code,
    );
    expect(codes).toEqual(["stream-error", "stream-error", "stream-error", "rate-limited", "auth"]);
  });
});

describe("the key", () => {
  it("is in no error, wherever a server repeats it", () => {
    const key = fc.stringMatching(/^[\x21-\x7e]{8,40}$/);
    const place = fc.constantFrom(
      (secret: string) => secret,
      (secret: string) => `<html>${secret}</html>`,
      (secret: string) => error(`bad key ${secret}`),
      (secret: string) => error("bad", secret, `Bearer ${secret}`),
      (secret: string) => JSON.stringify({ detail: secret, message: secret }),
      (secret: string) => JSON.stringify(`${secret} ${secret}`),
      (secret: string) => `?key=${encodeURIComponent(secret)}`,
    );
    fc.assert(
      fc.property(key, place, fc.integer({ min: 400, max: 599 }), (apiKey, put, status) => {
        // A key of the words that the error has anyway cannot be told from them.
        // No key is a word in quotation marks; read as JSON it would be another.
        fc.pre(!/^".*"$/.test(apiKey));
        const without = allWordsOf(classifyResponse({ status, body: put("") }, { apiKey: "" }));
        fc.pre(!put("").includes(apiKey) && !without.includes(apiKey));
        const words = allWordsOf(classifyResponse({ status, body: put(apiKey) }, { apiKey }));
        expect(words).not.toContain(apiKey);
        expect(words).not.toContain(encodeURIComponent(apiKey));
        expect(words).not.toContain(JSON.stringify(apiKey).slice(1, -1));
      }),
      { numRuns: 300 },
    );
  });
});
