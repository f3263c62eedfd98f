import type { ChatCompletionChunk, ChatCompletionRequestStreaming, MLCEngineConfig } from "@mlc-ai/web-llm";
import type { CreateMlcEngine, MlcEngineLike } from "../web-llm-handler";

/** How the fake library behaves; each entry stands for something seen in the real one. */
export interface LibraryBehaviour {
  words?: readonly string[];
  /** Called when a request has come in and its stream has not begun. */
  onRequest?: () => void;
  /** Between chunks. */
  gapMs?: number;
  /** Before the first chunk: the prefill, which an interrupt does not shorten. */
  prefillMs?: number;
  finishReason?: ChatCompletionChunk.Choice["finish_reason"];
  /** Before the reports of `reload`, which nothing shortens. */
  reloadMs?: number;
  /** Thrown by `reload` after its reports. */
  failReload?: unknown;
  /** `reload` resolves although nothing is loaded, as after a device loss. */
  reloadLoadsNothing?: boolean;
  /** `reload` never settles, as after a crash of the GPU process. */
  reloadHangs?: boolean;
  /** Thrown after the first word. */
  failRun?: unknown;
  /** Thrown before the first chunk, as for a prompt that is too long. */
  failPrefill?: unknown;
  /** Stops answering after the first word. */
  runHangs?: boolean;
  /** Ends the stream without a finish reason. */
  truncates?: boolean;
}

/** What the fake was asked. */
export interface LibraryLog {
  configs: MLCEngineConfig[];
  reloads: string[];
  /** Reloads that will never settle. */
  hungReloads: number;
  requests: ChatCompletionRequestStreaming[];
  unloads: number;
  interrupts: number;
  /** Streams that ran to their end; the real library must not be left early. */
  drained: number;
}

/** A stand-in for `MLCEngine` 0.2.86 with the behaviours found in it: reports, streams, interrupts, failures. */
export function createFakeLibrary(behaviour: LibraryBehaviour = {}): {
  create: CreateMlcEngine;
  log: LibraryLog;
  behaviour: LibraryBehaviour;
} {
  const log: LibraryLog = {
    configs: [],
    reloads: [],
    hungReloads: 0,
    requests: [],
    unloads: 0,
    interrupts: 0,
    drained: 0,
  };

  function create(config: MLCEngineConfig): MlcEngineLike {
    log.configs.push(config);
    let loadedId: string | null = null;
    let isInterrupted = false;
    const report = (progress: number, text: string) =>
      config.initProgressCallback?.({ progress, timeElapsed: 0, text });

    async function* stream(request: ChatCompletionRequestStreaming): AsyncGenerator<ChatCompletionChunk> {
      // As in the library: an interrupt from before this point is forgotten.
      isInterrupted = false;
      await wait(behaviour.prefillMs ?? 0);
      if (behaviour.failPrefill !== undefined) throw behaviour.failPrefill;
      const words = behaviour.words ?? ["Hello", " ", "there"];
      let sent = 0;
      for (const word of words) {
        if (isInterrupted) break;
        yield chunkOf({ content: word, role: "assistant" }, null);
        sent += 1;
        if (behaviour.failRun !== undefined) throw behaviour.failRun;
        if (behaviour.runHangs === true) await new Promise(() => {});
        await wait(behaviour.gapMs ?? 0);
      }
      log.drained += 1;
      if (behaviour.truncates === true) return;
      yield chunkOf({}, isInterrupted ? "abort" : (behaviour.finishReason ?? "stop"));
      if (request.stream_options?.include_usage === true) yield usageChunk(sent);
    }

    return {
      async reload(modelId) {
        const id = String(modelId);
        log.reloads.push(id);
        loadedId = null;
        await wait(behaviour.reloadMs ?? 0);
        report(0, "Start to fetch params");
        report(0.5, "Loading model from cache[1/2]: 1MB loaded. 50% completed, 0 secs elapsed.");
        report(1, "Loading model from cache[2/2]: 2MB loaded. 100% completed, 1 secs elapsed.");
        report(1, "Loading GPU shader modules[7/7]: 100% completed, 1 secs elapsed.");
        if (behaviour.reloadHangs === true) {
          log.hungReloads += 1;
          await new Promise(() => {});
        }
        if (behaviour.failReload !== undefined) throw behaviour.failReload;
        if (behaviour.reloadLoadsNothing === true) return;
        loadedId = id;
        report(1, "Finish loading on WebGPU - google");
      },
      async unload() {
        log.unloads += 1;
        loadedId = null;
      },
      async getMessage(modelId) {
        if (loadedId !== modelId) {
          throw named("ModelNotLoadedError", "Model not loaded before calling getMessage()");
        }
        return "";
      },
      async interruptGenerate() {
        log.interrupts += 1;
        isInterrupted = true;
      },
      chatCompletion: (async (request: ChatCompletionRequestStreaming) => {
        log.requests.push(request);
        behaviour.onRequest?.();
        return stream(request);
      }) as unknown as MlcEngineLike["chatCompletion"],
    };
  }

  return { create, log, behaviour };
}

/** An error with the name that the library or the browser gives it. */
export function named(name: string, message: string): Error {
  const error = new Error(message);
  error.name = name;
  return error;
}

function chunkOf(
  delta: ChatCompletionChunk.Choice["delta"],
  finishReason: ChatCompletionChunk.Choice["finish_reason"],
): ChatCompletionChunk {
  return {
    id: "1",
    object: "chat.completion.chunk",
    model: "fake",
    created: 0,
    choices: [{ index: 0, delta, finish_reason: finishReason }],
  };
}

function usageChunk(completionTokens: number): ChatCompletionChunk {
  return {
    id: "1",
    object: "chat.completion.chunk",
    model: "fake",
    created: 0,
    choices: [],
    usage: {
      prompt_tokens: 12,
      completion_tokens: completionTokens,
      total_tokens: 12 + completionTokens,
      extra: {
        e2e_latency_s: 0.5,
        prefill_tokens_per_s: 100,
        decode_tokens_per_s: 20,
        time_to_first_token_s: 0.12,
        time_per_output_token_s: 0.05,
      },
    },
  };
}

function wait(delayMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, delayMs));
}
