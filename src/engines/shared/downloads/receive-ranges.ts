import { askHost, type HostAddress } from "./ask-host";
import type { Line } from "./line";
import { announcedBytes, isRange, strongEtag } from "./range-answer";

/** The rest of a file that comes in ranges. */
export interface RangedRest extends HostAddress {
  /** First byte that is to come. */
  from: number;
  totalBytes: number;
  /** What the earlier bytes came with. */
  etag: string | null;
  /** The address names a commit, so that whatever comes from it is of the same file. */
  isPinned: boolean;
}

/** Asked for at once: while one is worked on, the next ones come. */
const RANGES_AHEAD = 2;

/**
 * Receives a rest in ranges of a fraction of a second each, as blobs in order. The browser keeps them outside the page
 * from the beginning, which costs it a fraction of what bytes cost that a script hands back. Ends early, without an error,
 * at the first range that does not come as it should: whoever asked goes on from there by itself. `limitMs` is the
 * longest that a range may take.
 */
export async function* receiveRanges(
  rest: RangedRest,
  line: Line,
  limitMs: number,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): AsyncGenerator<Blob, void, void> {
  const { from, totalBytes, etag, isPinned } = rest;
  const left = new AbortController();

  async function receiveRange(start: number, bytes: number): Promise<Blob | null> {
    try {
      const stop = AbortSignal.any([signal, left.signal, AbortSignal.timeout(limitMs)]);
      const range = { first: start, last: start + bytes - 1 };
      const response = await askHost(rest, range, fetch, stop);
      const isSame = isPinned || (etag !== null && strongEtag(response) === etag);
      if (!isSame || !isRange(response, { start, bytes, totalBytes })) {
        void response.body?.cancel().catch(() => {});
        return null;
      }
      const blob = await response.blob();
      return blob.size === bytes ? blob : null;
    } catch {
      return null;
    }
  }

  const coming: Promise<Blob | null>[] = [];
  const begunMs = performance.now();
  let received = 0;
  let next = from;
  const askForMore = () => {
    while (coming.length < RANGES_AHEAD && next < totalBytes) {
      const bytes = Math.min(line.rangeBytes(), totalBytes - next);
      coming.push(receiveRange(next, bytes));
      next += bytes;
    }
  };
  try {
    askForMore();
    for (let first = coming.shift(); first !== undefined; first = coming.shift()) {
      const blob = await first;
      if (blob === null) return;
      received += blob.size;
      line.learn(received, performance.now() - begunMs);
      askForMore();
      yield blob;
    }
  } finally {
    left.abort();
  }
}

/** Whether the server sends a part of this file when asked: one byte, the last. */
export async function hasRanges(
  rest: RangedRest,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<boolean> {
  const { totalBytes } = rest;
  const start = totalBytes - 1;
  try {
    const response = await askHost(rest, { first: start, last: start }, fetch, signal);
    void response.body?.cancel().catch(() => {});
    return isRange(response, { start, bytes: 1, totalBytes }) && announcedBytes(response) === 1;
  } catch {
    return false;
  }
}
