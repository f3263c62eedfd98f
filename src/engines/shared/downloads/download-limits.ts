import { TRANSFER_LIMITS, type TransferLimits } from "./receive";

/** When a download waits, and when it keeps what has come so far. */
export interface DownloadLimits extends TransferLimits {
  /** As much of a file is held in memory at most before it is kept as a part. */
  pieceBytes: number;
  /** On a slow line a part is kept after this time, so that the end of the tab loses little. */
  pieceMs: number;
}

/** A quick line keeps no parts of files as large as most shards. */
export const DOWNLOAD_LIMITS: DownloadLimits = { ...TRANSFER_LIMITS, pieceBytes: 67_108_864, pieceMs: 3_000 };
