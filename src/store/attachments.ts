import type { Attachment } from "../core/request";

/** Why a file was not taken as an attachment; the words are in `ui/copy/work.ts`. */
export type AttachmentRefusal = "not-an-image" | "too-large" | "too-many-pixels" | "unreadable" | "too-many";

/** An image that will go with the request, and whether it was made smaller. */
export interface ComposerAttachment {
  id: string;
  attachment: Attachment;
  /** The original's size, where it was downscaled. */
  downscaledFrom: { width: number; height: number } | null;
}

/** A file that was not taken. */
export interface RefusedFile {
  name: string;
  reason: AttachmentRefusal;
}
