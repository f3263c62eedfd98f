import type { Attachment } from "../../core/request";
import type { ComposerAttachment, RefusedFile } from "../../store/attachments";
import { Button } from "../components/button";
import { REFUSAL_COPY, WORK_COPY } from "../copy/work";
import { formatBytes } from "../format";
import styles from "./composer-card.module.css";

interface AttachmentListProps {
  attachments: readonly ComposerAttachment[];
  refused: readonly RefusedFile[];
  onRemove: (id: string) => void;
  onDismiss: () => void;
}

/** The images that will go along, and the files that were not taken. */
export function AttachmentList({ attachments, refused, onRemove, onDismiss }: AttachmentListProps) {
  return (
    <>
      {attachments.length > 0 && (
        <ul className={styles.attachments} aria-label={WORK_COPY.attachments}>
          {attachments.map(({ id, attachment, downscaledFrom }) => (
            <li key={id} className={styles.attachment}>
              <AttachmentFacts attachment={attachment} downscaledFrom={downscaledFrom} />
              <Button
                look="quiet"
                size="small"
                icon="close"
                aria-label={`${WORK_COPY.remove} ${attachment.name}`}
                onClick={() => onRemove(id)}
              />
            </li>
          ))}
        </ul>
      )}
      {refused.length > 0 && (
        <div className={styles.problem} role="alert">
          {refused.map(({ name, reason }) => (
            <p key={name}>
              {name} {REFUSAL_COPY[reason]}
            </p>
          ))}
          <Button look="quiet" size="small" onClick={onDismiss}>
            OK
          </Button>
        </div>
      )}
    </>
  );
}

interface AttachmentFactsProps {
  attachment: Attachment;
  downscaledFrom?: { width: number; height: number } | null;
}

/** One attachment: a small picture of it, its name and size. */
export function AttachmentFacts({ attachment, downscaledFrom = null }: AttachmentFactsProps) {
  return (
    <>
      {attachment.type === "image" && attachment.data !== "" && (
        <img alt="" src={`data:${attachment.mimeType};base64,${attachment.data}`} />
      )}
      <span>
        <span className={styles.attachmentName}>{attachment.name}</span>
        <span className={styles.attachmentFacts}>
          {attachment.type === "image" && `${attachment.width} × ${attachment.height}, `}
          {formatBytes(attachment.bytes)}
          {downscaledFrom !== null &&
            `, made smaller from ${downscaledFrom.width} × ${downscaledFrom.height}`}
        </span>
      </span>
    </>
  );
}
