import { useEffect, useState } from "react";
import { useApp } from "../../app-context";
import { CHAT_COPY } from "../../copy/chat";
import { PAGE_LABELS } from "../../copy/pages";
import { useChat } from "../../use-chat";
import { ChatComposer } from "./chat-composer";
import styles from "./chat-page.module.css";
import { ConversationHeader } from "./conversation-header";
import { ConversationList } from "./conversation-list";
import { Transcript } from "./transcript";

/** Conversations: the list of them, the open one, and the box for the next message. */
export function ChatPage() {
  const { openChat } = useChat();
  const keepHistory = useApp((state) => state.settings.keepHistory);
  const [isListOpen, setListOpen] = useState(false);
  useEffect(() => void openChat(), [openChat]);
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{PAGE_LABELS.chat}</h1>
      <ConversationList isOpen={isListOpen} onClose={() => setListOpen(false)} />
      <div className={styles.talk}>
        <ConversationHeader isListOpen={isListOpen} onToggleList={() => setListOpen(!isListOpen)} />
        {!keepHistory && <p className={styles.note}>{CHAT_COPY.off}</p>}
        <Transcript />
        <ChatComposer />
      </div>
    </div>
  );
}
