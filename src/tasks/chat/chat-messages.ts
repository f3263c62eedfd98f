import type { Message } from "../../core/request";

/**
 * What a model is told of a conversation: the instructions, then turns of the person and the model by turns, the
 * person's last. Chat templates insist on that order, so an answer that never came is left out and the messages
 * around it are joined.
 */
export function chatMessages(instructions: string, turns: readonly Message[]): Message[] {
  const messages: Message[] = [];
  for (const turn of turns) {
    const { role, content } = turn;
    if (content.trim() === "" && turn.attachmentCount === undefined) continue;
    const last = messages.at(-1);
    if (last === undefined && role === "assistant") continue;
    if (last?.role === role) messages[messages.length - 1] = joined(last, turn);
    else messages.push(turn);
  }
  return instructions.trim() === "" ? messages : [{ role: "system", content: instructions }, ...messages];
}

/** Two messages of one speaker as one, with what is attached to either. */
function joined(one: Message, other: Message): Message {
  const attachmentCount = (one.attachmentCount ?? 0) + (other.attachmentCount ?? 0);
  return {
    role: one.role,
    content: [one.content, other.content].filter((content) => content !== "").join("\n\n"),
    ...(attachmentCount === 0 ? {} : { attachmentCount }),
  };
}
