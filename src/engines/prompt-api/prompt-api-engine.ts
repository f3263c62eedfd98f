import type { Engine } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { FinishReason, InferenceEvent, Usage } from "../../core/event";
import type { Availability, ModelRecord } from "../../core/model";
import type { GenerationParams, InferenceRequest, Message } from "../../core/request";
import {
  type BuiltInMessage,
  type BuiltInModelApi,
  type BuiltInModelOptions,
  type BuiltInSession,
  findBuiltInModel,
} from "../../platform/built-in-model";
import { createTurnQueue } from "../shared/turn-queue";
import { classifyError, nameOf } from "./classify-error";
import { within } from "./watch";

/** How long the browser may say nothing, in ms. */
export interface PromptApiLimits {
  answerMs: number;
  /** To load a model that is on the device. */
  loadMs: number;
  /** Reading the prompt is one step, and slow on small devices. */
  firstChunkMs: number;
  nextChunkMs: number;
}

const LIMITS: PromptApiLimits = {
  answerMs: 10_000,
  loadMs: 180_000,
  firstChunkMs: 300_000,
  nextChunkMs: 60_000,
};

/** Without a language of the answer Chrome cannot vouch for its safety checks, and says so in the console. */
const OPTIONS: BuiltInModelOptions = {
  expectedInputs: [{ type: "text", languages: ["en"] }],
  expectedOutputs: [{ type: "text", languages: ["en"] }],
};

const UNAVAILABLE =
  "The browser says that its model cannot run on this device. Chrome wants about 22 GB of free disk space, and 16 GB of memory or a graphics processor with over 4 GB.";

/**
 * The browser's own language model by the Prompt API, on the page since workers do not have it. A run never starts a
 * download, and nothing here makes a request. The API knows no seed, no stop strings and no limit of tokens: the first
 * two are left out, and an answer is ended after as many chunks as it may have tokens, none of which is less than one.
 */
export function createPromptApiEngine(
  find: () => BuiltInModelApi | null = () => findBuiltInModel(),
  given: Partial<PromptApiLimits> = {},
): Engine {
  const limits = { ...LIMITS, ...given };
  const turns = createTurnQueue();
  /** Keeps the model in memory between runs; each run has a session of its own. */
  let warm: BuiltInSession | null = null;

  function letGo(): void {
    warm?.destroy();
    warm = null;
  }

  function api(model: ModelRecord): BuiltInModelApi {
    const found = find();
    if (found !== null) return found;
    throw new InferenceError("model-missing", "this browser has no built-in model", {
      engine: "prompt-api",
      model: model.id,
    });
  }

  async function stateOf(found: BuiltInModelApi, signal: AbortSignal) {
    return within(found.availability(OPTIONS), limits.answerMs, signal);
  }

  /** A model that is on the device, in memory. */
  async function load(model: ModelRecord, signal: AbortSignal): Promise<BuiltInSession> {
    if (warm !== null) return warm;
    const found = api(model);
    const state = await stateOf(found, signal);
    if (state !== "available") {
      throw new InferenceError("model-not-downloaded", `the browser's model is ${state}`, {
        engine: "prompt-api",
        model: model.id,
      });
    }
    warm = await open(found, {}, limits.loadMs, signal);
    return warm;
  }

  /** A session that comes too late is let go. */
  async function open(
    found: BuiltInModelApi,
    options: Parameters<BuiltInModelApi["create"]>[0],
    limitMs: number,
    signal: AbortSignal,
  ): Promise<BuiltInSession> {
    const opening = found.create({ ...OPTIONS, ...options, signal });
    try {
      return await within(opening, limitMs, signal);
    } catch (thrown) {
      void opening.then((late) => late.destroy()).catch(() => {});
      throw thrown;
    }
  }

  async function* answer(
    request: InferenceRequest,
    model: ModelRecord,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, void, void> {
    const { earlier, last } = splitTurns(request.messages);
    yield { type: "load-progress", phase: "Starting the browser's model", loaded: 0, total: 0 };
    await load(model, signal);
    yield { type: "load-end", executionProvider: "browser" };
    const samplingMode = samplingModeOf(request.params);
    const session = await open(
      api(model),
      { initialPrompts: earlier, ...(samplingMode === undefined ? {} : { samplingMode }) },
      limits.loadMs,
      signal,
    );
    try {
      const before = usageOf(session);
      let finishReason: FinishReason = "stop";
      try {
        finishReason = yield* chunksOf(session, [last], request.params, signal);
      } catch (thrown) {
        // The browser's own filter stopped it.
        if (nameOf(thrown) !== "NotReadableError") throw thrown;
        finishReason = "content-filter";
      }
      const usage = await readUsage(session, [last], before, signal);
      yield { type: "end", finishReason, usage };
    } finally {
      session.destroy();
    }
  }

  /** Streams the answer. A schema that the browser does not understand is left to the prompt's own words. */
  async function* chunksOf(
    session: BuiltInSession,
    input: readonly BuiltInMessage[],
    { responseFormat, maxOutputTokens = Number.POSITIVE_INFINITY }: GenerationParams,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, FinishReason, void> {
    let chunks = 0;
    let constraint = responseFormat?.schema;
    for (;;) {
      const reader = session
        .promptStreaming(input, {
          ...(constraint === undefined ? {} : { responseConstraint: constraint }),
          signal,
        })
        .getReader();
      try {
        for (;;) {
          if (chunks >= maxOutputTokens) return "length";
          const limitMs = chunks === 0 ? limits.firstChunkMs : limits.nextChunkMs;
          const { done, value } = await within(reader.read(), limitMs, signal);
          if (done) return "stop";
          if (typeof value !== "string" || value === "") continue;
          chunks += 1;
          yield { type: "text-delta", text: value };
        }
      } catch (thrown) {
        if (nameOf(thrown) !== "NotSupportedError" || constraint === undefined || chunks > 0) throw thrown;
        constraint = undefined;
      } finally {
        void reader.cancel().catch(() => {});
      }
    }
  }

  async function readUsage(
    session: BuiltInSession,
    input: readonly BuiltInMessage[],
    before: number | undefined,
    signal: AbortSignal,
  ): Promise<Usage> {
    if (before === undefined) return {};
    try {
      const inputTokens = before + (await within(measure(session, input, signal), limits.answerMs, signal));
      const after = usageOf(session) ?? 0;
      return { inputTokens, ...(after > inputTokens ? { outputTokens: after - inputTokens } : {}) };
    } catch (thrown) {
      if (signal.aborted) throw thrown;
      return {};
    }
  }

  /** An error of ours; after a crash the next operation starts afresh. */
  function failed(thrown: unknown, model: ModelRecord): InferenceError {
    const error = classifyError(thrown, model.id, "internal");
    if (error.code === "worker-crashed" || error.code === "worker-timeout") letGo();
    return error;
  }

  /** One operation at a time. */
  async function* inTurn(
    model: ModelRecord,
    signal: AbortSignal,
    work: () => AsyncGenerator<InferenceEvent, void, void>,
  ): AsyncGenerator<InferenceEvent, void, void> {
    const release = await turns.take(signal);
    try {
      yield* work();
    } catch (thrown) {
      throw failed(thrown, model);
    } finally {
      release();
    }
  }

  return {
    id: "prompt-api",
    location: "local",
    async availability(): Promise<Availability> {
      const found = find();
      if (found === null) return { state: "unavailable", reason: "This browser has no model of its own." };
      try {
        const state = await stateOf(found, new AbortController().signal);
        if (state === "available") return { state: "ready" };
        if (state === "unavailable") return { state: "unavailable", reason: UNAVAILABLE };
        return {
          state: "downloadable",
          downloadBytes: 0,
          reason:
            state === "downloading"
              ? "The browser is downloading its model already."
              : "The browser downloads and keeps its model itself, and says its size to nobody.",
        };
      } catch {
        return { state: "unavailable", reason: "The browser did not say whether its model can run." };
      }
    },
    run: (request, model, { signal }) =>
      inTurn(model, signal, () => {
        if (request.attachments.length > 0) {
          throw new InferenceError("attachment-unsupported", "the built-in model reads text only", {
            engine: "prompt-api",
            model: model.id,
          });
        }
        return answer(request, model, signal);
      }),
    prepare: (model, { signal, network }) =>
      inTurn(model, signal, async function* () {
        const found = api(model);
        if (network?.airGap === true && (await stateOf(found, signal)) !== "available") {
          throw new InferenceError("model-not-downloaded", "no model host may be contacted", {
            engine: "prompt-api",
            model: model.id,
            detail: "Settings forbid every download of models.",
          });
        }
        if (warm === null) warm = yield* download(found, signal);
        yield { type: "load-end", executionProvider: "browser" };
      }),
    async countTokens(messages, model, { signal }) {
      const release = await turns.take(signal);
      try {
        const session = await load(model, signal);
        const { earlier, last } = splitTurns(messages);
        const tokens = await within(measure(session, [...earlier, last], signal), limits.answerMs, signal);
        return { tokens: Math.ceil(tokens), ...windowOf(session) };
      } catch (thrown) {
        throw failed(thrown, model);
      } finally {
        release();
      }
    },
    async unload() {
      const release = await turns.take();
      letGo();
      release();
    },
  };

  /** `create` is called before anything is awaited: the click that allows a download is soon forgotten. */
  async function* download(
    found: BuiltInModelApi,
    signal: AbortSignal,
  ): AsyncGenerator<InferenceEvent, BuiltInSession, void> {
    const waiting: InferenceEvent[] = [];
    let wake = (): void => {};
    let isOpen = true;
    const opening = open(
      found,
      {
        monitor: (monitor) =>
          monitor.addEventListener("downloadprogress", (event) => {
            const { loaded, total } = event as ProgressEvent;
            waiting.push({
              type: "load-progress",
              phase: "The browser downloads it",
              loaded,
              total: total || 1,
            });
            wake();
          }),
      },
      Number.POSITIVE_INFINITY,
      signal,
    );
    const settled = () => {
      isOpen = false;
      wake();
    };
    opening.then(settled, settled);
    while (isOpen || waiting.length > 0) {
      const event = waiting.shift();
      if (event !== undefined) yield event;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
    return opening;
  }
}

/** @throws InferenceError `input-empty` */
function splitTurns(messages: readonly Message[]): { earlier: BuiltInMessage[]; last: BuiltInMessage } {
  const last = messages.at(-1);
  if (last === undefined || last.role !== "user" || last.content.trim() === "") {
    throw new InferenceError("input-empty", "there is no message to answer", { engine: "prompt-api" });
  }
  // One system turn, and only in front.
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const turns = messages.slice(0, -1).filter(({ role }) => role !== "system");
  return {
    earlier: [
      ...(system.length === 0 ? [] : [{ role: "system" as const, content: system.join("\n\n") }]),
      ...turns.map(({ role, content }) => ({ role, content })),
    ],
    last: { role: "user", content: last.content },
  };
}

async function measure(
  session: BuiltInSession,
  input: readonly BuiltInMessage[],
  signal: AbortSignal,
): Promise<number> {
  if (session.measureContextUsage !== undefined) return session.measureContextUsage(input, { signal });
  if (session.measureInputUsage !== undefined) return session.measureInputUsage(input, { signal });
  throw new InferenceError("internal", "this browser does not count tokens", { engine: "prompt-api" });
}

function usageOf({ contextUsage, inputUsage }: BuiltInSession): number | undefined {
  return contextUsage ?? inputUsage;
}

function windowOf({ contextWindow, inputQuota }: BuiltInSession): { contextWindow?: number } {
  const window = contextWindow ?? inputQuota;
  return window !== undefined && Number.isFinite(window) ? { contextWindow: window } : {};
}

/** Pages may not set a temperature; these are the API's own steps, which older browsers ignore. */
function samplingModeOf({ temperature }: GenerationParams): string | undefined {
  if (temperature === undefined) return undefined;
  if (temperature <= 0.1) return "most-predictable";
  if (temperature <= 0.4) return "predictable";
  if (temperature <= 0.8) return "balanced";
  return temperature <= 1.2 ? "creative" : "most-creative";
}
