/** When a file is asked for in ranges, and in how large ones. */
export interface LineLimits {
  /** Below this, what bytes cost that pass through a script does not matter. Bytes a second. */
  quickBytesPerSecond: number;
  leastRangeBytes: number;
  mostRangeBytes: number;
  /** What a range should take, in seconds. */
  rangeSeconds: number;
  /** A file that has begun to come as a stream is gone on with in ranges where so much is left. */
  leastRestBytes: number;
}

/**
 * 40 Mbit/s; in the time of a range its neighbours are hashed and asked for. Larger ranges than the largest were slower in
 * Chromium 156: a download in 24 MiB took about a third more time than one in 16.
 */
export const LINE_LIMITS: LineLimits = {
  quickBytesPerSecond: 5_000_000,
  leastRangeBytes: 4_194_304,
  mostRangeBytes: 16_777_216,
  rangeSeconds: 0.25,
  leastRestBytes: 16_777_216,
};

/** What a download has learnt of the line and the server. */
export interface Line {
  readonly limits: LineLimits;
  /** Whether the server sends parts of files when asked; null while nobody has asked. */
  hasRanges: boolean | null;
  /** So many bytes took so long. */
  learn(bytes: number, ms: number): void;
  /** Whether anything has been learnt of its speed. */
  isKnown(): boolean;
  /** Whether it was quick lately; false while nothing is known. */
  isQuick(): boolean;
  /** How much to ask for at a time. */
  rangeBytes(): number;
}

/** Nothing is known of it yet. */
export function createLine(limits: LineLimits): Line {
  let bytesPerSecond = 0;
  return {
    limits,
    hasRanges: null,
    learn(bytes, ms) {
      bytesPerSecond = (bytes / Math.max(ms, 1)) * 1000;
    },
    isKnown: () => bytesPerSecond > 0,
    isQuick: () => bytesPerSecond >= limits.quickBytesPerSecond,
    rangeBytes: () =>
      Math.round(
        Math.min(
          limits.mostRangeBytes,
          Math.max(limits.leastRangeBytes, bytesPerSecond * limits.rangeSeconds),
        ),
      ),
  };
}
