import { type KeyboardEvent, useEffect, useRef } from "react";
import { CHAT_MODES } from "../../../core/conversation";
import { NO_CHOICES } from "../../../store/app-state";
import { hasSensitiveTurn, isAnswering, isEmptyMessage, isReading } from "../../../store/chat/chat-selectors";
import { useApp, useAppStore } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { addFiles } from "../../composer/add-files";
import { AttachButton } from "../../composer/attach-button";
import { AttachmentList } from "../../composer/attachment-list";
import { ComposerCard } from "../../composer/composer-card";
import card from "../../composer/composer-card.module.css";
import { CHAT_COPY } from "../../copy/chat";
import { ROUTE_HELP, ROUTE_LABELS } from "../../copy/reasons";
import { WORK_COPY } from "../../copy/work";
import { GhostText } from "../../ghost-text/ghost-text";
import { WhatWillBeSent } from "../../privacy/what-will-be-sent";
import { EstimateLine } from "../../run/estimate-line";
import { useChat } from "../../use-chat";
import styles from "./chat-composer.module.css";
import { usePath } from "./use-path";

const ICONS = { auto: "auto", local: "device", cloud: "cloud" } as const;
const ROUTES = CHAT_MODES.map((mode) => ({ value: mode, label: ROUTE_LABELS[mode], icon: ICONS[mode] }));
const FILE_TYPES = "image/png,image/jpeg,image/webp,image/gif,text/*,.md,.csv,.log";
/** On a touch keyboard Enter is the only way to a new line. */
const ENTER_SENDS = !matchMedia("(pointer: coarse)").matches;

/** The next message, where it may go, and the button. */
export function ChatComposer() {
  const actions = useChat();
  const text = useApp((state) => state.chat.text);
  const current = useApp((state) => state.chat.current);
  const preview = useApp((state) => state.chat.preview);
  const talk = usePath();
  const busy = useApp((state) => isAnswering(state.chat, state.chat.current?.id));
  const reading = useApp((state) => isReading(state.chat));
  const mustStay = talk !== null && hasSensitiveTurn(talk.path);
  const box = useRef<HTMLTextAreaElement>(null);
  const mode = current?.mode ?? "auto";
  const attachments = useApp((state) => state.chat.attachments);
  const refused = useApp((state) => state.chat.refused);
  const isEmpty = isEmptyMessage({ text, attachments });
  const store = useAppStore();
  const onFiles = (files: readonly File[]) => {
    const { setMessage, addAttachments } = actions;
    void addFiles(files, { read: () => store.getState().chat, setText: setMessage, addAttachments });
  };

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const isFree = !event.defaultPrevented && document.querySelector("dialog[open]") === null;
      if (event.key === "Escape" && isFree) actions.stop();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [actions]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    if (event.ctrlKey || event.metaKey || (ENTER_SENDS && !event.shiftKey)) {
      event.preventDefault();
      actions.send();
    }
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        actions.send();
        box.current?.focus();
      }}
    >
      <ComposerCard onFiles={onFiles}>
        <div className={card.writing}>
          <textarea
            ref={box}
            className={classNames(card.text, styles.message)}
            rows={2}
            aria-label={CHAT_COPY.message}
            placeholder={CHAT_COPY.placeholder}
            value={text}
            onChange={(event) => actions.setMessage(event.target.value)}
            onKeyDown={onKeyDown}
          />
        </div>
        <AttachmentList
          attachments={attachments}
          refused={refused}
          onRemove={actions.removeAttachment}
          onDismiss={actions.dismissRefusals}
        />
        <div className={classNames(card.toolbar, styles.toolbar)}>
          <div className={card.routes} title={ROUTE_HELP[mode]}>
            <ChoiceGroup
              label={WORK_COPY.route}
              look="segments"
              choices={ROUTES}
              value={mode}
              disabled={current === null}
              onChange={actions.setMode}
            />
          </div>
          <label className={card.check} title={mustStay ? CHAT_COPY.keepHereSticks : WORK_COPY.keepHereHelp}>
            <input
              type="checkbox"
              checked={mustStay || current?.sensitive === true}
              disabled={mustStay || current === null}
              onChange={(event) => actions.setKeepHere(event.target.checked)}
            />
            {WORK_COPY.keepHere}
          </label>
          <GhostText box={box} text={text} className={card.check} />
          <AttachButton label={CHAT_COPY.attach} accept={FILE_TYPES} onFiles={onFiles} isCompact />
          <div className={styles.go}>
            {busy ? (
              <Button icon="stop" onClick={actions.stop}>
                {CHAT_COPY.stop}
              </Button>
            ) : (
              <Button look="primary" icon="up" type="submit" disabled={isEmpty || talk === null || reading}>
                {CHAT_COPY.send}
              </Button>
            )}
          </div>
        </div>
        {mustStay && <p className={styles.sticks}>{CHAT_COPY.keepHereSticks}</p>}
      </ComposerCard>
      <EstimateLine preview={isEmpty ? null : preview} note={isEmpty ? CHAT_COPY.note : ""} />
      {preview !== null && !isEmpty && preview.policy.mode !== "local" && (
        <WhatWillBeSent
          place="chat"
          preview={preview}
          choices={current?.privacy ?? NO_CHOICES}
          onChoices={actions.setPrivacy}
        />
      )}
    </form>
  );
}
