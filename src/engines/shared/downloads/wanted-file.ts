/** One file that a model needs, or may have. */
export interface WantedFile {
  /** Its address at the origin, under which it is kept. */
  url: string;
  /** The cache that it is kept in. */
  cacheName: string;
  /** Path in the model's repository; null for a file from elsewhere. */
  path: string | null;
  /** Exact size where one of the model's own files names it. */
  bytes?: number;
  /** Where only a part of it is sure to be used. */
  minimumBytes?: number;
  /** Where the host answers that there is none, the model has none. */
  isOptional?: boolean;
  /** Whoever reads it reads parts too, so that a large one need not be written again as a whole. */
  mayBeInParts?: boolean;
  /**
   * Sees the whole content before it is kept, and says what is wrong with it, if anything. Files without it never are in
   * memory as a whole.
   */
  inspect?: (data: Uint8Array<ArrayBuffer>) => string | null;
}

/** For files that are read as a whole and whose size nothing names: the largest tokenizers have some 30 MB. */
const INSPECTED_LIMIT_BYTES = 256_000_000;
/** A graph in one file cannot be larger. */
const LIMIT_BYTES = 4_294_967_296;

/** What a file of unknown size may have at most. */
export function limitOf(file: WantedFile): number {
  return file.inspect === undefined || file.path?.endsWith(".onnx") === true
    ? LIMIT_BYTES
    : INSPECTED_LIMIT_BYTES;
}

/** What a person is told of it. */
export function nameOf(file: WantedFile): string {
  return file.path ?? file.url;
}
