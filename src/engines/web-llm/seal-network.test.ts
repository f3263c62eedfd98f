import { afterEach, describe, expect, it } from "vitest";
import { type ModelHost, startModelHost } from "../../../e2e/fixtures/model-host/model-host";
import { createMemoryCaches } from "../shared/test-support/memory-caches";
import { type SealableScope, sealNetwork } from "./seal-network";
import { tinyModel } from "./test-support/tiny-model";

let host: ModelHost | null = null;
afterEach(async () => {
  await host?.close();
  host = null;
});

describe("sealNetwork", () => {
  it("lets nobody make a request", async () => {
    host = await startModelHost(tinyModel());
    const url = `${host.origin}/lib.wasm`;
    const toNetwork = async (request: RequestInfo | URL) => void (await fetch(request));
    const scope = {
      fetch: fetch as typeof fetch,
      caches: createMemoryCaches(),
      Cache: {
        prototype: {
          add: toNetwork,
          addAll: async (requests: Iterable<RequestInfo>) =>
            void (await Promise.all([...requests].map(toNetwork))),
        },
      },
    } satisfies SealableScope;
    sealNetwork(scope);
    const refused = { code: "model-file-missing", detail: expect.stringContaining(url) };
    for (const request of [url, new URL(url), new Request(url)]) {
      await expect(scope.fetch(request)).rejects.toMatchObject(refused);
      await expect(scope.Cache.prototype.add(request)).rejects.toMatchObject(refused);
    }
    await expect(scope.Cache.prototype.addAll([url])).rejects.toMatchObject(refused);
    expect(host.requests()).toEqual([]);
  });

  it("answers with a model library that is cached, which the library fetches from localhost each time", async () => {
    const url = "http://localhost:8080/lib.wasm";
    const scope: SealableScope = {
      fetch: () => Promise.reject(new Error("asked the network")),
      caches: createMemoryCaches(),
    };
    await (await scope.caches.open("webllm/wasm")).put(url, new Response("kept"));
    sealNetwork(scope);
    expect(await (await scope.fetch(url)).text()).toBe("kept");
  });

  it("decodes data: addresses, which the library reads images from", async () => {
    const scope: SealableScope = {
      fetch: () => Promise.reject(new Error("asked the network")),
      caches: createMemoryCaches(),
    };
    sealNetwork(scope);
    const image = await scope.fetch("data:image/png;base64,iVBORw0KGgo=");
    expect(image.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await image.arrayBuffer())]).toEqual([
      0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a,
    ]);
    expect(await (await scope.fetch("data:,a%20b")).text()).toBe("a b");
    await expect(scope.fetch("data:nothing")).rejects.toThrow(TypeError);
  });
});
