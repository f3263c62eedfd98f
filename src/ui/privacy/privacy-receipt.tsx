import type { RunPrivacy } from "../../core/run-privacy";
import { labelWords } from "../copy/output";
import { PRIVACY_COPY } from "../copy/privacy";
import { formatMs } from "../format";
import { ExactBytes } from "./outbound-view";
import styles from "./what-will-be-sent.module.css";

/** What a run did about private text before it sent anything, and what it sent. */
export function PrivacyReceipt({ privacy }: { privacy: RunPrivacy }) {
  const { redactions, unresolved = [], sentBody } = privacy;
  return (
    <div className={styles.facts}>
      <p>{summaryOf(privacy)}</p>
      {unresolved.length > 0 && <p>{PRIVACY_COPY.unresolved(unresolved.join(", "))}</p>}
      {redactions.length > 0 && (
        <details>
          <summary>{PRIVACY_COPY.placeholders}</summary>
          <ul>
            {redactions.map(({ placeholder, original }) => (
              <li key={placeholder}>
                {placeholder}: {original}
              </li>
            ))}
          </ul>
        </details>
      )}
      {sentBody !== undefined && (
        <details>
          <summary>{PRIVACY_COPY.sent}</summary>
          <ExactBytes body={sentBody} />
        </details>
      )}
    </div>
  );
}

function summaryOf({ rule, redactions, unmaskedLabels, checkMs }: RunPrivacy): string {
  if (rule === "as-is") return PRIVACY_COPY.receiptAsIs;
  const counts = new Map<string, number>();
  for (const { label } of redactions) counts.set(label, (counts.get(label) ?? 0) + 1);
  const masked = [...counts].map(([label, count]) => `${labelWords(label)} ${count}`).join(", ");
  const parts = [
    masked === "" ? null : PRIVACY_COPY.receiptMasked(masked),
    unmaskedLabels.length === 0
      ? null
      : PRIVACY_COPY.receiptUnmasked(unmaskedLabels.map(labelWords).join(", ")),
  ].filter((part) => part !== null);
  const found = parts.length === 0 ? PRIVACY_COPY.receiptNothing : `${parts.join(". ")}.`;
  return `${found} ${PRIVACY_COPY.receiptTime(formatMs(checkMs))}`;
}
