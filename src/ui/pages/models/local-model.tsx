import { useActions, useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import { OutsideLink } from "../../components/outside-link";
import page from "../../components/page.module.css";
import { DOWNLOAD_COPY } from "../../copy/downloads";
import { ERROR_COPY } from "../../copy/errors";
import { FIT_LABELS, fitReasonWords } from "../../copy/fit";
import { MODELS_COPY, moreFacts } from "../../copy/models";
import { formatBytes } from "../../format";
import { DownloadProgress, RemoteProgress } from "./download-progress";
import { FilePicker } from "./file-picker";
import styles from "./local-model.module.css";
import { AvailabilityReason, AvailabilityTag, ModelFacts } from "./model-parts";
import { isStored, type ModelRow, storedBytesOf } from "./select-models";

/** One language model for this device: what it needs, whether it fits, and its download. */
export function LocalModel({ row }: { row: ModelRow }) {
  const { model, availability, isRecommended } = row;
  const download = useApp((state) => state.downloads[model.id]);
  const remote = useApp((state) => state.remoteDownloads[model.id]);
  const bytes = availability?.state === "downloadable" ? availability.downloadBytes : model.downloadBytes;
  const stored = storedBytesOf(row);
  return (
    <li className={styles.row}>
      <div className={styles.words}>
        <div className={page.cardHead}>
          <h3>{model.label}</h3>
          <AvailabilityTag model={model} />
          <FitTag row={row} />
          {isRecommended && <span className={`${page.tag} ${page.good}`}>{MODELS_COPY.recommended}</span>}
        </div>
        <ModelFacts model={model} />
        <AvailabilityReason model={model} />
        <FitReasons row={row} />
        {availability?.state === "downloadable" && stored > 0 && (
          <p className={page.muted}>{MODELS_COPY.partly(formatBytes(stored))}</p>
        )}
      </div>
      <div className={styles.actions}>
        <span className={page.muted}>
          {availability?.state !== "downloadable" && stored > 0
            ? MODELS_COPY.takes(formatBytes(stored))
            : bytes > 0
              ? formatBytes(bytes)
              : MODELS_COPY.sizeUnknown}
        </span>
        {(download === undefined || download.state === "failed") && remote === undefined && (
          <Actions row={row} hasFailed={download !== undefined} />
        )}
      </div>
      {download !== undefined && <DownloadProgress download={download} />}
      {download === undefined && remote !== undefined && <RemoteProgress download={remote} />}
      <CheckResult modelId={model.id} />
      <More row={row} />
    </li>
  );
}

/** Nothing where the engine has already refused: its own tag and reason say more. */
function FitTag({ row: { fit, availability } }: { row: ModelRow }) {
  if (fit === null || availability === undefined || availability.state === "unavailable") return null;
  if (fit.verdict === "unknown") return null;
  const isBad = fit.verdict === "tight" || fit.verdict === "does-not-fit";
  return (
    <span className={classNames(page.tag, fit.verdict === "fits" && page.good, isBad && page.warn)}>
      {FIT_LABELS[fit.verdict]}
    </span>
  );
}

function FitReasons({ row: { fit, availability } }: { row: ModelRow }) {
  if (fit === null || availability === undefined || availability.state === "unavailable") return null;
  // The engine has said this one already.
  const isTold = availability.state === "downloadable" && availability.reason !== undefined;
  const told = isTold ? "software-gpu" : null;
  return fit.reasons
    .filter(({ type }) => type !== told)
    .map((reason) => (
      <p key={reason.type} className={page.muted}>
        {fitReasonWords(reason)}
      </p>
    ));
}

/** What can be done with a model that is not being fetched; one that failed is tried again below. */
function Actions({ row, hasFailed }: { row: ModelRow; hasFailed: boolean }) {
  const { model, availability, isCustom } = row;
  const { download, cancelDownload, removeDownload, checkFiles, removeCustomModel, updateSettings } =
    useActions();
  const chosen = useApp((state) => state.settings.localModelId === model.id);
  const airGap = useApp((state) => state.settings.airGap);
  const isChecking = useApp((state) => state.fileChecks[model.id]?.state === "running");
  const name = <span className="visually-hidden"> {model.label}</span>;
  const canDownload = availability?.state === "downloadable" && !hasFailed && !isFromFiles(row);
  const start = (job: "download" | "download-and-load") => {
    if (!airGap) void download(model, job);
  };
  const removeFromList = async () => {
    // Files that no entry of the list leads to would be there for good.
    if (isStored(row)) await removeDownload(model);
    else cancelDownload(model.id);
    removeCustomModel(model.id);
  };
  return (
    <>
      {canDownload && (
        <>
          <Button
            size="small"
            icon="download"
            title={airGap ? DOWNLOAD_COPY.airGap : MODELS_COPY.downloadHelp}
            aria-disabled={airGap}
            onClick={() => start("download-and-load")}
          >
            {MODELS_COPY.download}
            {name}
          </Button>
          <Button
            size="small"
            title={airGap ? DOWNLOAD_COPY.airGap : MODELS_COPY.downloadOnlyHelp}
            aria-disabled={airGap}
            onClick={() => start("download")}
          >
            {MODELS_COPY.downloadOnly}
            {name}
          </Button>
        </>
      )}
      {availability?.state === "ready" && (
        <Button
          size="small"
          look={chosen ? "primary" : "plain"}
          aria-pressed={chosen}
          onClick={() => updateSettings({ localModelId: chosen ? null : model.id })}
        >
          {chosen ? MODELS_COPY.used : MODELS_COPY.use}
        </Button>
      )}
      {isStored(row) && (
        <>
          <Button size="small" disabled={isChecking} onClick={() => void checkFiles(model)}>
            {MODELS_COPY.checkFiles}
            {name}
          </Button>
          <Button size="small" look="danger" icon="trash" onClick={() => void removeDownload(model)}>
            {MODELS_COPY.delete}
            {name}
          </Button>
        </>
      )}
      {isCustom && (
        <Button size="small" look="quiet" onClick={() => void removeFromList()}>
          {MODELS_COPY.remove}
        </Button>
      )}
      {canDownload && airGap && <p className={page.muted}>{DOWNLOAD_COPY.airGap}</p>}
    </>
  );
}

function CheckResult({ modelId }: { modelId: string }) {
  const check = useApp((state) => state.fileChecks[modelId]);
  if (check === undefined) return null;
  if (check.state === "running") {
    return (
      <div className={styles.progress}>
        <progress
          aria-label={MODELS_COPY.checking}
          max={1}
          {...(check.total > 0 ? { value: Math.min(1, check.loaded / check.total) } : {})}
        />
      </div>
    );
  }
  if (check.state === "failed") {
    const { title, body } = ERROR_COPY[check.error.code];
    return (
      <p className={styles.failed} role="alert">
        {title}. {body} {check.error.detail ?? ""}
      </p>
    );
  }
  return (
    <p className={styles.wide} role="status">
      {check.deleted.length === 0 ? MODELS_COPY.checkedGood : MODELS_COPY.checkedBad(check.deleted)}
    </p>
  );
}

/** What only some want to know, and the way to bring its files from elsewhere. */
function More({ row }: { row: ModelRow }) {
  const { model, availability } = row;
  const { importModel } = useActions();
  const { source } = model;
  const facts = moreFacts(model);
  return (
    <details className={`${page.disclosure} ${styles.wide}`}>
      <summary>
        {MODELS_COPY.more}
        <span className="visually-hidden">: {model.label}</span>
      </summary>
      <div className={styles.more}>
        <dl className={page.facts}>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {source.type === "hugging-face" && (
          <p className={page.muted}>
            {isFromFiles(row) ? (
              MODELS_COPY.fromFiles
            ) : (
              <OutsideLink href={source.url}>{source.url}</OutsideLink>
            )}
          </p>
        )}
        {(availability?.state === "downloadable" ||
          (isFromFiles(row) && availability?.state !== "ready")) && (
          <FilePicker onChosen={(files) => void importModel(model, files)} />
        )}
      </div>
    </details>
  );
}

function isFromFiles({ model }: ModelRow): boolean {
  return model.source.type === "hugging-face" && model.source.isFromDisk === true;
}
