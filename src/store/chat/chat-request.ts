import type { Conversation, Turn } from "../../core/conversation";
import type { Redaction } from "../../core/privacy";
import type { Attachment, InferenceRequest, Message } from "../../core/request";
import { answerText } from "../../core/run";
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
  const known = redactionsOf(path);
  const { privacy } = conversation;
  return {
    ...request,
    ...(privacy === undefined && known.length === 0
      ? {}
      : { privacy: { keep: [], mask: [], ...privacy, known } }),
    messages: chatMessages(presetOf(settings, conversation).text, path.map(messageOf)),
  };
}

/** What stood for what in the turns so far, so that it goes on standing for it. */
function redactionsOf(path: readonly Turn[]): readonly Redaction[] {
  const byPlaceholder = new Map<string, Redaction>();
  for (const turn of path) {
    if (turn.role !== "assistant") continue;
    for (const redaction of turn.run.privacy?.redactions ?? []) {
      if (!byPlaceholder.has(redaction.placeholder)) byPlaceholder.set(redaction.placeholder, redaction);
    }
  }
  return [...byPlaceholder.values()];
}

/** A turn as a model is told of it; thinking is no part of an answer. */
function messageOf(turn: Turn): Message {
  if (turn.role === "assistant") return { role: "assistant", content: answerText(turn.run) };
  const attachmentCount = attachmentsOf(turn).length;
  return { role: "user", content: turn.text, ...(attachmentCount === 0 ? {} : { attachmentCount }) };
}

function attachmentsOf(turn: Turn): readonly Attachment[] {
  return turn.role === "user" ? (turn.attachments ?? []) : [];
}
