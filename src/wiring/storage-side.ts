import { type Conversations, openConversations } from "../platform/storage/conversation-store";
import { type ConnectionCallbacks, createConnection } from "../platform/storage/history-database";
import { type History, openHistory } from "../platform/storage/history-store";
import type { HistoryTransfer } from "../platform/storage/history-transfer";
import type { TeachingPort } from "../store/dependencies";

/** What is kept in the database; it is opened on first use. */
export interface StorageSide {
  history: History;
  conversations: Conversations;
  openTransfer(): Promise<HistoryTransfer>;
  openTeaching(): Promise<TeachingPort>;
}

/** Wires the database, whose readers and schemas the first load does without. */
export function openStorageSide(callbacks: ConnectionCallbacks): StorageSide {
  const connection = createConnection(callbacks);
  return {
    history: openHistory(connection),
    conversations: openConversations(connection),
    openTransfer: async () => (await import("../platform/storage/history-transfer")).openTransfer(connection),
    openTeaching: async () => (await import("./teaching-side")).openTeachingSide(connection),
  };
}
