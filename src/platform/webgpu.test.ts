import { describe, expect, it } from "vitest";
import { probeWebGpu, probeWebGpuOf, type WebGpuScope } from "./webgpu";

/** A browser's adapter as the specification describes it, for a machine without one. */
function scopeWith(requestAdapter: () => Promise<unknown>): WebGpuScope {
  return {
    isSecureContext: true,
    navigator: { gpu: { requestAdapter } as unknown as Pick<GPU, "requestAdapter"> },
  };
}

const adapter = {
  features: new Set(["shader-f16", "bgra8unorm-storage"]),
  limits: {
    maxBufferSize: 1,
    maxStorageBufferBindingSize: 2,
    maxStorageBuffersPerShaderStage: 10,
    maxComputeWorkgroupStorageSize: 32768,
    maxComputeInvocationsPerWorkgroup: 256,
    maxComputeWorkgroupsPerDimension: 65535,
    maxTextureDimension1D: 1,
  },
  info: { vendor: "google", architecture: "swiftshader", isFallbackAdapter: true },
};

describe("probeWebGpuOf", () => {
  it("L1 says that the browser has no WebGPU", async () => {
    expect(await probeWebGpuOf({ isSecureContext: true, navigator: {} })).toMatchObject({
      available: false,
      code: "no-api",
    });
  });

  it("L1 says that the address is not secure, which hides WebGPU", async () => {
    expect(await probeWebGpuOf({ isSecureContext: false, navigator: {} })).toMatchObject({
      available: false,
      code: "insecure-context",
    });
  });

  it("L1 says that there is no adapter", async () => {
    expect(await probeWebGpuOf(scopeWith(async () => null))).toMatchObject({ code: "no-adapter" });
  });

  it("L1 does not throw when the browser does", async () => {
    const probe = await probeWebGpuOf(scopeWith(() => Promise.reject(new Error("blocklisted"))));
    expect(probe).toMatchObject({ code: "failed", reason: expect.stringContaining("blocklisted") });
  });

  it("L1 does not wait for ever for a driver", async () => {
    expect(
      await probeWebGpuOf(
        scopeWith(() => new Promise(() => {})),
        10,
      ),
    ).toMatchObject({ code: "timeout" });
  });

  it("lists features and the limits that models run into", async () => {
    expect(await probeWebGpuOf(scopeWith(async () => adapter))).toEqual({
      available: true,
      features: ["bgra8unorm-storage", "shader-f16"],
      limits: {
        maxBufferSize: 1,
        maxStorageBufferBindingSize: 2,
        maxStorageBuffersPerShaderStage: 10,
        maxComputeWorkgroupStorageSize: 32768,
        maxComputeInvocationsPerWorkgroup: 256,
        maxComputeWorkgroupsPerDimension: 65535,
      },
      adapterInfo: { vendor: "google", architecture: "swiftshader", isFallback: true },
    });
  });
});

describe("probeWebGpu", () => {
  it("works without a window and asks once", async () => {
    const first = probeWebGpu();
    expect(probeWebGpu()).toBe(first);
    expect((await first).available).toBe(false);
  });
});
