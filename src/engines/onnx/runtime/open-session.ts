import type { InferenceSession, Tensor } from "onnxruntime-web";
import { InferenceError, isAbort } from "../../../core/errors";
import type { ComputeProvider } from "../../../core/provider-choice";
import { probeWebGpu } from "../../../platform/webgpu";
import { loadRuntime, type OnnxRuntime } from "./load-runtime";
import { SMALLEST_GRAPH } from "./smallest-graph";

/** A loaded graph, and which provider won. */
export interface OpenedSession {
  session: InferenceSession;
  provider: ComputeProvider;
  Tensor: typeof Tensor;
}

/** What a graph needs besides its own bytes. */
export interface OpenSessionOptions {
  /** Weights in files of their own, by the path that the graph names. */
  externalData?: { path: string; data: Uint8Array }[];
  sessionOptions?: Record<string, unknown>;
}

/** Opens a graph; see {@link createSessionOpener}. */
export type OpenSession = (bytes: Uint8Array, options?: OpenSessionOptions) => Promise<OpenedSession>;

/** Opens graphs on one provider; see {@link createSessionOpener}. */
export interface SessionOpener extends OpenSession {
  /** Starts the runtime while whatever is to be opened is still on its way. A failure shows when it is opened. */
  start(): void;
}

/**
 * Opens graphs on one provider, the same for the life of the worker: after one failed session the runtime goes on
 * failing with the old error, so that another provider needs another worker. Asks for an adapter before the runtime
 * does, which would be spoiled by its absence.
 * The opener throws InferenceError `webgpu-unavailable`, `out-of-memory` or `model-load-failed`.
 */
export function createSessionOpener(provider: ComputeProvider): SessionOpener {
  let runtime: Promise<OnnxRuntime> | null = null;
  /** The start that was asked for; never rejects. */
  let starting: Promise<void> | null = null;

  async function create(
    bytes: Uint8Array,
    { externalData, sessionOptions }: OpenSessionOptions,
  ): Promise<OpenedSession> {
    if (provider === "webgpu") await refuseWithoutAdapter();
    try {
      runtime ??= loadRuntime(provider);
      const { InferenceSession, Tensor } = await runtime;
      const session = await InferenceSession.create(bytes, {
        graphOptimizationLevel: "all",
        // Errors only: that some shape arithmetic runs on the CPU is as it should be.
        logSeverityLevel: 3,
        ...sessionOptions,
        executionProviders: [provider],
        ...(externalData === undefined ? {} : { externalData }),
      });
      return { session, provider, Tensor };
    } catch (thrown) {
      throw toLoadError(thrown);
    }
  }

  const open: OpenSession = async (bytes, options = {}) => {
    await starting;
    return create(bytes, options);
  };
  return Object.assign(open, {
    start() {
      starting ??= create(SMALLEST_GRAPH, {})
        .then(({ session }) => session.release())
        .catch(() => {});
    },
  });
}

async function refuseWithoutAdapter(): Promise<void> {
  const probe = await probeWebGpu();
  if (!probe.available) {
    throw new InferenceError("webgpu-unavailable", probe.reason, { engine: "onnx", detail: probe.reason });
  }
}

function toLoadError(thrown: unknown): InferenceError {
  if (thrown instanceof InferenceError || isAbort(thrown)) return InferenceError.from(thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const code =
    thrown instanceof RangeError || /out of memory|bad_alloc|allocation failed/i.test(message)
      ? "out-of-memory"
      : /failed to fetch|importing a module script failed|error loading dynamically imported/i.test(message)
        ? "network"
        : "model-load-failed";
  return new InferenceError(code, message, { engine: "onnx", detail: message, cause: thrown });
}
