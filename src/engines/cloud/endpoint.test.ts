import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { authHeaders, baseUrlProblem, connectionProblem, endpointUrl } from "./endpoint";

const connection = (baseUrl: string, providerId = "custom", apiKey = "") => ({
  providerId,
  baseUrl,
  modelName: "m",
  apiKey,
});

describe("which addresses text may be sent to", () => {
  it.each([
    "https://api.openai.com/v1",
    "  https://api.openai.com/v1  ",
    "http://localhost:11434/v1",
    "http://127.0.0.1:8080",
    "http://ollama.localhost/v1",
  ])("allows %s", (baseUrl) => {
    expect(baseUrlProblem(baseUrl)).toBeNull();
    expect(connectionProblem(connection(baseUrl))).toBeNull();
  });

  it.each([
    "",
    "api.openai.com/v1",
    "http://api.openai.com/v1",
    "http://192.168.1.7:11434/v1",
    "http://127.9.9.9/v1",
    "http://[::1]:8080/v1",
    "http://localhost.evil.example/v1",
    "http://127.0.0.1.evil.example/v1",
    "http://evil.example/#127.0.0.1",
    "http://127.0.0.1@evil.example/v1",
    "https://user:password@api.example/v1",
    "ftp://localhost/v1",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/plain,x",
    "blob:https://api.example/1",
    "ws://localhost/v1",
  ])("refuses %s", (baseUrl) => {
    expect(baseUrlProblem(baseUrl)).not.toBeNull();
    expect(connectionProblem(connection(baseUrl))).not.toBeNull();
  });

  it("allows plain http to no host that is not this machine", () => {
    fc.assert(
      fc.property(fc.webUrl({ validSchemes: ["http"] }), (url) => {
        const { hostname } = new URL(url);
        const here = /^(localhost|127\.0\.0\.1)$|\.localhost$/.test(hostname);
        expect(baseUrlProblem(url) === null).toBe(here);
      }),
    );
  });

  it("says what to write for an address of this machine that the browser would refuse", () => {
    expect(baseUrlProblem("http://[::1]:11434/v1")).toMatch(/http:\/\/127\.0\.0\.1/);
  });

  it("says what else is missing", () => {
    expect(connectionProblem(null)).toMatch(/no endpoint/);
    expect(connectionProblem({ ...connection("https://a.example/v1"), modelName: " " })).toMatch(/no model/);
    expect(connectionProblem(connection("https://api.openai.com/v1", "openai"))).toMatch(/needs an API key/);
    expect(connectionProblem(connection("https://a.example/v1", "custom", "a b"))).toMatch(/characters/);
  });
});

describe("the address of a call", () => {
  it.each([
    ["https://a.example/v1", "https://a.example/v1/chat/completions"],
    ["https://a.example/v1/", "https://a.example/v1/chat/completions"],
    ["https://a.example/v1/chat/completions", "https://a.example/v1/chat/completions"],
    ["https://a.example/v1/chat/completions/", "https://a.example/v1/chat/completions"],
    ["https://a.example", "https://a.example/chat/completions"],
    ["https://a.example/v1?tenant=7#top", "https://a.example/v1/chat/completions?tenant=7"],
  ])("below %s is %s", (baseUrl, url) => {
    expect(endpointUrl(connection(baseUrl), "/chat/completions")).toBe(url);
  });

  it("never holds the key, and the headers hold it alone", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\x21-\x7e]{12,40}$/), (apiKey) => {
        for (const id of ["openai", "azure", "custom", "ollama"]) {
          const call = connection("https://a.example/v1", id, apiKey);
          expect(endpointUrl(call, "/chat/completions")).not.toContain(apiKey);
          expect(Object.values(authHeaders(call)).join()).toContain(apiKey);
        }
      }),
    );
    expect(authHeaders(connection("https://a.example/v1", "custom", "  "))).toEqual({});
  });
});
