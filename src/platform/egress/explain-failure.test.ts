import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type OpenAiServer,
  startOpenAiServer,
  unusedOrigin,
} from "../../../e2e/fixtures/openai-server/openai-server";
import { explainFailure } from "./explain-failure";
import { probeEndpoint, type Reachability } from "./probe-endpoint";

let server: OpenAiServer;
beforeAll(async () => {
  server = await startOpenAiServer();
});
afterAll(() => server.close());
afterEach(() => vi.unstubAllGlobals());

const explain = (url: string, found: Reachability = "unknown") =>
  explainFailure(url, new TypeError("Failed to fetch"), {
    probe: async () => found,
    signal: new AbortController().signal,
  });

/** A browser that has the given permissions, on the given page. */
function stubBrowser(permissions: Readonly<Record<string, PermissionState>>, href: string): void {
  vi.stubGlobal("location", new URL(href));
  vi.stubGlobal("navigator", {
    onLine: true,
    permissions: {
      query: async ({ name }: { name: string }) => {
        if (permissions[name] === undefined) throw new TypeError(`no permission ${name}`);
        return { state: permissions[name] };
      },
    },
  });
}

describe("explaining why a call got no response", () => {
  it("C5 says that nothing answered, and where", async () => {
    expect(await explain("https://api.example/v1/chat/completions")).toMatchObject({
      code: "network",
      retryable: true,
      detail: "Nothing answered at https://api.example.",
    });
  });

  it("C5 tells a server that is shut to pages from one that broke the call", async () => {
    expect(await explain("https://api.example/v1", "shut")).toMatchObject({
      code: "cors-refused",
      retryable: false,
    });
    expect(await explain("https://api.example/v1", "open")).toMatchObject({
      code: "network",
      retryable: true,
    });
  });

  it("C5 does not try again while the browser is offline, except on this machine", async () => {
    vi.stubGlobal("navigator", { onLine: false });
    expect(await explain("https://api.example/v1")).toMatchObject({ code: "network", retryable: false });
    expect(await explain("http://localhost:11434/v1")).toMatchObject({ code: "network", retryable: true });
  });

  it.each(["loopback-network", "local-network-access"])("C6 knows that %s was denied", async (name) => {
    stubBrowser({ [name]: "denied" }, "https://app.example/");
    expect(await explain("http://127.0.0.1:11434/v1")).toMatchObject({
      code: "local-network-denied",
      retryable: false,
    });
    expect((await explain("https://api.example/v1")).code).toBe("network");
  });

  it("C6 takes a question that nobody answered for a no, but on this machine's own pages there is none", async () => {
    stubBrowser({ "loopback-network": "prompt" }, "https://app.example/");
    expect((await explain("http://localhost:11434/v1")).code).toBe("local-network-denied");
    stubBrowser({ "loopback-network": "prompt" }, "http://127.0.0.1:4173/");
    expect((await explain("http://localhost:11434/v1")).code).toBe("network");
    stubBrowser({ "loopback-network": "granted" }, "https://app.example/");
    expect((await explain("http://localhost:11434/v1")).code).toBe("network");
  });
});

describe("the probe", () => {
  it("finds a server, and nothing where nothing listens, without a body or a key", async () => {
    const { signal } = new AbortController();
    expect(await probeEndpoint(`${server.baseUrl}/chat/completions`, signal)).toBe("open");
    expect(await probeEndpoint(`${await unusedOrigin()}/v1`, signal)).toBe("unknown");
    expect(server.requests).toHaveLength(1);
    expect(server.requests[0]).toMatchObject({ method: "GET", body: "" });
    expect(server.requests[0]?.headers.authorization).toBeUndefined();
  });

  it("gives up when it is aborted", async () => {
    expect(await probeEndpoint(server.baseUrl, AbortSignal.abort())).toBe("unknown");
  });
});
