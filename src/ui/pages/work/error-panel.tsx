import { type FormEvent, useState } from "react";
import type { Run } from "../../../core/run";
import { localLanguageModel, smallerLocalModel } from "../../../store/selectors";
import { useActions, useApp, useAppStore } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { Icon } from "../../components/icon";
import { ERROR_COPY, type ErrorAction } from "../../copy/errors";
import { WORK_COPY } from "../../copy/work";
import { formatBytes } from "../../format";
import { navigate } from "../../router";
import styles from "./error-panel.module.css";
import { noRouteCopy } from "./no-route-copy";

/** What went wrong, what it means, and the next step as a button. */
export function ErrorPanel({ run, inCompare }: { run: Run; inCompare: boolean }) {
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
      {run.error?.detail !== undefined && (
        <details className={styles.details}>
          <summary>{WORK_COPY.details}</summary>
          <pre>{run.error.detail}</pre>
        </details>
      )}
      {actions.includes("enter-key") && <KeyForm runId={run.id} />}
      <div className={styles.actions}>
        {actions.map((action) => (
          <ActionButton key={action} action={action} run={run} />
        ))}
        {(code === "model-retired" || code === "model-unknown") && <ReplacementButton run={run} />}
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

function ActionButton({ action, run }: { action: ErrorAction; run: Run }) {
  const { runAgain } = useActions();
  switch (action) {
    case "enter-key":
      return null;
    case "try-again":
      return (
        <Button size="small" onClick={() => runAgain(run.id)}>
          Try again
        </Button>
      );
    case "run-cloud":
      return (
        <Button size="small" icon="cloud" onClick={() => runAgain(run.id, "cloud")}>
          Use the cloud instead
        </Button>
      );
    case "run-local":
      return (
        <Button size="small" icon="device" onClick={() => runAgain(run.id, "local")}>
          Run on device
        </Button>
      );
    case "download-model":
      return <DownloadButton run={run} />;
    case "smaller-model":
      return <SmallerModelButton run={run} />;
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
  }
}

/** Takes the model that the provider names in place of one that it shut down (row C19). */
function ReplacementButton({ run }: { run: Run }) {
  const { updateProvider, runAgain } = useActions();
  const replacement = run.decision?.target?.model.retirement?.replacement;
  if (replacement === undefined) return null;
  const replace = () => {
    updateProvider({ modelName: replacement });
    runAgain(run.id);
  };
  return (
    <Button size="small" look="primary" icon="cloud" onClick={replace}>
      Use {replacement}
    </Button>
  );
}

/** Runs again on a smaller model that is on this device, where there is one (rows L3, L4). */
function SmallerModelButton({ run }: { run: Run }) {
  const store = useAppStore();
  const { runAgain, updateSettings } = useActions();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const failedId = run.error?.model ?? run.answeredBy?.modelId ?? "";
  const model = smallerLocalModel({ availability }, store.catalog.local(settings), failedId);
  if (model === undefined) return null;
  const takeSmaller = () => {
    updateSettings({ localModelId: model.id });
    runAgain(run.id, "local");
  };
  return (
    <Button size="small" icon="device" onClick={takeSmaller}>
      Use {model.label}
    </Button>
  );
}

/** Downloads the local language model, shows how far it is, and runs again when it is there. */
function DownloadButton({ run }: { run: Run }) {
  const store = useAppStore();
  const { download, cancelDownload, runAgain } = useActions();
  const settings = useApp((state) => state.settings);
  const availability = useApp((state) => state.availability);
  const model = localLanguageModel({ settings, availability }, store.catalog.local(settings));
  const progress = useApp((state) => (model === undefined ? undefined : state.downloads[model.id]));
  if (model === undefined) return null;
  if (progress?.state === "running") {
    const share = progress.total > 0 ? ` ${Math.round((100 * progress.loaded) / progress.total)} %` : "";
    return (
      <Button size="small" icon="close" onClick={() => cancelDownload(model.id)}>
        Cancel download{share}
      </Button>
    );
  }
  const start = async () => {
    await download(model);
    if (store.getState().availability[model.id]?.state === "ready") runAgain(run.id, "local");
  };
  return (
    <Button size="small" look="primary" icon="download" onClick={() => void start()}>
      Download {model.label} ({formatBytes(model.downloadBytes)})
    </Button>
  );
}

/** Takes the key where it is missed, and runs again with it. */
function KeyForm({ runId }: { runId: string }) {
  const { setKey, runAgain } = useActions();
  const [key, setKeyText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (key.trim() === "") return;
    setKey(key);
    runAgain(runId);
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
