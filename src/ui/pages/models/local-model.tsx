import type { ModelRecord } from "../../../core/model";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import page from "../../components/page.module.css";
import { ERROR_COPY } from "../../copy/errors";
import { MODELS_COPY } from "../../copy/models";
import { formatBytes } from "../../format";
import styles from "./local-model.module.css";
import { AvailabilityReason, AvailabilityTag, ModelFacts } from "./model-parts";

/** One language model for this device: what it needs, whether it can run, and its download. */
export function LocalModel({ model, isCustom }: { model: ModelRecord; isCustom: boolean }) {
  const { download, cancelDownload, removeDownload, removeCustomModel, updateSettings } = useActions();
  const availability = useApp((state) => state.availability[model.id]);
  const progress = useApp((state) => state.downloads[model.id]);
  const chosen = useApp((state) => state.settings.localModelId === model.id);
  const running = progress?.state === "running";
  const bytes = availability?.state === "downloadable" ? availability.downloadBytes : model.downloadBytes;
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <div className={page.cardHead}>
          <h3>{model.label}</h3>
          <AvailabilityTag model={model} />
        </div>
        <ModelFacts model={model} />
        <AvailabilityReason model={model} />
      </div>
      <div className={styles.actions}>
        <span className={page.muted}>{bytes > 0 ? formatBytes(bytes) : MODELS_COPY.sizeUnknown}</span>
        {running ? (
          <Button size="small" icon="close" onClick={() => cancelDownload(model.id)}>
            {MODELS_COPY.cancel}
          </Button>
        ) : (
          availability?.state === "downloadable" && (
            <Button size="small" icon="download" onClick={() => void download(model)}>
              {progress?.state === "failed" ? MODELS_COPY.retry : MODELS_COPY.download}
              <span className="visually-hidden"> {model.label}</span>
            </Button>
          )
        )}
        {availability?.state === "ready" && (
          <>
            <Button
              size="small"
              look={chosen ? "primary" : "plain"}
              aria-pressed={chosen}
              onClick={() => updateSettings({ localModelId: chosen ? null : model.id })}
            >
              {chosen ? MODELS_COPY.used : MODELS_COPY.use}
            </Button>
            {model.source.type === "hugging-face" && (
              <Button size="small" look="danger" icon="trash" onClick={() => void removeDownload(model)}>
                {MODELS_COPY.delete}
              </Button>
            )}
          </>
        )}
        {isCustom && !running && (
          <Button size="small" look="quiet" onClick={() => removeCustomModel(model.id)}>
            {MODELS_COPY.remove}
          </Button>
        )}
      </div>
      {running && (
        <div className={styles.progress}>
          <progress
            aria-label={`${MODELS_COPY.download} ${model.label}`}
            max={1}
            {...(progress.total > 0 ? { value: Math.min(1, progress.loaded / progress.total) } : {})}
          />
          <span className={page.muted}>{progress.phase}</span>
        </div>
      )}
      {progress?.state === "failed" && (
        <p className={styles.failed} role="alert">
          {ERROR_COPY[progress.error.code].title}. {ERROR_COPY[progress.error.code].body}{" "}
          {progress.error.detail ?? ""}
        </p>
      )}
    </li>
  );
}
