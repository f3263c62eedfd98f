import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from "react";
import { ROUTE_MODES } from "../../../core/route";
import { WORK_TASK_IDS } from "../../../core/task";
import { currentOptions, workIsGoing } from "../../../store/selectors";
import { taskDefinition } from "../../../tasks";
import { useActions, useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { ROUTE_HELP, ROUTE_LABELS } from "../../copy/reasons";
import { WORK_COPY } from "../../copy/work";
import { EstimateLine } from "../../run/estimate-line";
import { AttachmentList } from "./attachment-list";
import styles from "./composer.module.css";
import { OptionField } from "./option-field";
import { useAddFiles } from "./use-add-files";

const TASK_CHOICES = WORK_TASK_IDS.map((id) => ({ value: id, label: taskDefinition(id).label }));
const ROUTE_ICONS = { auto: "auto", local: "device", cloud: "cloud", compare: "compare" } as const;
const ROUTE_CHOICES = ROUTE_MODES.map((mode) => ({
  value: mode,
  label: ROUTE_LABELS[mode],
  icon: ROUTE_ICONS[mode],
}));
const IS_MAC = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Task, text, route, and the button: everything up to Run. */
export function Composer() {
  const actions = useActions();
  const task = useApp((state) => state.composer.task);
  const text = useApp((state) => state.composer.text);
  const sensitive = useApp((state) => state.composer.sensitive);
  const missing = useApp((state) => state.composer.missing);
  const options = useApp(currentOptions);
  const route = useApp((state) => state.settings.routeMode);
  const going = useApp(workIsGoing);
  const addFiles = useAddFiles();
  const [dragging, setDragging] = useState(false);
  const textBox = useRef<HTMLTextAreaElement>(null);
  const filePicker = useRef<HTMLInputElement>(null);
  const definition = taskDefinition(task);

  useEffect(() => {
    if (missing === "text") textBox.current?.focus();
  }, [missing]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        actions.submit();
      } else if (
        event.key === "Escape" &&
        !event.defaultPrevented &&
        document.querySelector("dialog[open]") === null
      ) {
        actions.stop();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [actions]);

  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0) return;
    event.preventDefault();
    void addFiles(files);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDragging(false);
    void addFiles([...event.dataTransfer.files]);
  };

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        actions.submit();
      }}
    >
      <ChoiceGroup label={WORK_COPY.task} choices={TASK_CHOICES} value={task} onChange={actions.setTask} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra; the button does the same */}
      <div
        className={classNames(styles.card, dragging && styles.dragging)}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setDragging(true);
        }}
        onDragLeave={() => setDragging(false)}
        onDrop={onDrop}
      >
        <div className={styles.options}>
          <p className={styles.description}>{definition.description}</p>
          {definition.options.map((option) => (
            <OptionField
              key={`${task}-${option.id}`}
              option={option}
              value={options[option.id] ?? option.default}
              invalid={missing === "option" && option.type === "text" && option.required}
              onChange={(value) => actions.setOption(option.id, value)}
            />
          ))}
        </div>
        <textarea
          ref={textBox}
          className={styles.text}
          aria-label={WORK_COPY.prompt}
          aria-invalid={missing === "text"}
          aria-describedby={missing === null ? undefined : "composer-problem"}
          placeholder={definition.placeholder}
          value={text}
          onChange={(event) => actions.setText(event.target.value)}
          onPaste={onPaste}
        />
        <AttachmentList accepted={definition.acceptsAttachments} />
        {missing !== null && (
          <p className={styles.problem} id="composer-problem" role="alert">
            {missing === "text" ? WORK_COPY.missingText : WORK_COPY.missingOption}
          </p>
        )}
        <div className={styles.toolbar}>
          <div className={styles.routes} title={ROUTE_HELP[route]}>
            <ChoiceGroup
              label={WORK_COPY.route}
              look="segments"
              choices={ROUTE_CHOICES}
              value={route}
              onChange={(routeMode) => actions.updateSettings({ routeMode })}
            />
          </div>
          <label className={styles.check} title={WORK_COPY.keepHereHelp}>
            <input
              type="checkbox"
              checked={sensitive}
              onChange={(event) => actions.setSensitive(event.target.checked)}
            />
            {WORK_COPY.keepHere}
          </label>
          {definition.acceptsAttachments && (
            <>
              <Button look="quiet" icon="image" onClick={() => filePicker.current?.click()}>
                {WORK_COPY.attach}
              </Button>
              <input
                ref={filePicker}
                type="file"
                accept="image/png,image/jpeg,image/webp,image/gif"
                multiple
                hidden
                aria-label={WORK_COPY.attach}
                onChange={(event) => {
                  void addFiles([...(event.target.files ?? [])]);
                  event.target.value = "";
                }}
              />
            </>
          )}
          <div className={styles.go}>
            <span className={styles.keys} aria-hidden="true">
              {going ? "Esc" : IS_MAC ? "⌘ ↵" : "Ctrl ↵"}
            </span>
            {going ? (
              <Button size="large" icon="stop" onClick={actions.stop}>
                {WORK_COPY.stop}
              </Button>
            ) : (
              <Button size="large" look="primary" icon="play" type="submit">
                {WORK_COPY.run}
              </Button>
            )}
          </div>
        </div>
      </div>
      <WorkEstimate />
    </form>
  );
}

/** What Run would take on each side, before it is pressed. */
function WorkEstimate() {
  const preview = useApp((state) => state.preview);
  const isEmpty = useApp(
    (state) => state.composer.text.trim() === "" && state.composer.attachments.length === 0,
  );
  return <EstimateLine preview={isEmpty ? null : preview} note={isEmpty ? WORK_COPY.draftNote : ""} />;
}
