import type { Message } from "../../../core/request";
import type { LanguageModel } from "./language-model";
import { modelError } from "./model-error";

/** A conversation in the model's own tokens. */
export interface Prompt {
  ids: number[];
  /** Whether the template has opened the thinking already. */
  startsThinking: boolean;
  /** Ids that the answer continues without a break; empty where it is a turn of its own. */
  context: readonly number[];
}

/** The part of a model that a prompt is written with. */
export type PromptWriter = Pick<LanguageModel, "id" | "tokenizer" | "template" | "contextWindow">;

/** As many ids as a character and the word before it can have. */
const CONTEXT_IDS = 8;

/**
 * Writes the conversation by the model's template; a base model gets the last message of the user to continue.
 * @throws InferenceError `input-empty` when the last message is not the user's or is blank, `model-file-corrupt`
 *   when the template refuses the conversation.
 */
export function buildPrompt(messages: readonly Message[], model: PromptWriter): Prompt {
  const last = messages.at(-1);
  if (last === undefined || last.role !== "user" || last.content.trim() === "") {
    throw modelError("input-empty", model, "there is no message to answer");
  }
  const { tokenizer, template } = model;
  if (template === null) {
    const ids = tokenizer.encode(tokenizer.guard(last.content), true);
    return {
      ids,
      startsThinking: false,
      context: ids.filter((id) => !tokenizer.isSpecial(id)).slice(-CONTEXT_IDS),
    };
  }
  let text: string;
  try {
    text = template.render(
      messages.map(({ role, content }) => ({ role, content: tokenizer.guard(content) })),
    );
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw modelError(
      "model-file-corrupt",
      model,
      `its chat template refused the conversation: ${reason}`,
      thrown,
    );
  }
  return {
    ids: tokenizer.encode(text, false),
    startsThinking: text.trimEnd().endsWith("<think>"),
    context: [],
  };
}
