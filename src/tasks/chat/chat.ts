import { noStructure, plainText } from "../shared/plain-text";
import type { TaskDefinition } from "../task-definition";

/** A turn of a conversation; the turns before it are put in front by `chatMessages`. */
export const chat: TaskDefinition = {
  id: "chat",
  label: "Chat",
  description: "Answers the newest message of a conversation.",
  placeholder: "Write a message…",
  options: [],
  acceptsAttachments: true,
  output: plainText,
  messages: ({ text }) => [{ role: "user", content: text }],
  params: () => ({ temperature: 0.7, maxOutputTokens: 1024 }),
  parse: noStructure,
};
