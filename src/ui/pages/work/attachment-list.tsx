import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import { REFUSAL_COPY, WORK_COPY } from "../../copy/work";
import { formatBytes } from "../../format";
import styles from "./composer.module.css";

/** The images that go with the request, and the files that were not taken. */
export function AttachmentList({ accepted }: { accepted: boolean }) {
  const { removeAttachment, dismissRefusals } = useActions();
  const attachments = useApp((state) => state.composer.attachments);
  const refused = useApp((state) => state.composer.refused);
  return (
    <>
      {attachments.length > 0 && (
        <ul className={styles.attachments} aria-label={WORK_COPY.attachments}>
          {attachments.map(({ id, attachment, downscaledFrom }) => (
            <li key={id} className={styles.attachment}>
              {attachment.type === "image" && (
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
              <Button
                look="quiet"
                size="small"
                icon="close"
                aria-label={`${WORK_COPY.remove} ${attachment.name}`}
                onClick={() => removeAttachment(id)}
              />
            </li>
          ))}
        </ul>
      )}
      {attachments.length > 0 && !accepted && <p className={styles.problem}>{WORK_COPY.attachmentsUnused}</p>}
      {refused.length > 0 && (
        <div className={styles.problem} role="alert">
          {refused.map(({ name, reason }) => (
            <p key={name}>
              {name} {REFUSAL_COPY[reason]}
            </p>
          ))}
          <Button look="quiet" size="small" onClick={dismissRefusals}>
            OK
          </Button>
        </div>
      )}
    </>
  );
}
