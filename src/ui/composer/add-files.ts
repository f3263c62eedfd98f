import type { ComposerAttachment, RefusedFile } from "../../store/attachments";

/** Text files up to this size are put into the text. */
const TEXT_FILE_LIMIT_BYTES = 2_000_000;
const MOST_ATTACHMENTS = 8;

/** What is being written, and how to add to it. */
export interface FileTarget {
  read(): { text: string; attachments: readonly ComposerAttachment[] };
  setText(text: string): void;
  addAttachments(added: readonly ComposerAttachment[], refused: readonly RefusedFile[]): void;
}

/** Takes picked, pasted or dropped files: images as attachments, text files as text. */
export async function addFiles(files: readonly File[], target: FileTarget): Promise<void> {
  const { readImage } = await import("../images/read-image");
  const refused: RefusedFile[] = [];
  const added: ComposerAttachment[] = [];
  let room = MOST_ATTACHMENTS - target.read().attachments.length;
  for (const file of files) {
    if (isTextFile(file)) {
      const text = await file.text();
      const before = target.read().text;
      target.setText(before.trim() === "" ? text : `${before}\n\n${text}`);
      continue;
    }
    if (room === 0) {
      refused.push({ name: file.name, reason: "too-many" });
      continue;
    }
    const result = await readImage(file);
    if (result.ok) {
      added.push({ ...result.image, id: crypto.randomUUID() });
      room -= 1;
    } else refused.push({ name: file.name, reason: result.reason });
  }
  if (added.length > 0 || refused.length > 0) target.addAttachments(added, refused);
}

function isTextFile(file: File): boolean {
  const named = /\.(txt|md|markdown|csv|log)$/i.test(file.name);
  return file.size <= TEXT_FILE_LIMIT_BYTES && (file.type.startsWith("text/") || (file.type === "" && named));
}
