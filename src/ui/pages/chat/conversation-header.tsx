import { type FormEvent, useState } from "react";
import { isReading, presetOf } from "../../../store/chat/chat-selectors";
import { useApp } from "../../app-context";
import { Button } from "../../components/button";
import { ConfirmButton } from "../../components/confirm-button";
import { CHAT_COPY } from "../../copy/chat";
import { saveAsFile } from "../../save-as-file";
import { useChat } from "../../use-chat";
import styles from "./conversation-header.module.css";
import { titleWords } from "./conversation-list";
import { conversationFileName, conversationText } from "./conversation-text";
import { PresetPicker } from "./preset-picker";
import { usePath } from "./use-path";

interface ConversationHeaderProps {
  isListOpen: boolean;
  onToggleList: () => void;
}

/** The open conversation's title and instructions. */
export function ConversationHeader({ isListOpen, onToggleList }: ConversationHeaderProps) {
  const { rename, removeConversation } = useChat();
  const current = useApp((state) => state.chat.current);
  const settings = useApp((state) => state.settings);
  const talk = usePath();
  const reading = useApp((state) => isReading(state.chat));
  const isKnown = useApp((state) => state.chat.conversations.some(({ id }) => id === current?.id));
  const [draft, setDraft] = useState<{ id: string; title: string } | null>(null);
  const title = current === null || !isKnown ? CHAT_COPY.untitled : titleWords(current);
  const isRenaming = draft !== null && draft.id === current?.id;
  const exportShown = () => {
    if (current === null || talk === null) return;
    const text = conversationText(title, presetOf(settings, current), talk.path);
    saveAsFile(conversationFileName(title), text, "text/markdown");
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (draft !== null) rename(draft.title);
    setDraft(null);
  };
  return (
    <header className={styles.header}>
      <Button
        className={styles.toggle}
        size="small"
        aria-expanded={isListOpen}
        aria-controls="conversations"
        onClick={onToggleList}
      >
        {CHAT_COPY.list}
      </Button>
      {isRenaming ? (
        <form className={styles.rename} onSubmit={save}>
          <input
            aria-label={CHAT_COPY.title}
            value={draft.title}
            maxLength={200}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
            autoFocus
            onChange={(event) => setDraft({ ...draft, title: event.target.value })}
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.preventDefault();
              setDraft(null);
            }}
          />
          <Button type="submit" size="small" look="primary">
            {CHAT_COPY.save}
          </Button>
          <Button size="small" onClick={() => setDraft(null)}>
            {CHAT_COPY.cancel}
          </Button>
        </form>
      ) : (
        <h2 className={styles.title}>{title}</h2>
      )}
      {isKnown && current !== null && !isRenaming && (
        <div className={styles.tools}>
          <Button
            look="quiet"
            size="small"
            icon="edit"
            onClick={() => setDraft({ id: current.id, title: current.title })}
          >
            {CHAT_COPY.rename}
          </Button>
          <Button
            look="quiet"
            size="small"
            icon="download"
            disabled={talk === null || reading}
            onClick={exportShown}
          >
            {CHAT_COPY.export}
          </Button>
          <ConfirmButton
            size="small"
            label={CHAT_COPY.delete}
            question={CHAT_COPY.deleteQuestion(title)}
            onConfirm={() => void removeConversation(current.id)}
          />
        </div>
      )}
      <PresetPicker />
    </header>
  );
}
