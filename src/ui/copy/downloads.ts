import type { Download, DownloadFacts, RemoteDownload } from "../../store/app-state";
import { formatBytes, formatShare, formatTimeLeft } from "../format";

/** How far a download is, from 0 to 1; null where that is not known. */
export function shareOf({ loaded, total }: Pick<DownloadFacts, "loaded" | "total">): number | null {
  return total > 0 ? Math.min(1, loaded / total) : null;
}

/** What a download does now, in a word or two. */
export function downloadState(download: Download): string {
  switch (download.state) {
    case "queued":
      return "Waiting for its turn";
    case "running":
      return STEPS[download.job === "import" && download.step === "files" ? "import" : download.step];
    case "paused":
      return download.by === "offline" ? "Paused: offline. It goes on by itself." : "Paused";
    case "failed":
      return "Stopped by an error";
  }
}

const STEPS = {
  waiting: "Another tab downloads it",
  files: "Downloading",
  import: "Reading files",
  loading: "Loading",
} as const;

/** Bytes, speed and time left, as far as they are known. */
export function downloadFigures(download: DownloadFacts): string {
  const { step, loaded, total, bytesPerSecond, secondsLeft } = download;
  if (step === "loading") return "";
  // Of its own model a browser tells only the share.
  if (total === 1) return formatShare(loaded);
  const done = total > 0 ? `${formatBytes(loaded)} of ${formatBytes(total)}` : formatBytes(loaded);
  return [
    done,
    bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`,
    secondsLeft === null ? null : formatTimeLeft(secondsLeft),
  ]
    .filter((part) => part !== null)
    .join(", ");
}

/** The one line about downloads that every page has; null when there are none. */
export function trayLine(
  downloads: readonly Download[],
  remote: readonly RemoteDownload[],
): { text: string; hasFailed: boolean } | null {
  const shown = TRAY_ORDER.map((wanted) => downloads.find(({ state }) => state === wanted)).find(Boolean);
  const others = downloads.length > 1 ? ` (${downloads.length})` : "";
  const first = shown ?? remote[0];
  if (first === undefined) return null;
  const share = shareOf(first);
  const percent = share === null ? "" : ` ${Math.floor(share * 100)} %`;
  if (shown === undefined) return { text: `Other tab${percent}`, hasFailed: false };
  switch (shown.state) {
    case "failed":
      return { text: `Download failed${others}`, hasFailed: true };
    case "paused":
      return { text: `Paused${percent}${others}`, hasFailed: false };
    case "queued":
      return { text: `Queued${others}`, hasFailed: false };
    case "running":
      return {
        text: `${shown.step === "loading" ? "Loading" : "Downloading"}${percent}${others}`,
        hasFailed: false,
      };
  }
}

const TRAY_ORDER = ["running", "failed", "paused", "queued"] as const;

export const DOWNLOAD_COPY = {
  pause: "Pause",
  resume: "Resume",
  cancel: "Cancel",
  dismiss: "Dismiss",
  retry: "Try again",
  progress: (label: string) => `Download ${label}`,
  otherTab: "Another tab downloads this model.",
  airGap: "The air gap is on: Nearside contacts no model host. Settings turns it off.",
} as const;
