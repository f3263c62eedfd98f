import { type FormEvent, useState } from "react";

import type { Location } from "../../core/model";
import type { Run } from "../../core/run";
import { canContinue } from "../../store/continued-run";
import { localLanguageModel, smallerLocalModel } from "../../store/selectors";
import { useActions, useApp, useAppStore } from "../app-context";
import { classNames } from "../class-names";
import { Button } from "../components/button";
import { Icon } from "../components/icon";
import { downloadFailure } from "../copy/download-failure";
import { ERROR_COPY, type ErrorAction } from "../copy/errors";
import { APP_COPY } from "../copy/pages";
import { WORK_COPY } from "../copy/work";
import { formatBytes } from "../format";
import { navigate } from "../router";

import styles from "./error-panel.module.css";
import { noRouteCopy } from "./no-route-copy";

/** Runs the same request again, on the given side or where it ran. */
export type RunAgain = (mode?: Location) => void;

interface ErrorPanelProps {
  run: Run;
  inCompare: boolean;
  onRunAgain: RunAgain;
  /** Goes on with the answer on the other side; absent where that is not offered. */
  onContinue?: (side: Location) => void;
}

/** What went wrong, what it means, and the next step as a button. */
export function ErrorPanel({ run, inCompare, onRunAgain, onContinue }: ErrorPanelProps) {
  const code = run.error?.code ?? "internal";
  const special = noRouteCopy(run);
  const copy = special ?? ERROR_COPY[code];
  const isOffer = code === "model-not-downloaded" || special?.isOffer === true;
  const actions = copy.actions.filter((action) => fits(action, run, inCompare));
  return (
    <div className={classNames(styles.panel, isOffer && styles.soft)} role="alert">
      <h3 className={styles.title}>
        <Icon name={isOffer ? "info" : "warning"} size={18} />
        {copy.title}
      </h3>
      <p>{copy.body}</p>
      {run.error?.status !== undefined && <p>HTTP status {run.error.status}.</p>}
      {code === "context-overflow" && <p>{run.error?.detail}</p>}
      {run.error?.detail !== undefined && code !== "context-overflow" && (
        <details className={styles.details}>
          <summary>{WORK_COPY.details}</summary>
          <pre>{run.error.detail}</pre>
        </details>
      )}
      {actions.includes("enter-key") && <KeyForm onRunAgain={onRunAgain} />}
      <div className={styles.actions}>
        {onContinue !== undefined && !inCompare && <ContinueButton run={run} onContinue={onContinue} />}
        {actions.map((action) => (
          <ActionButton key={action} action={action} run={run} onRunAgain={onRunAgain} />
        ))}
        {(code === "model-retired" || code === "model-unknown") && (
          <ReplacementButton run={run} onRunAgain={onRunAgain} />
        )}
      </div>
    </div>
  );
}

/** In a Compare the other side has its own pane, and a private text has no other side. */
function fits(action: ErrorAction, run: Run, inCompare: boolean): boolean {
  if (action === "run-cloud")
    return !inCompare && run.location !== "cloud" && run.request.sensitivity !== "sensitive";
  if (action === "run-local") return !inCompare && run.location !== "local";
  return true;
}

/** Goes on with what was written, on the other side, where the text may go there. */
function ContinueButton({ run, onContinue }: { run: Run; onContinue: (side: Location) => void }) {
  const other = run.location === "cloud" ? "local" : "cloud";
  const mayNotLeave = run.request.sensitivity === "sensitive" || run.decision?.policy.mode === "local";
  if (!canContinue(run) || (other === "cloud" && mayNotLeave)) return null;
  return (
    <Button
      size="small"
      look="primary"
      icon={other === "cloud" ? "cloud" : "device"}
      onClick={() => onContinue(other)}
    >
      {WORK_COPY.continueOn[other]}
    </Button>
  );
}

interface ActionButtonProps {
  action: ErrorAction;
  run: Run;
  onRunAgain: RunAgain;
}

function ActionButton({ action, run, onRunAgain }: ActionButtonProps) {
  switch (action) {
    case "enter-key":
      return null;
    case "try-again":
      return (
        <Button size="small" onClick={() => onRunAgain()}>
          Try again
        </Button>
      );
    case "reload":
      return (
        <Button size="small" look="primary" onClick={() => location.reload()}>
          {APP_COPY.crashAction}
        </Button>
      );
    case "run-cloud":
      return (
        <Button size="small" icon="cloud" onClick={() => onRunAgain("cloud")}>
          Use the cloud instead
        </Button>
      );
    case "run-local":
      return (
        <Button size="small" icon="device" onClick={() => onRunAgain("local")}>
          Run on device
        </Button>
      );
    case "download-model":
      return <DownloadButton onRunAgain={onRunAgain} />;
    case "smaller-model":
      return <SmallerModelButton run={run} onRunAgain={onRunAgain} />;
    case "open-models":
      return (
        <Button size="small" onClick={() => navigate("models")}>
          Choose a model
        </Button>
      );
    case "open-settings":
      return (
        <Button size="small" onClick={() => navigate("settings")}>
          Open Settings
        </Button>
      );
    case "open-teach":
      return (
        <Button size="small" onClick={() => navigate("teach")}>
          Open Teach
        </Button>
      );
  }
}

/** Takes the model that the provider names in place of one that it shut down (row C19). */
function ReplacementButton({ run, onRunAgain }: { run: Run; onRunAgain: RunAgain }) {
  const { updateProvider } = useActions();
  const replacement = run.decision?.target?.model.retirement?.replacement;
  if (replacement === undefined) return null;
  const replace = () => {
    updateProvider({ modelName: replacement });
    onRunAgain();
  };
  return (
    <Button size="small" look="primary" icon="cloud" onClick={replace}>
      Use {replacement}
    </Button>
  );
}

/** Runs again on a smaller model that is on this device, where there is one (rows L3, L4). */
function SmallerModelButton({ run, onRunAgain }: { run: Run; onRunAgain: RunAgain }) {
  const store = useAppStore();
  const { updateSettings } = useActions();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const failedId = run.error?.model ?? run.answeredBy?.modelId ?? "";
  const model = smallerLocalModel({ availability }, store.catalog.local(settings), failedId);
  if (model === undefined) return null;
  const takeSmaller = () => {
    updateSettings({ localModelId: model.id });
    onRunAgain("local");
  };
  return (
    <Button size="small" icon="device" onClick={takeSmaller}>
      Use {model.label}
    </Button>
  );
}

/** Downloads the local language model, shows how far it is, and runs again when it is there. */
function DownloadButton({ onRunAgain }: { onRunAgain: RunAgain }) {
  const store = useAppStore();
  const { download, cancelDownload } = useActions();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const model = localLanguageModel({ settings, availability }, store.catalog.local(settings));
  const progress = useApp((state) => (model === undefined ? undefined : state.downloads[model.id]));
  if (model === undefined) return null;
  if (progress !== undefined && progress.state !== "failed") {
    const share = progress.total > 0 ? ` ${Math.round((100 * progress.loaded) / progress.total)} %` : "";
    return (
      <Button size="small" icon="close" onClick={() => cancelDownload(model.id)}>
        Cancel download{share}
      </Button>
    );
  }
  const start = async () => {
    await download(model);
    if (store.getState().availability[model.id]?.state === "ready") onRunAgain("local");
  };
  return (
    <>
      <Button size="small" look="primary" icon="download" onClick={() => void start()}>
        Download {model.label} ({formatBytes(model.downloadBytes)})
      </Button>
      {progress !== undefined && (
        <p className={styles.downloadFailure} role="alert">
          {downloadFailure(progress.error, progress.job)}
        </p>
      )}
    </>
  );
}

/** Takes the key where it is missed, and runs again with it. */
function KeyForm({ onRunAgain }: { onRunAgain: RunAgain }) {
  const { setKey } = useActions();
  const [key, setKeyText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (key.trim() === "") return;
    setKey(key);
    onRunAgain();
  };
  return (
    <form className={styles.key} onSubmit={submit}>
      <input
        type="password"
        aria-label="API key"
        placeholder="API key"
        autoComplete="off"
        value={key}
        onChange={(event) => setKeyText(event.target.value)}
      />
      <Button type="submit" look="primary">
        Enter key and try again
      </Button>
    </form>
  );
}
