import type { Conversation } from "../../core/conversation";
import type { RouteDecision } from "../../core/route";
import type { LiveRun } from "../apply-run-event";
import type { ComposerAttachment, RefusedFile } from "../attachments";
import type { TurnTree } from "./turn-tree";

/** All that the Chat page shows. */
export interface ChatState {
  /** Kept conversations and those begun since, the newest first. */
  conversations: readonly Conversation[];
  /** The open one; not among `conversations` while nothing was said in it. Null until the page is first opened. */
  current: Conversation | null;
  /** The turns of every conversation that was opened or begun; memory is all there is when history is off. */
  trees: Readonly<Record<string, TurnTree>>;
  /** Conversations whose turns are being read; a tree of theirs is only the end of what is shown. */
  reading: readonly string[];
  /** Answers begun since the page was loaded, by turn; newer than the tree's while they are going. */
  live: Readonly<Record<string, LiveRun>>;
  /** What is being written. */
  text: string;
  /** Images that go with it, and files that were not taken. */
  attachments: readonly ComposerAttachment[];
  refused: readonly RefusedFile[];
  /** What Send would do now; null while unknown. */
  preview: RouteDecision | null;
}

/** Before anything was read. */
export const EMPTY_CHAT: ChatState = {
  conversations: [],
  current: null,
  trees: {},
  reading: [],
  live: {},
  text: "",
  attachments: [],
  refused: [],
  preview: null,
};
