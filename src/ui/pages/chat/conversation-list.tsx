import { useDeferredValue, useState } from "react";
import type { Conversation } from "../../../core/conversation";
import { isAnswering } from "../../../store/chat/chat-selectors";
import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { CHAT_COPY } from "../../copy/chat";
import { formatDate } from "../../format";
import { Pulse } from "../../run/run-parts";
import { useChat } from "../../use-chat";
import styles from "./conversation-list.module.css";

/** So many conversations are found without a search. */
const FEW = 8;
/** Drawn before one has to search. */
const MOST_SHOWN = 200;

/** Every conversation, newest first. On a narrow screen it is there only when asked for. */
export function ConversationList({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { newConversation } = useChat();
  const conversations = useApp((state) => state.chat.conversations);
  const [query, setQuery] = useState("");
  const wanted = useDeferredValue(query).trim().toLowerCase();
  const found = conversations.filter((each) => titleWords(each).toLowerCase().includes(wanted));
  return (
    <section
      className={classNames(styles.side, isOpen && styles.open)}
      aria-label={CHAT_COPY.list}
      id="conversations"
    >
      <Button
        icon="plus"
        onClick={() => {
          newConversation();
          onClose();
        }}
      >
        {CHAT_COPY.newChat}
      </Button>
      {conversations.length > FEW && (
        <input
          type="search"
          className={styles.search}
          aria-label={CHAT_COPY.search}
          placeholder={CHAT_COPY.search}
          value={query}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {found.length === 0 ? (
        <p className={styles.none}>
          {conversations.length === 0 ? CHAT_COPY.noneYet : CHAT_COPY.nothingFound}
        </p>
      ) : (
        <ul className={styles.list}>
          {found.slice(0, MOST_SHOWN).map((conversation) => (
            <Item key={conversation.id} conversation={conversation} onOpen={onClose} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Item({ conversation, onOpen }: { conversation: Conversation; onOpen: () => void }) {
  const { openConversation } = useChat();
  const isCurrent = useApp((state) => state.chat.current?.id === conversation.id);
  const going = useApp((state) => isAnswering(state.chat, conversation.id));
  return (
    <li>
      <button
        type="button"
        className={styles.item}
        aria-current={isCurrent ? "true" : undefined}
        onClick={() => {
          void openConversation(conversation.id);
          onOpen();
        }}
      >
        <span className={styles.title}>{titleWords(conversation)}</span>
        <span className={styles.date}>
          {going && <Pulse side="local" />}
          {formatDate(conversation.updatedAt)}
        </span>
      </button>
    </li>
  );
}

/** What a kept conversation is called; one whose own record was lost has no title. */
export function titleWords({ title }: Conversation): string {
  return title === "" ? CHAT_COPY.recovered : title;
}
