import type { ModelRecord } from "../../../../core/model";
import { startDecoder } from "../decoder";
import type { LanguageModel } from "../language-model";
import { loadLanguageModel } from "../load-language-model";
import { sampleToken } from "../sample";
import { openNodeSession } from "./node-open-session";

const GREEDY = { temperature: 0, topP: 1, topK: 0, repetitionPenalty: 1 };

/** Loads a stored model without the events. */
export async function loadForTest(model: ModelRecord, caches: CacheStorage): Promise<LanguageModel> {
  const loading = loadLanguageModel(model, new AbortController().signal, {
    openSession: openNodeSession,
    caches,
  });
  for (;;) {
    const step = await loading.next();
    if (step.done === true) return step.value;
  }
}

/** The prompt and its best continuation up to an end token or `limit` ids in all; the prompt is read in `steps`. */
export async function greedyIds(
  model: LanguageModel,
  prompt: readonly number[],
  limit: number,
  steps: readonly number[] = [prompt.length],
): Promise<number[]> {
  const decoder = startDecoder(model.opened, model.graph, model.config, limit);
  const ids = [...prompt];
  let scores: Float32Array = new Float32Array();
  let offset = 0;
  for (const step of steps) {
    scores = await decoder.read(prompt.slice(offset, offset + step));
    offset += step;
  }
  while (ids.length < limit) {
    const id = sampleToken(scores, new Set(), GREEDY, Math.random);
    if (model.endTokenIds.has(id)) break;
    ids.push(id);
    if (ids.length < limit) scores = await decoder.read([id]);
  }
  decoder.dispose();
  return ids;
}
