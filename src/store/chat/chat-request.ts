import type { Conversation, Turn } from "../../core/conversation";
import type { Attachment, InferenceRequest, Message } from "../../core/request";
import type { Settings } from "../../core/settings";
import { buildRequest } from "../../tasks";
import { chatMessages } from "../../tasks/chat/chat-messages";
import { hasSensitiveTurn, presetOf } from "./chat-selectors";

/** What is asked of the conversation for the turns of `path`, the last of which is the person's. */
export function chatRequest(
  settings: Pick<Settings, "chatPresets">,
  conversation: Conversation,
  path: readonly Turn[],
  id: string,
): InferenceRequest {
  const last = path.at(-1);
  const isSensitive = conversation.sensitive || hasSensitiveTurn(path);
  const request = buildRequest(
    "chat",
    { text: last?.role === "user" ? last.text : "", options: {} },
    { id, attachments: path.flatMap(attachmentsOf), sensitivity: isSensitive ? "sensitive" : "normal" },
  );
  return { ...request, messages: chatMessages(presetOf(settings, conversation).text, path.map(messageOf)) };
}

/** A turn as a model is told of it; thinking is no part of an answer. */
function messageOf(turn: Turn): Message {
  if (turn.role === "assistant") return { role: "assistant", content: turn.run.text };
  const attachmentCount = attachmentsOf(turn).length;
  return { role: "user", content: turn.text, ...(attachmentCount === 0 ? {} : { attachmentCount }) };
}

function attachmentsOf(turn: Turn): readonly Attachment[] {
  return turn.role === "user" ? (turn.attachments ?? []) : [];
}
