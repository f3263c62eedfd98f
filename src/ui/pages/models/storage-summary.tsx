import { useApp } from "../../app-context";
import page from "../../components/page.module.css";
import { MODELS_COPY } from "../../copy/models";
import { formatBytes } from "../../format";
import styles from "./local-model.module.css";
import { isStored, type ModelRow, storedBytesOf } from "./select-models";

/** What the models take, against what the browser allows, and whether it promised to keep them. */
export function StorageSummary({ rows }: { rows: readonly ModelRow[] }) {
  const storage = useApp((state) => state.storage);
  const stored = rows.filter(isStored);
  const { usedBytes = null, quotaBytes = null, persisted = null } = storage ?? {};
  return (
    <div className={page.card}>
      {usedBytes === null || quotaBytes === null ? (
        <p>{MODELS_COPY.storageUnknown}</p>
      ) : (
        <div className={styles.progress}>
          <p>
            {MODELS_COPY.storageUsed}:{" "}
            {MODELS_COPY.storageOf(formatBytes(usedBytes), formatBytes(quotaBytes))}
          </p>
          <meter
            aria-label={MODELS_COPY.storageUsed}
            max={quotaBytes}
            high={quotaBytes * 0.9}
            value={usedBytes}
          />
        </div>
      )}
      {persisted !== null && (
        <p className={page.muted} role="status">
          {persisted ? MODELS_COPY.persisted : MODELS_COPY.notPersisted}
        </p>
      )}
      {stored.length === 0 ? (
        <p className={page.muted}>{MODELS_COPY.storageNone}</p>
      ) : (
        <dl className={page.facts}>
          {stored.map((row) => (
            <div key={row.model.id}>
              <dt>{row.model.label}</dt>
              <dd>{formatBytes(storedBytesOf(row))}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
