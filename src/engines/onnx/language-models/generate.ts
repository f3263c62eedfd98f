import type { FinishReason, InferenceEvent } from "../../../core/event";
import type { GenerationParams, InferenceRequest } from "../../../core/request";
import { nextTask } from "../../shared/next-task";
import { createThinkingSplitter } from "../../shared/split-thinking";
import { createCertainty } from "./certainty";
import { startDecoder } from "./decoder";
import { createDetokenizer } from "./detokenizer";
import type { LanguageModel } from "./language-model";
import { modelError, throwIfAborted } from "./model-error";
import { buildPrompt, type Prompt } from "./prompt";
import { createRandom } from "./random";
import type { GenerationDefaults } from "./read-config";
import { type SamplingOptions, sampleAllowed, sampleToken } from "./sample";
import { createStopFilter } from "./stop-filter";
import { createJsonGuide } from "./structured/json-guide";

/**
 * Tokens of the prompt that are read in one step. Between steps an abort is heard, and a graph that scores every
 * position does not have to hold the scores of a long prompt at once.
 */
const PREFILL_STEP_TOKENS = { wasm: 128, webgpu: 512 } as const;

/** Hugging Face's own default where a model that samples names none. */
const DEFAULT_TOP_K = 50;

/**
 * Answers one request, token by token. An answer with a schema is JSON that fits it whatever the model does, closed
 * where a limit cuts it. Yields `text-delta` and `reasoning-delta`, then one `end`.
 * @throws InferenceError `input-empty`, `context-overflow` (the prompt leaves no room for an answer), `cancelled`,
 *   or what the template does; anything else that is thrown comes from the runtime.
 */
export async function* generate(
  model: LanguageModel,
  request: InferenceRequest,
  signal: AbortSignal,
): AsyncGenerator<InferenceEvent, void, void> {
  const { params } = request;
  const prompt = promptFor(request, model);
  const room = model.contextWindow - prompt.ids.length;
  if (room < 1) {
    throw modelError(
      "context-overflow",
      model,
      `the prompt has ${prompt.ids.length} tokens, the model reads ${model.contextWindow} at most`,
    );
  }
  const limit = Math.min(params.maxOutputTokens ?? room, room);
  const sampling = samplingOf(params, model.generation);
  const certainty = createCertainty(sampling.repetitionPenalty);
  const random = createRandom(params.seed ?? Math.random() * Number.MAX_SAFE_INTEGER);
  const used = new Set(prompt.ids);
  const { responseFormat: format } = params;
  const guide = format === undefined ? null : createJsonGuide(format, model.tokenizer, prompt.context);
  // A stop string would cut the JSON.
  const text = createAnswerText(model, prompt, guide === null ? (params.stop ?? []) : []);
  const decoder = startDecoder(model.opened, model.graph, model.config, prompt.ids.length + limit);

  let finishReason: FinishReason = "length";
  let outputTokens = 0;
  const startMs = performance.now();
  let prefillMs = 0;

  /** What comes next; nothing where a schema allows none of the likely tokens. */
  function nextIds(scores: Float32Array): readonly number[] {
    const forced = guide?.forcedIds() ?? [];
    if (forced.length > 0) return forced;
    certainty.look(scores);
    const id =
      guide === null
        ? sampleToken(scores, used, sampling, random)
        : sampleAllowed(scores, used, sampling, random, guide.allows);
    if (id === null) return [];
    certainty.take(scores[id] ?? Number.NaN, used.has(id));
    return [id];
  }

  try {
    let scores: Float32Array | null = null;
    const step = PREFILL_STEP_TOKENS[model.opened.provider];
    for (let offset = 0; offset < prompt.ids.length; offset += step) {
      await nextTask();
      throwIfAborted(signal, model);
      scores = await decoder.read(prompt.ids.slice(offset, offset + step));
    }
    prefillMs = performance.now() - startMs;
    while (scores !== null && outputTokens < limit) {
      const ids = nextIds(scores);
      // Of what a schema forces, no part is written: a key could be cut inside a character.
      if (ids.length === 0 || outputTokens + ids.length > limit) break;
      if (guide === null && ids.some((id) => model.endTokenIds.has(id))) {
        finishReason = "stop";
        break;
      }
      for (const id of ids) {
        outputTokens += 1;
        used.add(id);
        guide?.push(id);
        yield* text.push(id);
      }
      if (text.isStopped() || guide?.isComplete() === true) {
        finishReason = "stop";
        break;
      }
      // What was yielded leaves the worker before the next step blocks it, and an abort is heard.
      await nextTask();
      throwIfAborted(signal, model);
      if (outputTokens < limit) scores = await decoder.read(ids);
    }
  } finally {
    decoder.dispose();
  }
  yield* text.flush();
  if (guide !== null && !guide.isComplete()) yield { type: "text-delta", text: guide.closing() };
  const decodeMs = performance.now() - startMs - prefillMs;
  const meanTokenProbability = certainty.mean();
  yield {
    type: "end",
    finishReason,
    usage: { inputTokens: prompt.ids.length, outputTokens },
    reported: {
      prefillMs,
      decodeMs,
      ...(meanTokenProbability === undefined ? {} : { meanTokenProbability }),
    },
  };
}

/** A schema holds from the first token, so that a template which opens the thinking is told that it is over. */
function promptFor(request: InferenceRequest, model: LanguageModel): Prompt {
  const prompt = buildPrompt(request.messages, model);
  if (request.params.responseFormat === undefined || !prompt.startsThinking) return prompt;
  const ids = [...prompt.ids, ...model.tokenizer.encode("</think>\n\n", false)];
  return { ...prompt, ids, startsThinking: false };
}

/** A person's settings over those of the model's makers. */
function samplingOf(params: GenerationParams, defaults: GenerationDefaults): SamplingOptions {
  const temperature = params.temperature ?? (defaults.isSampled ? (defaults.temperature ?? 1) : 0);
  return {
    temperature,
    topP: params.topP ?? defaults.topP ?? 1,
    topK: defaults.topK ?? (defaults.isSampled ? DEFAULT_TOP_K : 0),
    repetitionPenalty: defaults.repetitionPenalty ?? 1,
  };
}

interface AnswerText {
  push(id: number): InferenceEvent[];
  flush(): InferenceEvent[];
  isStopped(): boolean;
}

/** Ids in, events out: characters made whole, thinking split off, the answer ended before a stop string. */
function createAnswerText(
  { tokenizer }: LanguageModel,
  { context, startsThinking }: { context: readonly number[]; startsThinking: boolean },
  stops: readonly string[],
): AnswerText {
  const detokenizer = createDetokenizer(tokenizer, context);
  const splitter = createThinkingSplitter({ startsInside: startsThinking });
  const stop = createStopFilter(stops);
  let isStopped = false;
  /** Tokens since the last piece of text that was given out. */
  let tokens = 0;

  function filter(events: readonly InferenceEvent[]): InferenceEvent[] {
    return events.flatMap((event): InferenceEvent[] => {
      if (event.type !== "text-delta") return [event];
      const passed = stop.push(event.text);
      isStopped ||= passed.isStopped;
      return answer(passed.text);
    });
  }

  function answer(text: string): InferenceEvent[] {
    if (text === "") return [];
    const event: InferenceEvent = { type: "text-delta", text, tokens };
    tokens = 0;
    return [event];
  }

  return {
    push(id) {
      tokens += 1;
      return tokenizer.isSpecial(id) ? [] : filter(splitter.push(detokenizer.push(id)));
    },
    flush() {
      if (isStopped) return [];
      return [
        ...filter(splitter.push(detokenizer.flush())),
        ...filter(splitter.flush()),
        ...answer(stop.flush()),
      ];
    },
    isStopped: () => isStopped,
  };
}
