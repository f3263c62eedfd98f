import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseModelAddress } from "./parse-model-address";

const HUB = "https://huggingface.co";

describe("parseModelAddress", () => {
  it.each([
    ["owner/model", `${HUB}/owner/model`, null, "model"],
    [
      "  HuggingFaceTB/SmolLM2-360M-Instruct ",
      `${HUB}/HuggingFaceTB/SmolLM2-360M-Instruct`,
      null,
      "SmolLM2-360M-Instruct",
    ],
    ["owner/model@v1.0", `${HUB}/owner/model`, "v1.0", "model"],
    ["owner/model@refs/pr/1", `${HUB}/owner/model`, "refs/pr/1", "model"],
    [`${HUB}/owner/model`, `${HUB}/owner/model`, null, "model"],
    [`${HUB}/owner/model/`, `${HUB}/owner/model`, null, "model"],
    [`${HUB}/owner/model/tree/dev`, `${HUB}/owner/model`, "dev", "model"],
    [`${HUB}/owner/model/tree/dev/onnx`, `${HUB}/owner/model`, "dev", "model"],
    [`${HUB}/owner/model/blob/main/config.json`, `${HUB}/owner/model`, "main", "model"],
    [`${HUB}/owner/model/resolve/refs%2Fpr%2F1/config.json`, `${HUB}/owner/model`, "refs/pr/1", "model"],
    [`${HUB}/owner/model?library=onnx#files`, `${HUB}/owner/model`, null, "model"],
    ["http://127.0.0.1:8080", "http://127.0.0.1:8080", null, "127.0.0.1:8080"],
    ["http://127.0.0.1:8080/mirror/deep/model/", "http://127.0.0.1:8080/mirror/deep/model", null, "model"],
  ])("%s", (text, url, revision, name) => {
    expect(parseModelAddress(text)).toEqual({ url, revision, name });
  });

  it.each([
    ["", "not-an-address"],
    ["model", "not-an-address"],
    ["a/b/c", "not-an-address"],
    ["../secret", "not-an-address"],
    ["owner/..", "not-an-address"],
    ["not an address", "not-an-address"],
    ["ftp://127.0.0.1/model", "not-http"],
    ["javascript:alert(1)", "not-http"],
    ["https://me:secret@huggingface.co/a/b", "has-password"],
  ])("%s is refused: %s", (text, problem) => {
    expect(parseModelAddress(text)).toBe(problem);
  });

  it("never throws, and whatever it takes is an address without a query that reads the same again", () => {
    const anything = fc.oneof(
      fc.string(),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.stringMatching(/^[\w.-]+\/[\w.-]+(@[\w./-]+)?$/),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const parsed = parseModelAddress(text);
        if (typeof parsed === "string") return;
        const url = new URL(parsed.url);
        expect(url.search + url.hash).toBe("");
        expect(parseModelAddress(parsed.url)).toMatchObject({ url: parsed.url });
      }),
    );
  });
});
