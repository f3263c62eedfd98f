import { systemClock } from "../platform/clock";
import { type Conversations, openConversations } from "../platform/storage/conversation-store";
import { type ConnectionCallbacks, createConnection } from "../platform/storage/history-database";
import { type History, openHistory } from "../platform/storage/history-store";
import type { HistoryTransfer } from "../platform/storage/history-transfer";
import { openSpendLedger, type SpendLedger } from "../platform/storage/spend-ledger";
import type { TabsPort, TeachingPort } from "../store/dependencies";

/** What is kept in the database; it is opened on first use. */
export interface StorageSide {
  history: History;
  ledger: SpendLedger;
  conversations: Conversations;
  openTransfer(): Promise<HistoryTransfer>;
  openTeaching(): Promise<TeachingPort>;
}

/** Wires the database, whose readers and schemas the first load does without. */
export function openStorageSide(
  callbacks: ConnectionCallbacks,
  tabs: Pick<TabsPort, "id" | "isAlive">,
): StorageSide {
  const connection = createConnection(callbacks);
  return {
    history: openHistory(connection),
    ledger: openSpendLedger({ owner: tabs.id, isAlive: tabs.isAlive, dateMs: systemClock.dateMs }),
    conversations: openConversations(connection),
    openTransfer: async () => (await import("../platform/storage/history-transfer")).openTransfer(connection),
    openTeaching: async () => (await import("./teaching-side")).openTeachingSide(connection),
  };
}
