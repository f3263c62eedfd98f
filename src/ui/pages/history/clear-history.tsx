import { useRef, useState } from "react";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import dialogStyles from "../../components/dialog.module.css";
import { CheckField } from "../../components/field";
import { HISTORY_COPY } from "../../copy/history";
import { useChat } from "../../use-chat";

/** Deletes runs, conversations or both, after saying which. */
export function ClearHistory() {
  const hasRuns = useApp((state) => state.history.length > 0);
  const conversations = useApp((state) => state.chat.conversations.length);
  const dialog = useRef<HTMLDialogElement>(null);
  const [opened, setOpened] = useState(0);
  return (
    <>
      <Button
        look="danger"
        icon="trash"
        disabled={!hasRuns && conversations === 0}
        onClick={() => {
          setOpened(opened + 1);
          dialog.current?.showModal();
        }}
      >
        {HISTORY_COPY.clear}
      </Button>
      <dialog ref={dialog} className={dialogStyles.dialog} aria-label={HISTORY_COPY.clear}>
        <Choice
          key={opened}
          hasRuns={hasRuns}
          conversations={conversations}
          onDone={() => dialog.current?.close()}
        />
      </dialog>
    </>
  );
}

interface ChoiceProps {
  hasRuns: boolean;
  conversations: number;
  onDone: () => void;
}

function Choice({ hasRuns, conversations, onDone }: ChoiceProps) {
  const { clearHistory } = useActions();
  const { removeAllConversations } = useChat();
  // Conversations are gone only if they are asked for, or are all there is.
  const [runsGo, setRunsGo] = useState(hasRuns);
  const [conversationsGo, setConversationsGo] = useState(!hasRuns && conversations > 0);
  const clear = () => {
    onDone();
    if (runsGo) void clearHistory();
    if (conversationsGo) void removeAllConversations();
  };
  return (
    <form method="dialog" className={dialogStyles.form}>
      <p>{HISTORY_COPY.clearLead}</p>
      {hasRuns && <CheckField label={HISTORY_COPY.clearRuns} checked={runsGo} onChange={setRunsGo} />}
      {conversations > 0 && (
        <CheckField
          label={HISTORY_COPY.clearConversations(conversations)}
          checked={conversationsGo}
          onChange={setConversationsGo}
        />
      )}
      <div className={dialogStyles.actions}>
        <Button type="submit">{HISTORY_COPY.keep}</Button>
        <Button look="primary" disabled={!runsGo && !conversationsGo} onClick={clear}>
          {HISTORY_COPY.clear}
        </Button>
      </div>
    </form>
  );
}
