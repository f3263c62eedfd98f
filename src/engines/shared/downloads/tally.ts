import type { InferenceEvent } from "../../../core/event";
import type { WantedFile } from "./wanted-file";

/** How much of a model is here, and how much is to come. */
export interface Tally {
  plan(files: readonly WantedFile[]): void;
  /** Files that are to come, with the size of each; null while it is not known. */
  open(): readonly { file: WantedFile; bytes: number | null }[];
  /** A size that was only found out on the way. */
  learn(file: WantedFile, bytes: number | null): void;
  /** Bytes of the file that is on its way. */
  setCurrent(bytes: number): void;
  /** The file is here. */
  finish(file: WantedFile, bytes: number): void;
  /** The model has no such file. */
  drop(file: WantedFile): void;
  progress(): InferenceEvent;
}

/**
 * `sizeOf` gives what is known of a file's size; `leastBytes` is what a model has about in all, for as long as some
 * size is not known.
 */
export function createTally(
  phase: string,
  leastBytes: number,
  sizeOf: (file: WantedFile) => number | null,
): Tally {
  const files = new Map<string, WantedFile>();
  const learned = new Map<string, number>();
  let finishedBytes = 0;
  let currentBytes = 0;

  const open = () =>
    [...files.values()].map((file) => ({ file, bytes: sizeOf(file) ?? learned.get(file.url) ?? null }));

  return {
    plan(more) {
      for (const file of more) files.set(file.url, file);
    },
    open,
    learn(file, bytes) {
      if (bytes !== null) learned.set(file.url, bytes);
    },
    setCurrent(bytes) {
      currentBytes = bytes;
    },
    finish({ url }, bytes) {
      files.delete(url);
      finishedBytes += bytes;
      currentBytes = 0;
    },
    drop({ url }) {
      files.delete(url);
      currentBytes = 0;
    },
    progress() {
      const loaded = finishedBytes + currentBytes;
      const sizes = open().map(({ bytes }) => bytes);
      const known = sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), finishedBytes);
      const isExact = files.size > 0 && !sizes.includes(null);
      const total = isExact ? known : Math.max(known, leastBytes);
      return { type: "load-progress", phase, loaded, total: loaded > total ? 0 : total };
    },
  };
}
