import type { ChatPreset, Turn } from "../../../core/conversation";
import { answerText } from "../../../core/run";
import { CHAT_COPY } from "../../copy/chat";
import { LOCATION_LABELS } from "../../copy/reasons";

/** The shown turns of a conversation as Markdown, for a file: who said what, and which model where. */
export function conversationText(title: string, preset: ChatPreset, path: readonly Turn[]): string {
  const parts = [`# ${title}`];
  if (preset.text !== "") parts.push(`${CHAT_COPY.preset}: ${preset.text}`);
  for (const turn of path) {
    if (turn.role === "user") parts.push(`## ${CHAT_COPY.you}`, ...wordsOf(turn));
    else parts.push(`## ${answerHeading(turn)}`, answerText(turn.run));
  }
  return `${parts.join("\n\n")}\n`;
}

/** A name for that file which every system takes. */
export function conversationFileName(title: string): string {
  const words = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 60);
  return `${words === "" ? "conversation" : words}.md`;
}

/** Images are not in the file; their names are. */
function wordsOf({ text, attachments = [] }: Extract<Turn, { role: "user" }>): string[] {
  const names = attachments.map(({ name }) => `[${name}]`).join(" ");
  return [text, names].filter((words) => words !== "");
}

function answerHeading({ run }: Extract<Turn, { role: "assistant" }>): string {
  const { answeredBy } = run;
  if (answeredBy === null) return CHAT_COPY.answer;
  return `${CHAT_COPY.answer} (${LOCATION_LABELS[answeredBy.location]}, ${answeredBy.modelLabel})`;
}
