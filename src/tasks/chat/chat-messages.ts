import type { Message } from "../../core/request";

/**
 * What a model is told of a conversation: the instructions, then turns of the person and the model by turns, the
 * person's last. Chat templates insist on that order, so an answer that never came is left out and the messages
 * around it are joined.
 */
export function chatMessages(instructions: string, turns: readonly Message[]): Message[] {
  const messages: Message[] = [];
  for (const { role, content } of turns) {
    if (content.trim() === "") continue;
    const last = messages.at(-1);
    if (last === undefined && role === "assistant") continue;
    if (last?.role === role)
      messages[messages.length - 1] = { role, content: `${last.content}\n\n${content}` };
    else messages.push({ role, content });
  }
  return instructions.trim() === "" ? messages : [{ role: "system", content: instructions }, ...messages];
}
