import { type FormEvent, memo, useState } from "react";
import type { UserTurn } from "../../../core/conversation";
import { useApp } from "../../app-context";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { AttachmentFacts } from "../../composer/attachment-list";
import card from "../../composer/composer-card.module.css";
import { CHAT_COPY } from "../../copy/chat";
import { WORK_COPY } from "../../copy/work";
import { TextOutput } from "../../output/text-output";
import { useChat } from "../../use-chat";
import { titleWords } from "./conversation-list";
import styles from "./transcript.module.css";
import { VersionSwitch } from "./version-switch";

interface MessageTurnProps {
  turn: UserTurn;
  versions: readonly string[];
  /** Whether an answer of this conversation is going: nothing new can be asked then. */
  busy: boolean;
  /** Whether nothing follows it. */
  isLast: boolean;
}

/** What the person wrote. */
export const MessageTurn = memo(function MessageTurn({ turn, versions, busy, isLast }: MessageTurnProps) {
  const { editMessage, retry } = useChat();
  const [draft, setDraft] = useState<string | null>(null);
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (draft === null || draft.trim() === "" || busy) return;
    editMessage(turn.id, draft);
    setDraft(null);
  };
  return (
    <article className={styles.message} aria-label={CHAT_COPY.you}>
      {draft === null ? (
        <div className={styles.bubble}>
          {turn.text !== "" && <TextOutput text={turn.text} plain />}
          {turn.attachments !== undefined && (
            <ul className={styles.attachments} aria-label={WORK_COPY.attachments}>
              {turn.attachments.map((attachment, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: they never change
                <li key={index} className={card.attachment}>
                  <AttachmentFacts attachment={attachment} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ) : (
        <form className={styles.edit} onSubmit={save}>
          <textarea
            aria-label={CHAT_COPY.editBox}
            value={draft}
            // biome-ignore lint/a11y/noAutofocus: the person has just asked to write here
            autoFocus
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Escape") {
                event.preventDefault();
                setDraft(null);
              } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) save(event);
            }}
          />
          <div className={styles.tools}>
            <Button type="submit" size="small" look="primary" disabled={busy || draft.trim() === ""}>
              {CHAT_COPY.editSend}
            </Button>
            <Button size="small" onClick={() => setDraft(null)}>
              {CHAT_COPY.cancel}
            </Button>
          </div>
        </form>
      )}
      {draft === null && (
        <div className={styles.tools}>
          {turn.sensitive && (
            <span className={styles.mark}>
              <Icon name="lock" size={14} />
              {CHAT_COPY.staysHere}
            </span>
          )}
          <VersionSwitch turnId={turn.id} versions={versions} disabled={busy} />
          {isLast && (
            <Button size="small" icon="retry" disabled={busy} onClick={() => retry(turn.id)}>
              {CHAT_COPY.ask}
            </Button>
          )}
          <Button look="quiet" size="small" icon="edit" disabled={busy} onClick={() => setDraft(turn.text)}>
            {CHAT_COPY.edit}
          </Button>
          <BranchButton turnId={turn.id} disabled={busy} />
        </div>
      )}
    </article>
  );
});

/** Opens a new conversation that begins with everything up to the turn. */
export function BranchButton({ turnId, disabled }: { turnId: string; disabled: boolean }) {
  const { branchFrom } = useChat();
  const title = useApp((state) => (state.chat.current === null ? "" : titleWords(state.chat.current)));
  return (
    <Button
      look="quiet"
      size="small"
      icon="branch"
      disabled={disabled}
      onClick={() => branchFrom(turnId, CHAT_COPY.branchTitle(title))}
    >
      {CHAT_COPY.branch}
    </Button>
  );
}
