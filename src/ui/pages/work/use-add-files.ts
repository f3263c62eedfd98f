import { useCallback } from "react";
import type { Composer } from "../../../store/app-state";
import { useActions, useAppStore } from "../../app-context";

/** Text files up to this size are put into the prompt. */
const TEXT_FILE_LIMIT_BYTES = 2_000_000;
const MOST_ATTACHMENTS = 8;

/** Takes picked, pasted or dropped files: images as attachments, text files as the prompt. */
export function useAddFiles(): (files: readonly File[]) => Promise<void> {
  const store = useAppStore();
  const actions = useActions();
  return useCallback(
    async (files) => {
      const { readImage } = await import("../../images/read-image");
      const refused: Composer["refused"][number][] = [];
      const added = [];
      let room = MOST_ATTACHMENTS - store.getState().composer.attachments.length;
      for (const file of files) {
        if (isTextFile(file)) {
          const before = store.getState().composer.text;
          const text = await file.text();
          actions.setText(before.trim() === "" ? text : `${before}\n\n${text}`);
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
      if (added.length > 0 || refused.length > 0) actions.addAttachments(added, refused);
    },
    [store, actions],
  );
}

function isTextFile(file: File): boolean {
  const named = /\.(txt|md|markdown|csv|log)$/i.test(file.name);
  return file.size <= TEXT_FILE_LIMIT_BYTES && (file.type.startsWith("text/") || (file.type === "" && named));
}
