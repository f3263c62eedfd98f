import { type FormEvent, useRef, useState } from "react";
import type { ChatPreset } from "../../../core/conversation";
import { allPresets, presetOf } from "../../../store/chat/chat-selectors";
import { NO_PRESET } from "../../../tasks/chat/presets";
import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import dialogStyles from "../../components/dialog.module.css";
import { TextField } from "../../components/field";
import field from "../../components/field.module.css";
import { CHAT_COPY } from "../../copy/chat";
import { useChat } from "../../use-chat";
import styles from "./preset-picker.module.css";

/** Longer instructions would leave a small model no room for the conversation. */
const LONGEST_CHARACTERS = 20_000;

/** Which instructions go before the conversation, and what they say. */
export function PresetPicker() {
  const { choosePreset } = useChat();
  const current = useApp((state) => state.chat.current);
  const settings = useApp((state) => state.settings);
  const dialog = useRef<HTMLDialogElement>(null);
  const chosen = current === null ? NO_PRESET : presetOf(settings, current);
  const known = allPresets(settings);
  const offered = known.some(({ id }) => id === chosen.id) ? known : [...known, chosen];
  return (
    <div className={styles.picker}>
      <label className={styles.choice}>
        <span>{CHAT_COPY.preset}</span>
        <select
          value={chosen.id}
          disabled={current === null}
          onChange={(event) => {
            const preset = offered.find(({ id }) => id === event.target.value);
            if (preset !== undefined) choosePreset(preset);
          }}
        >
          {offered.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <Button look="quiet" size="small" onClick={() => dialog.current?.showModal()}>
        {CHAT_COPY.managePresets}
      </Button>
      {chosen.text !== "" && <p className={styles.text}>{chosen.text}</p>}
      <dialog
        ref={dialog}
        className={classNames(dialogStyles.dialog, dialogStyles.wide)}
        aria-label={CHAT_COPY.ownPresets}
      >
        <PresetEditor onClose={() => dialog.current?.close()} />
      </dialog>
    </div>
  );
}

function PresetEditor({ onClose }: { onClose: () => void }) {
  const { savePreset, removePreset } = useChat();
  const own = useApp((state) => state.settings.chatPresets);
  const [draft, setDraft] = useState<ChatPreset>({ id: "", name: "", text: "" });
  const isNew = draft.id === "";
  const canSave = draft.name.trim() !== "" && draft.text.trim() !== "";
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (!canSave) return;
    savePreset({ ...draft, id: isNew ? `own-${crypto.randomUUID()}` : draft.id, name: draft.name.trim() });
    setDraft({ id: "", name: "", text: "" });
    onClose();
  };
  return (
    <div className={styles.editor}>
      <h2>{CHAT_COPY.ownPresets}</h2>
      <p>{CHAT_COPY.ownPresetsLead}</p>
      {own.length > 0 && (
        <ul className={styles.own}>
          {own.map((preset) => (
            <li key={preset.id}>
              <span>{preset.name}</span>
              <Button
                size="small"
                icon="edit"
                aria-label={`${CHAT_COPY.edit}: ${preset.name}`}
                onClick={() => setDraft(preset)}
              >
                {CHAT_COPY.edit}
              </Button>
              <Button
                look="danger"
                size="small"
                icon="trash"
                aria-label={`${CHAT_COPY.delete}: ${preset.name}`}
                onClick={() => removePreset(preset.id)}
              >
                {CHAT_COPY.delete}
              </Button>
            </li>
          ))}
        </ul>
      )}
      <form className={field.form} onSubmit={save}>
        <TextField
          label={CHAT_COPY.presetName}
          value={draft.name}
          maxLength={80}
          onChange={(event) => setDraft({ ...draft, name: event.target.value })}
        />
        <label className={field.field}>
          <span className={field.label}>{CHAT_COPY.presetText}</span>
          <textarea
            className={styles.box}
            rows={5}
            value={draft.text}
            maxLength={LONGEST_CHARACTERS}
            onChange={(event) => setDraft({ ...draft, text: event.target.value })}
          />
        </label>
        <div className={dialogStyles.actions}>
          <Button onClick={onClose}>{CHAT_COPY.close}</Button>
          <Button type="submit" look="primary" disabled={!canSave}>
            {isNew ? CHAT_COPY.addPreset : CHAT_COPY.changePreset}
          </Button>
        </div>
      </form>
    </div>
  );
}
