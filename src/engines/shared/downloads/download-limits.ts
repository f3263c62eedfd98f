import { LINE_LIMITS, type LineLimits } from "./line";
import { TRANSFER_LIMITS, type TransferLimits } from "./receive";

/** When a download waits, and when it keeps what has come so far. */
export interface DownloadLimits extends TransferLimits, LineLimits {
  /** As much of a file is held at most before it is kept as a part. */
  pieceBytes: number;
  /** The same of a file that stays in parts; smaller ones are made one of this size. */
  partBytes: number;
  /** A part is kept after this time, so that the end of the tab loses little. */
  pieceMs: number;
  /** The same over a quick line, where that much soon comes again. */
  quickPieceMs: number;
}

/** A quick line brings most files within the time, so that nothing of them is written twice. */
export const DOWNLOAD_LIMITS: DownloadLimits = {
  ...TRANSFER_LIMITS,
  ...LINE_LIMITS,
  pieceBytes: 268_435_456,
  partBytes: 33_554_432,
  pieceMs: 3_000,
  quickPieceMs: 10_000,
};
