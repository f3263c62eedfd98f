/** What a model's engine has to know of the GPU; limits are WebGPU's own names and units (bytes or counts). */
export interface WebGpuAvailable {
  available: true;
  features: readonly string[];
  limits: Readonly<Record<GpuLimitName, number>>;
  adapterInfo: { vendor: string; architecture: string; isFallback: boolean };
}

/** Why WebGPU cannot be used: a code for the program and words for the person. */
export interface WebGpuMissing {
  available: false;
  code: "insecure-context" | "no-api" | "no-adapter" | "failed" | "timeout";
  reason: string;
}

/** The answer of {@link probeWebGpu}. */
export type WebGpuProbe = WebGpuAvailable | WebGpuMissing;

/** Limits that language models run into. */
export const GPU_LIMIT_NAMES = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupsPerDimension",
] as const;

/** One of {@link GPU_LIMIT_NAMES}. */
export type GpuLimitName = (typeof GPU_LIMIT_NAMES)[number];

/** The part of a page's or a worker's global scope that the probe looks at. */
export interface WebGpuScope {
  isSecureContext?: boolean;
  navigator?: { gpu?: Pick<GPU, "requestAdapter"> | undefined };
}

/** A driver that does not answer must not hold the page up. */
const ADAPTER_TIMEOUT_MS = 10_000;
/** A lost GPU process may come back, so a failure is asked again after this long. */
const FAILURE_KEPT_MS = 10_000;

/**
 * Asks `scope` for a GPU adapter. Creates no device. Never throws.
 * @returns the adapter's features and limits, or why there is none.
 */
export async function probeWebGpuOf(
  scope: WebGpuScope,
  timeoutMs = ADAPTER_TIMEOUT_MS,
): Promise<WebGpuProbe> {
  const gpu = scope.navigator?.gpu;
  if (gpu === undefined || gpu === null) {
    return scope.isSecureContext !== false
      ? missing("no-api", "This browser has no WebGPU.")
      : missing(
          "insecure-context",
          "WebGPU works only on a secure address (https, or this computer itself).",
        );
  }
  try {
    const adapter = await withTimeout(gpu.requestAdapter({ powerPreference: "high-performance" }), timeoutMs);
    if (adapter === "timeout") return missing("timeout", "The graphics driver did not answer.");
    if (adapter === null) {
      return missing("no-adapter", "This browser has WebGPU, but found no graphics processor it can use.");
    }
    return {
      available: true,
      features: [...adapter.features].sort(),
      limits: readLimits(adapter),
      adapterInfo: {
        vendor: adapter.info?.vendor ?? "",
        architecture: adapter.info?.architecture ?? "",
        isFallback: adapter.info?.isFallbackAdapter ?? false,
      },
    };
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return missing("failed", `The graphics processor could not be opened (${detail}).`);
  }
}

let pending: { answer: Promise<WebGpuProbe>; keptUntilMs: number } | null = null;

/** {@link probeWebGpuOf} for the scope it is called in, page or worker. One adapter request, then cached. */
export function probeWebGpu(): Promise<WebGpuProbe> {
  if (pending !== null && performance.now() < pending.keptUntilMs) return pending.answer;
  const answer = probeWebGpuOf(globalThis as unknown as WebGpuScope);
  const entry = { answer, keptUntilMs: Number.POSITIVE_INFINITY };
  pending = entry;
  void answer.then((probe) => {
    if (!probe.available) entry.keptUntilMs = performance.now() + FAILURE_KEPT_MS;
  });
  return answer;
}

function missing(code: WebGpuMissing["code"], reason: string): WebGpuMissing {
  return { available: false, code, reason };
}

function readLimits(adapter: GPUAdapter): Record<GpuLimitName, number> {
  const limits = {} as Record<GpuLimitName, number>;
  for (const name of GPU_LIMIT_NAMES) limits[name] = adapter.limits[name];
  return limits;
}

async function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T | "timeout"> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<"timeout">((resolve) => {
    timer = setTimeout(() => resolve("timeout"), timeoutMs);
  });
  try {
    return await Promise.race([promise, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
