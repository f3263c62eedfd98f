import type { PrivacyChoices } from "./privacy";
import type { Attachment } from "./request";
import type { RouteMode } from "./route";
import type { Run } from "./run";

/** Where the answers of a conversation may be made; a conversation has no Compare. */
export const CHAT_MODES = ["auto", "local", "cloud"] as const satisfies readonly RouteMode[];

/** One of {@link CHAT_MODES}. */
export type ChatMode = (typeof CHAT_MODES)[number];

/** Instructions that go before a conversation as its system message. */
export interface ChatPreset {
  id: string;
  name: string;
  /** Empty: no system message. */
  text: string;
}

/** A conversation without its turns. */
export interface Conversation {
  id: string;
  title: string;
  /** Wall clock, ms since the epoch; only for showing and for the order of the list. */
  createdAt: number;
  updatedAt: number;
  mode: ChatMode;
  /** "Keep on this device", for what is written from now on. Turns so marked stay marked. */
  sensitive: boolean;
  /** As it was when it was last used; the preset itself may have been edited or deleted since. */
  preset: ChatPreset;
  /** What the person decided about private text in it. Absent: the settings decide. */
  privacy?: PrivacyChoices;
  /** Which of several versions is shown, by parent turn ({@link ROOT} for the first turns). Absent: the newest. */
  chosen: Readonly<Record<string, string>>;
  /** The last turn that is shown, from which a long conversation is read backwards. Absent in older records. */
  lastShownId?: string;
}

/** Stands for "no turn before" where a key is needed. */
export const ROOT = "";

interface TurnBase {
  id: string;
  conversationId: string;
  /** The turn before; null for a first one. */
  parentId: string | null;
  /** Its place in the order in which the conversation's turns were made; a parent's is always smaller. */
  order: number;
}

/** What the person wrote. */
export interface UserTurn extends TurnBase {
  role: "user";
  /** Wall clock, ms since the epoch. */
  createdAt: number;
  text: string;
  /** Images, with their data. Absent: none. */
  attachments?: readonly Attachment[];
  /** Marked to stay on this device: no answer to it or after it may be asked of the cloud. */
  sensitive: boolean;
}

/** One answer. Its id is the run's; the run's request is kept without its messages, which are the path to it. */
export interface AssistantTurn extends TurnBase {
  role: "assistant";
  run: Run;
}

/** One node of the tree that a conversation is. */
export type Turn = UserTurn | AssistantTurn;
