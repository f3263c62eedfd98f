import { Template } from "@huggingface/jinja";
import type { Message } from "../../../core/request";

/** Writes a conversation the way the model was trained to read it. */
export interface ChatTemplate {
  /** @throws Error when the template refuses the conversation. */
  render(messages: readonly Message[]): string;
}

/**
 * Compiles a model's Jinja template. Thinking is switched off where the template knows the switch: on the device each
 * thought costs as much time as an answer.
 * @throws Error when it is not a template.
 */
export function compileChatTemplate(
  source: string,
  specialTokens: Readonly<Record<string, string>>,
): ChatTemplate {
  const template = new Template(source);
  const write = (messages: readonly Message[]) =>
    template.render({
      messages: messages.map(({ role, content }) => ({ role, content })),
      add_generation_prompt: true,
      enable_thinking: false,
      tools: null,
      ...specialTokens,
    });
  return {
    render(messages) {
      try {
        return write(messages);
      } catch (thrown) {
        // Some templates know no system turn; what it says then opens the first turn of the user.
        if (!messages.some(({ role }) => role === "system")) throw thrown;
        return write(withoutSystemTurns(messages));
      }
    },
  };
}

function withoutSystemTurns(messages: readonly Message[]): Message[] {
  const system = messages.filter(({ role }) => role === "system").map(({ content }) => content);
  const turns = messages.filter(({ role }) => role !== "system");
  const first = turns.findIndex(({ role }) => role === "user");
  return turns.map((turn, index) =>
    index === first ? { ...turn, content: [...system, turn.content].join("\n\n") } : turn,
  );
}
