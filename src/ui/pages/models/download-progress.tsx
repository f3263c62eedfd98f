import type { Download, RemoteDownload } from "../../../store/app-state";
import { useActions } from "../../app-context";
import { Button } from "../../components/button";
import page from "../../components/page.module.css";
import { downloadFailure } from "../../copy/download-failure";
import { DOWNLOAD_COPY, downloadFigures, downloadState, shareOf } from "../../copy/downloads";
import styles from "./local-model.module.css";

/** A download of this tab: how far it is, and what can be done with it. */
export function DownloadProgress({ download }: { download: Download }) {
  const { pauseDownload, resumeDownload, cancelDownload } = useActions();
  const { modelId, label, state } = download;
  const name = <span className="visually-hidden"> {label}</span>;
  return (
    <div className={styles.progress}>
      {state === "failed" ? <Failure download={download} /> : <Bar download={download} />}
      <div className={styles.figures}>
        {state !== "failed" && (
          <p className={page.muted}>
            <span role="status">{downloadState(download)}</span> {downloadFigures(download)}
          </p>
        )}
        {(state === "running" || state === "queued") && download.job !== "import" && (
          <Button size="small" onClick={() => pauseDownload(modelId)}>
            {DOWNLOAD_COPY.pause}
            {name}
          </Button>
        )}
        {state === "paused" && (
          <Button size="small" icon="play" onClick={() => resumeDownload(modelId)}>
            {DOWNLOAD_COPY.resume}
            {name}
          </Button>
        )}
        {state === "failed" && (
          <Button size="small" icon="download" onClick={() => resumeDownload(modelId)}>
            {DOWNLOAD_COPY.retry}
            {name}
          </Button>
        )}
        <Button size="small" icon="close" look="quiet" onClick={() => cancelDownload(modelId)}>
          {state === "failed" ? DOWNLOAD_COPY.dismiss : DOWNLOAD_COPY.cancel}
          {name}
        </Button>
      </div>
    </div>
  );
}

/** The same of a download that another tab runs (row L9). */
export function RemoteProgress({ download }: { download: RemoteDownload }) {
  return (
    <div className={styles.progress}>
      <Bar download={download} />
      <p className={page.muted}>
        <span role="status">{DOWNLOAD_COPY.otherTab}</span> {downloadFigures(download)}
      </p>
    </div>
  );
}

function Bar({ download }: { download: Download | RemoteDownload }) {
  const share = shareOf(download);
  return (
    <progress
      aria-label={DOWNLOAD_COPY.progress(download.label)}
      max={1}
      {...(share === null ? {} : { value: share })}
    />
  );
}

function Failure({ download: { error, job } }: { download: Extract<Download, { state: "failed" }> }) {
  return (
    <p className={styles.failed} role="alert">
      {downloadFailure(error, job)}
    </p>
  );
}
