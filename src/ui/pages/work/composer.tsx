import { lazy, Suspense, useEffect, useRef } from "react";
import { ROUTE_MODES } from "../../../core/route";
import { WORK_TASK_IDS } from "../../../core/task";
import { currentOptions, missingInput, workIsGoing } from "../../../store/selectors";
import { taskDefinition } from "../../../tasks";
import { useActions, useApp, useAppStore } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { ChoiceGroup } from "../../components/choice-group";
import { addFiles, type FileTarget } from "../../composer/add-files";
import { AttachButton } from "../../composer/attach-button";
import { AttachmentList } from "../../composer/attachment-list";
import { ComposerCard } from "../../composer/composer-card";
import card from "../../composer/composer-card.module.css";
import { ROUTE_HELP, ROUTE_LABELS } from "../../copy/reasons";
import { WORK_COPY } from "../../copy/work";
import { EstimateLine } from "../../run/estimate-line";
import styles from "./composer.module.css";
import { OptionField } from "./option-field";

const GhostText = lazy(async () => ({ default: (await import("../../ghost-text/ghost-text")).GhostText }));
const WhatWillBeSent = lazy(async () => ({
  default: (await import("../../privacy/what-will-be-sent")).WhatWillBeSent,
}));

const TASK_CHOICES = WORK_TASK_IDS.map((id) => ({ value: id, label: taskDefinition(id).label }));
const ROUTE_ICONS = { auto: "auto", local: "device", cloud: "cloud", compare: "compare" } as const;
const ROUTE_CHOICES = ROUTE_MODES.map((mode) => ({
  value: mode,
  label: ROUTE_LABELS[mode],
  icon: ROUTE_ICONS[mode],
}));
const IMAGE_TYPES = "image/png,image/jpeg,image/webp,image/gif";
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
  const attachments = useApp((state) => state.composer.attachments);
  const refused = useApp((state) => state.composer.refused);
  const store = useAppStore();
  const textBox = useRef<HTMLTextAreaElement>(null);
  const definition = taskDefinition(task);

  // After the first drawing, so that whoever starts to write finds it ready.
  useEffect(() => actions.warm(), [actions]);

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

  const target: FileTarget = { ...actions, read: () => store.getState().composer };
  const onFiles = (files: readonly File[]) => void addFiles(files, target);

  return (
    <form
      className={styles.composer}
      onSubmit={(event) => {
        event.preventDefault();
        actions.submit();
      }}
    >
      <ChoiceGroup label={WORK_COPY.task} choices={TASK_CHOICES} value={task} onChange={actions.setTask} />
      <ComposerCard onFiles={onFiles}>
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
        <div className={card.writing}>
          <textarea
            ref={textBox}
            className={classNames(card.text, styles.prompt)}
            aria-label={WORK_COPY.prompt}
            aria-invalid={missing === "text"}
            aria-describedby={missing === null ? undefined : "composer-problem"}
            placeholder={definition.placeholder}
            value={text}
            onChange={(event) => actions.setText(event.target.value)}
          />
        </div>
        <AttachmentList
          attachments={attachments}
          refused={refused}
          onRemove={actions.removeAttachment}
          onDismiss={actions.dismissRefusals}
        />
        {attachments.length > 0 && !definition.acceptsAttachments && (
          <p className={card.problem}>{WORK_COPY.attachmentsUnused}</p>
        )}
        {missing !== null && (
          <p className={card.problem} id="composer-problem" role="alert">
            {missing === "text" ? WORK_COPY.missingText : WORK_COPY.missingOption}
          </p>
        )}
        <div className={classNames(card.toolbar, styles.toolbar)}>
          <div className={card.routes} title={ROUTE_HELP[route]}>
            <ChoiceGroup
              label={WORK_COPY.route}
              look="segments"
              choices={ROUTE_CHOICES}
              value={route}
              onChange={(routeMode) => actions.updateSettings({ routeMode })}
            />
          </div>
          <label className={card.check} title={WORK_COPY.keepHereHelp}>
            <input
              type="checkbox"
              checked={sensitive}
              onChange={(event) => actions.setSensitive(event.target.checked)}
            />
            {WORK_COPY.keepHere}
          </label>
          <Suspense fallback={null}>
            <GhostText box={textBox} text={text} className={card.check} />
          </Suspense>
          {definition.acceptsAttachments && (
            <AttachButton label={WORK_COPY.attach} accept={IMAGE_TYPES} onFiles={onFiles} />
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
      </ComposerCard>
      <WorkEstimate />
      <WorkOutbound />
    </form>
  );
}

/** What would leave the device, where anything may. */
function WorkOutbound() {
  const { setPrivacy } = useActions();
  const preview = useApp((state) => state.preview);
  const choices = useApp((state) => state.composer.privacy);
  const isEmpty = useApp((state) => missingInput(state) === "text");
  if (preview === null || isEmpty || preview.policy.mode === "local") return null;
  return (
    <Suspense fallback={null}>
      <WhatWillBeSent place="work" preview={preview} choices={choices} onChoices={setPrivacy} />
    </Suspense>
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
