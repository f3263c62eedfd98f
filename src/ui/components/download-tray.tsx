import { useApp } from "../app-context";
import { classNames } from "../class-names";
import { trayLine } from "../copy/downloads";
import styles from "./download-tray.module.css";
import { Icon } from "./icon";
import { PageLink } from "./page-link";

/** What the downloads do, on every page; leads to Models. */
export function DownloadTray() {
  const downloads = useApp((state) => state.downloads);
  const remote = useApp((state) => state.remoteDownloads);
  const line = trayLine(Object.values(downloads), Object.values(remote));
  if (line === null) return null;
  return (
    <PageLink page="models" className={classNames(styles.tray, line.hasFailed && styles.failed)}>
      <Icon name={line.hasFailed ? "warning" : "download"} size={14} />
      {line.text}
    </PageLink>
  );
}
