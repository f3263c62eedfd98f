import type { Notice } from "../../store/app-state";
import { anyGoing } from "../../store/selectors";
import { useActions, useApp } from "../app-context";
import { classNames } from "../class-names";
import { BANNER_COPY, NOTICE_COPY } from "../copy/notices";
import { saveAsFile } from "../save-as-file";
import { useApplyUpdate } from "../update-context";
import styles from "./banners.module.css";
import { Button } from "./button";
import { Icon } from "./icon";

/** Everything the person should know about the app itself. */
export function Banners() {
  const notices = useApp((state) => state.notices);
  const dismissed = useApp((state) => state.dismissed);
  const shown = notices.filter((notice) => !dismissed.includes(notice.kind));
  return (
    <section
      className={styles.area}
      aria-label={BANNER_COPY.region}
      aria-live="polite"
      hidden={shown.length === 0}
    >
      {shown.map((notice) => (
        <Banner key={notice.kind} notice={notice} />
      ))}
    </section>
  );
}

function Banner({ notice }: { notice: Notice }) {
  const { dismissNotice } = useActions();
  const copy = NOTICE_COPY[notice.kind];
  return (
    <div className={classNames(styles.banner, copy.tone !== "info" && styles[copy.tone])}>
      <div className={styles.inner}>
        <Icon name={copy.tone === "info" ? "info" : "warning"} className={styles.icon ?? ""} />
        <p className={styles.words}>
          <strong>{copy.title}</strong> {copy.body(notice)}
        </p>
        <div className={styles.actions}>
          {notice.kind === "storage-full" && <ExportButton />}
          {notice.kind === "update-ready" && <ReloadButton />}
          {notice.kind === "models-evicted" && <DownloadAgainButton />}
          <Button look="quiet" size="small" onClick={() => dismissNotice(notice.kind)}>
            {BANNER_COPY.dismiss}
          </Button>
        </div>
      </div>
    </div>
  );
}

function ExportButton() {
  const { exportHistory } = useActions();
  const save = async () => saveAsFile("nearside-history.json", await exportHistory());
  return (
    <Button size="small" icon="download" onClick={() => void save()}>
      {BANNER_COPY.exportHistory}
    </Button>
  );
}

/** Fetches what the browser took away (row S3). */
function DownloadAgainButton() {
  const { downloadEvicted, dismissNotice } = useActions();
  const again = () => {
    downloadEvicted();
    dismissNotice("models-evicted");
  };
  return (
    <Button size="small" icon="download" onClick={again}>
      {BANNER_COPY.downloadAgain}
    </Button>
  );
}

/** Never reloads while a run is going (row P1). */
function ReloadButton() {
  const applyUpdate = useApplyUpdate();
  const going = useApp(anyGoing);
  return (
    <>
      {going && (
        <span className={styles.hint} id="reload-waits">
          {BANNER_COPY.reloadWaits}
        </span>
      )}
      <Button
        size="small"
        look="primary"
        aria-disabled={going}
        aria-describedby={going ? "reload-waits" : undefined}
        onClick={() => {
          if (!going) applyUpdate();
        }}
      >
        {BANNER_COPY.reload}
      </Button>
    </>
  );
}
