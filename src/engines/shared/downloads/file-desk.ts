import type { InferenceEvent } from "../../../core/event";
import type { WantedFile } from "./wanted-file";

/** A file that is here now. */
export interface ObtainedFile {
  bytes: number;
  /** Its content, of files that are inspected. */
  data: Uint8Array<ArrayBuffer> | null;
}

/** Where an engine asks for the files of a model, one after the other; they come from the network or from disk. */
export interface FileDesk {
  /** Names files that will be asked for, so that the total is known early. */
  plan(files: readonly WantedFile[]): void;
  /** Paths in the repository that begin so, as far as its host lists them. */
  pathsWith(prefix: string): readonly string[];
  /**
   * Makes sure that a file is here: at once if it is, else by bringing and checking it.
   * @returns null for an optional file that the model does not have.
   * @throws InferenceError
   */
  obtain(file: WantedFile): AsyncGenerator<InferenceEvent, ObtainedFile | null, void>;
  /**
   * The same of files that are not looked into, one after the other; one is put in its place while the next one comes.
   * @throws InferenceError as `obtain`.
   */
  obtainAll(files: readonly WantedFile[]): AsyncGenerator<InferenceEvent, void, void>;
  /** Progress as it is now. */
  progress(): InferenceEvent;
}
