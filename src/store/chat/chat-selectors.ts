import type { ChatPreset, Conversation, Turn } from "../../core/conversation";
import type { Settings } from "../../core/settings";
import { SHIPPED_PRESETS } from "../../tasks/chat/presets";
import type { AppState } from "../app-state";
import { isGoing } from "../run-writer";
import type { ChatState } from "./chat-state";
import { pathOf, type TurnTree } from "./turn-tree";

/** Every preset there is: shipped ones first. */
export function allPresets(settings: Pick<Settings, "chatPresets">): readonly ChatPreset[] {
  return [...SHIPPED_PRESETS, ...settings.chatPresets];
}

/** The conversation's preset as it is now, or as it last was when it has been deleted. */
export function presetOf(settings: Pick<Settings, "chatPresets">, { preset }: Conversation): ChatPreset {
  return allPresets(settings).find(({ id }) => id === preset.id) ?? preset;
}

/** Whether an answer of that conversation is going. */
export function isAnswering(chat: Pick<ChatState, "live">, conversationId: string | undefined): boolean {
  return Object.values(chat.live).some(({ run }) => run.groupId === conversationId && isGoing(run));
}

/** Whether turns of the open conversation are still being read: nothing new can be said then. */
export function isReading({ current, reading }: Pick<ChatState, "current" | "reading">): boolean {
  return current !== null && reading.includes(current.id);
}

/** The turns of the open conversation, as far as they are read; undefined before any are. */
export function currentTree({ chat }: Pick<AppState, "chat">): TurnTree | undefined {
  return chat.current === null ? undefined : chat.trees[chat.current.id];
}

/** The shown turns of the open conversation. */
export function currentPath(state: Pick<AppState, "chat">): readonly Turn[] {
  const tree = currentTree(state);
  return tree === undefined ? [] : pathOf(tree, state.chat.current?.chosen ?? {});
}

/** Whether a turn among these is marked to stay on this device: whatever follows stays too. */
export function hasSensitiveTurn(turns: readonly Turn[]): boolean {
  return turns.some((turn) => turn.role === "user" && turn.sensitive);
}

/** Whether there is nothing to send: no words and no attachment. */
export function isEmptyMessage({ text, attachments }: Pick<ChatState, "text" | "attachments">): boolean {
  return text.trim() === "" && attachments.length === 0;
}
