import type { ChatCompletionMessageParam } from "@mlc-ai/web-llm";
import * as v from "valibot";
import type { PromptSize } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import type { Message } from "../../core/request";
import { createTextTokenizer } from "../shared/text-tokenizer";
import { toChatCompletion } from "./mapping";
import { CACHE_NAMES, modelRoot, readCachedJson } from "./model-files";
import { thinkingOf } from "./models";

/** Counts conversations in one model's tokens. */
export interface PromptCounter {
  modelId: string;
  /** @throws InferenceError `input-empty` as a run does. */
  count(messages: readonly Message[]): PromptSize;
}

const turnsSchema = v.record(v.string(), v.string());

const configSchema = v.object({
  context_window_size: v.optional(v.number()),
  conv_template: v.object({
    system_template: v.string(),
    system_message: v.optional(v.string(), ""),
    render_empty_system_message: v.optional(v.boolean()),
    add_role_after_system_message: v.optional(v.boolean()),
    roles: turnsSchema,
    role_templates: v.optional(turnsSchema),
    role_content_sep: v.optional(v.string(), ": "),
    role_empty_sep: v.optional(v.string(), ": "),
    seps: v.pipe(v.array(v.string()), v.minLength(1)),
    system_prefix_token_ids: v.nullish(v.array(v.number())),
  }),
});

type Conversation = v.InferOutput<typeof configSchema>["conv_template"];

/** What the library puts in front of an answer that is not to be thought about. */
const NO_THINKING = "<think>\n\n</think>\n\n";

/**
 * Reads a downloaded model's own tokenizer and template from the library's caches; makes no request. The library
 * shows its tokenizer to nobody, so the same file is read a second time, and its template is followed step by step.
 * @throws InferenceError `model-not-downloaded` when a file is not here, `model-load-failed` when the model has no
 *   `tokenizer.json` or its files cannot be read.
 */
export async function openPromptCounter(model: ModelRecord, storage: CacheStorage): Promise<PromptCounter> {
  const root = modelRoot(model);
  const fail = (code: "model-not-downloaded" | "model-load-failed", message: string) =>
    new InferenceError(code, `${model.id}: ${message}`, {
      engine: "web-llm",
      model: model.id,
      detail: message,
    });
  const stored = await readCachedJson(root.config, storage);
  const file = await (await storage.open(CACHE_NAMES.model)).match(
    new URL("tokenizer.json", root.baseUrl).href,
  );
  if (stored === undefined) throw fail("model-not-downloaded", "it is not complete on this device");
  if (file === undefined) throw fail("model-load-failed", "it has no tokenizer.json to count with");
  const config = v.safeParse(configSchema, stored);
  if (!config.success) throw fail("model-load-failed", "its template cannot be read");
  const { conv_template: conversation, context_window_size: ownWindow } = config.output;
  const tokenizer = createTextTokenizer(await file.json(), {});
  const thinking = thinkingOf(model.id);
  // -1 stands for a sliding window, which has no end.
  const window = model.contextWindow ?? (ownWindow !== undefined && ownWindow > 0 ? ownWindow : undefined);
  return {
    modelId: model.id,
    count(messages) {
      const { body } = toChatCompletion({ messages, attachments: [], params: {} }, model, thinking);
      // The library reads each part by itself.
      const tokens = promptParts(body.messages, conversation, thinking === "off").reduce(
        (sum, part) => sum + tokenizer.encode(part, false).length,
        conversation.system_prefix_token_ids?.length ?? 0,
      );
      return { tokens, ...(window === undefined ? {} : { contextWindow: window }) };
    },
  };
}

/** The prompt as the library writes it (0.2.86): the system text, one part a turn, the head of the answer. */
export function promptParts(
  messages: readonly ChatCompletionMessageParam[],
  template: Conversation,
  isThinkingOff: boolean,
): string[] {
  const given = messages.find(({ role }) => role === "system")?.content;
  const systemText = typeof given === "string" ? given : template.system_message;
  const system =
    systemText === "" && template.render_empty_system_message === false
      ? ""
      : template.system_template.replace("{system_message}", () => systemText);
  const parts = system === "" ? [] : [system];
  const turns = messages.filter(({ role }) => role !== "system");
  turns.forEach(({ role, content }, index) => {
    const text = typeof content === "string" ? content : "";
    const written =
      template.role_templates?.[role]
        ?.replace(`{${role}_message}`, () => text)
        .replace("{function_string}", "") ?? text;
    const hasHead = !(template.add_role_after_system_message === false && system !== "" && index === 0);
    const head = hasHead ? (template.roles[role] ?? "") + template.role_content_sep : "";
    parts.push(head + written + (template.seps[index % template.seps.length] ?? ""));
  });
  const assistant = template.roles.assistant ?? "";
  parts.push(
    isThinkingOff ? assistant + template.role_content_sep + NO_THINKING : assistant + template.role_empty_sep,
  );
  return parts;
}
