import { afterEach, describe, expect, it } from "vitest";
import type { ModelRecord } from "../../core/model";
import type { WebGpuAvailable, WebGpuProbe } from "../../platform/webgpu";
import { createMemoryCaches } from "../shared/test-support/memory-caches";
import { webLlmAvailability } from "./availability";
import { WEB_LLM_MODELS } from "./models";
import { exampleModel, GOOD_GPU } from "./test-support/example";
import { type Stand, startStand } from "./test-support/stand";

const model = exampleModel("https://example.com/tiny");
const good = GOOD_GPU as WebGpuAvailable;

function ask(
  gpu: WebGpuProbe,
  of: ModelRecord = model,
  storage: CacheStorage | undefined = createMemoryCaches(),
) {
  return webLlmAvailability(of, async () => gpu, storage);
}

let stand: Stand | null = null;
afterEach(async () => {
  await stand?.host.close();
  stand = null;
});

describe("webLlmAvailability", () => {
  it("L1 gives the probe's own reason where there is no adapter", async () => {
    const reason = "This browser has WebGPU, but found no graphics processor it can use.";
    expect(await ask({ available: false, code: "no-adapter", reason })).toEqual({
      state: "unavailable",
      reason,
    });
  });

  it("L2 rules out 16-bit models without shader-f16, and only those", async () => {
    const without = { ...good, features: [] };
    for (const each of WEB_LLM_MODELS) {
      const availability = await ask(without, each);
      if (each.quantization?.includes("f16")) {
        expect(availability).toMatchObject({
          state: "unavailable",
          reason: expect.stringContaining("shader-f16"),
        });
      } else expect(availability.state).toBe("downloadable");
    }
  });

  it("L2 names any other feature that is lacking", async () => {
    const needy = exampleModel("https://example.com/tiny", { requiredFeatures: ["subgroups"] });
    expect(await ask(good, needy)).toMatchObject({ reason: expect.stringContaining("subgroups") });
  });

  it("L2 names the limit that is too small", async () => {
    for (const [name, has] of [
      ["maxComputeWorkgroupStorageSize", 16384],
      ["maxStorageBuffersPerShaderStage", 8],
    ] as const) {
      const small = { ...good, limits: { ...good.limits, [name]: has } };
      const { state, reason } = (await ask(small)) as { state: string; reason: string };
      expect(state).toBe("unavailable");
      expect(reason).toContain(`${name} ${has} of `);
    }
  });

  it("warns of a graphics processor that is only imitated", async () => {
    const imitated = { ...good, adapterInfo: { ...good.adapterInfo, isFallback: true } };
    expect(await ask(imitated)).toMatchObject({
      state: "downloadable",
      reason: expect.stringContaining("software"),
    });
  });

  it("knows how much is still to be fetched, and when nothing is", async () => {
    stand = await startStand();
    const { model: served, caches, host } = stand;
    expect(await ask(good, served, caches)).toEqual({
      state: "downloadable",
      downloadBytes: 100,
      storedBytes: 0,
    });
    await stand.download();
    expect(await ask(good, served, caches)).toEqual({ state: "ready", storedBytes: 2_501_215 });
    await (await caches.open("webllm/model")).delete(`${host.url}/resolve/main/params_shard_1.bin`);
    expect(await ask(good, served, caches)).toEqual({
      state: "downloadable",
      downloadBytes: 1000,
      storedBytes: 2_500_215,
    });
    expect(host.requests()).toEqual([]);
  });

  it("still tells what is kept of a model that cannot run here, so that it can be deleted", async () => {
    stand = await startStand();
    await stand.download();
    const none = { available: false, code: "no-adapter", reason: "No adapter here." } as const;
    expect(await ask(none, stand.model, stand.caches)).toEqual({
      state: "unavailable",
      reason: "No adapter here.",
      storedBytes: 2_501_215,
    });
  });

  it("S3 sees that a damaged or evicted list of files is no model", async () => {
    stand = await startStand();
    const { model: served, caches, host } = stand;
    await stand.download();
    await (await caches.open("webllm/config")).put(
      `${host.url}/resolve/main/mlc-chat-config.json`,
      new Response("{"),
    );
    expect(await ask(good, served, caches)).toMatchObject({ state: "downloadable" });
  });

  it("gives a reason for a custom model that cannot be addressed", async () => {
    const { libraryUrl: _, ...source } = model.source as Extract<
      ModelRecord["source"],
      { type: "hugging-face" }
    >;
    const withoutLibrary = { ...model, source };
    const relative = { ...model, source: { ...source, url: "tiny", libraryUrl: "tiny/lib.wasm" } };
    for (const each of [withoutLibrary, relative]) {
      expect(await ask(good, each)).toMatchObject({
        state: "unavailable",
        reason: expect.stringMatching(/address/),
      });
    }
  });

  it("gives a reason where the browser keeps no files", async () => {
    expect(await webLlmAvailability(model, async () => good, undefined)).toMatchObject({
      state: "unavailable",
    });
    const denied = { open: () => Promise.reject(new DOMException("denied", "SecurityError")) };
    expect(await ask(good, model, denied as unknown as CacheStorage)).toMatchObject({ state: "unavailable" });
  });
});
