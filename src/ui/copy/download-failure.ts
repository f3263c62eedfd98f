import type { ErrorCode, WireError } from "../../core/errors";
import type { DownloadJob } from "../../store/app-state";
import { ERROR_COPY, type ErrorCopy } from "./errors";

type Words = Pick<ErrorCopy, "title" | "body">;

/** What an error means while files are fetched, where that is not what it means in a run. */
const FETCHING: Readonly<Partial<Record<ErrorCode, Words>>> = {
  network: {
    title: "The model's files could not be reached",
    body: "There may be no network, the address may be wrong, or the host may not answer web pages. What has arrived is kept.",
  },
};

/** The same of files from disk, which nobody fetches. */
const COPYING: Readonly<Partial<Record<ErrorCode, Words>>> = {
  "model-file-missing": {
    title: "A file of the model is not among those you chose",
    body: "What was there is kept. Choose the missing file, or the whole folder of the model.",
  },
  "model-file-corrupt": {
    title: "A file that you chose is damaged, or is none of this model's",
    body: "Nothing of it was kept. Get it again from where it came, then choose it once more.",
  },
};

/** Why a download, or a copy from disk, ended, and what to do. */
export function downloadFailure(error: WireError, job: DownloadJob): string {
  const words = (job === "import" ? COPYING : FETCHING)[error.code] ?? ERROR_COPY[error.code];
  return [`${words.title}.`, words.body, error.detail].filter((part) => part !== undefined).join(" ");
}
