import type { ModelRecord } from "../../../core/model";
import { createTextTokenizer, type TextTokenizer } from "../../shared/text-tokenizer";
import { type ChatTemplate, compileChatTemplate } from "./chat-template";
import { modelError } from "./model-error";
import type { ModelFiles } from "./model-files";
import {
  type ModelConfig,
  readModelConfig,
  readTokenizerSettings,
  type TokenizerSettings,
} from "./read-config";

/** The small files of a model: all that is needed to write a conversation in its tokens. */
export interface PromptParts {
  config: ModelConfig;
  settings: TokenizerSettings;
  tokenizer: TextTokenizer;
  /** Null for a base model, which continues a text. */
  template: ChatTemplate | null;
}

/** Files that {@link readPromptParts} reads where a model has them. */
export const PROMPT_FILES: readonly string[] = [
  "config.json",
  "tokenizer.json",
  "tokenizer_config.json",
  "chat_template.jinja",
];

/** Where neither the model nor its record names a limit. */
const LARGEST_WINDOW_TOKENS = 32_768;

/** Tokens of prompt and answer together: the least of what the model and its record allow. */
export function contextWindowOf(config: ModelConfig, model: ModelRecord): number {
  return Math.min(
    config.contextWindow ?? Number.POSITIVE_INFINITY,
    model.contextWindow ?? Number.POSITIVE_INFINITY,
    LARGEST_WINDOW_TOKENS,
  );
}

/**
 * Reads the files in `contents`.
 * @throws InferenceError `model-file-corrupt`; the damaged file is deleted, so that the next download fetches it again.
 */
export async function readPromptParts(
  contents: ReadonlyMap<string, Uint8Array>,
  model: ModelRecord,
  store: Pick<ModelFiles, "forget">,
): Promise<PromptParts> {
  const config = await readPart(contents, "config.json", readModelConfig, model, store);
  const settings = await readPart(
    contents,
    "tokenizer_config.json",
    (value) => readTokenizerSettings(value ?? {}),
    model,
    store,
  );
  const tokenizer = await readPart(
    contents,
    "tokenizer.json",
    (value) => createTextTokenizer(value, parseJson(contents.get("tokenizer_config.json")) ?? {}),
    model,
    store,
  );
  return { config, settings, tokenizer, template: await readTemplate() };

  async function readTemplate(): Promise<ChatTemplate | null> {
    const separate = contents.get("chat_template.jinja");
    const source = separate === undefined ? settings.chatTemplate : new TextDecoder().decode(separate);
    if (source === undefined) return null;
    try {
      return compileChatTemplate(source, settings.specialTokens);
    } catch {
      const path = separate === undefined ? "tokenizer_config.json" : "chat_template.jinja";
      return refuseFile(store, model, path, "its chat template cannot be read");
    }
  }
}

/** One JSON file, undefined to `parse` where there is none. @throws InferenceError as {@link readPromptParts}. */
export async function readPart<Value>(
  contents: ReadonlyMap<string, Uint8Array>,
  path: string,
  parse: (value: unknown) => Value | null,
  model: ModelRecord,
  store: Pick<ModelFiles, "forget">,
): Promise<Value> {
  try {
    const value = parse(parseJson(contents.get(path)));
    if (value !== null) return value;
  } catch {
    // Refused below.
  }
  return refuseFile(store, model, path, "it is not what it must be");
}

/** Throws a damaged file away. @throws InferenceError `model-file-corrupt`, always. */
export async function refuseFile(
  store: Pick<ModelFiles, "forget">,
  model: ModelRecord,
  path: string,
  fault: string,
): Promise<never> {
  await store.forget(path);
  throw modelError("model-file-corrupt", model, `${path}: ${fault}`);
}

/** Undefined where there is no such file. @throws SyntaxError */
function parseJson(data: Uint8Array | undefined): unknown {
  return data === undefined ? undefined : JSON.parse(new TextDecoder().decode(data));
}
