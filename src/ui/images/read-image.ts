import type { Attachment } from "../../core/request";
import type { AttachmentRefusal, ComposerAttachment } from "../../store/attachments";
import { readImageHeader } from "./image-header";

/** Files above this are refused unread. */
export const FILE_LIMIT_BYTES = 20_000_000;
/** Pictures above this are refused before decoding. */
export const PIXEL_LIMIT = 50_000_000;
/** Larger pictures are made smaller: vision models see no more than about this (OpenAI's high detail). */
export const LONGEST_SIDE_PIXELS = 2048;
/** Headers lie within this many bytes, save for JPEGs with a very long preamble. */
const HEADER_BYTES = 512 * 1024;

/** An image made ready to be sent, or why it was not taken. */
export type ReadImage =
  | { ok: true; image: Omit<ComposerAttachment, "id"> }
  | { ok: false; reason: AttachmentRefusal };

/**
 * Checks size, type by magic bytes and pixels before anything is decoded, then makes it smaller where needed.
 * It is always encoded anew, so that the place and the camera in a photo's EXIF block are never sent along.
 */
export async function readImage(file: File): Promise<ReadImage> {
  if (file.size > FILE_LIMIT_BYTES) return { ok: false, reason: "too-large" };
  const header = readImageHeader(new Uint8Array(await file.slice(0, HEADER_BYTES).arrayBuffer()));
  if (header === null) return { ok: false, reason: "not-an-image" };
  const { width, height } = header;
  if (width * height > PIXEL_LIMIT) return { ok: false, reason: "too-many-pixels" };
  const scale = Math.min(1, LONGEST_SIDE_PIXELS / Math.max(width, height));
  try {
    const bitmap = await createImageBitmap(file);
    const canvas = new OffscreenCanvas(
      Math.max(1, Math.round(bitmap.width * scale)),
      Math.max(1, Math.round(bitmap.height * scale)),
    );
    const context = canvas.getContext("2d");
    if (context === null) return { ok: false, reason: "unreadable" };
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const type = header.mimeType === "image/gif" ? "image/png" : header.mimeType;
    const blob = await canvas.convertToBlob({ type, quality: 0.92 });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const attachment = imageAttachment(file.name, blob.type, bytes, canvas.width, canvas.height);
    return { ok: true, image: { attachment, downscaledFrom: scale < 1 ? { width, height } : null } };
  } catch {
    return { ok: false, reason: "unreadable" };
  }
}

function imageAttachment(
  name: string,
  mimeType: string,
  bytes: Uint8Array,
  width: number,
  height: number,
): Attachment {
  return {
    type: "image",
    name,
    mimeType,
    data: toBase64(bytes),
    width,
    height,
    bytes: bytes.length,
    detail: "auto",
  };
}

/** Base64 in slices, since `fromCharCode` takes only so many arguments. */
export function toBase64(bytes: Uint8Array): string {
  const slices: string[] = [];
  for (let start = 0; start < bytes.length; start += 0x6000)
    slices.push(btoa(String.fromCharCode(...bytes.subarray(start, start + 0x6000))));
  return slices.join("");
}
