import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { Run } from "../../../core/run";
import { historyGroups, workIsGoing } from "../../../store/selectors";
import { taskDefinition } from "../../../tasks";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import { FileButton } from "../../components/file-button";
import { Icon } from "../../components/icon";
import { Page } from "../../components/page";
import page from "../../components/page.module.css";
import { HISTORY_COPY } from "../../copy/history";
import { LOCATION_LABELS } from "../../copy/reasons";
import { STATUS_COPY } from "../../copy/work";
import { formatDate, formatMs, formatUsd } from "../../format";
import { navigate } from "../../router";
import { saveAsFile } from "../../save-as-file";
import { useChat } from "../../use-chat";
import { ClearHistory } from "./clear-history";
import styles from "./history-page.module.css";

/** How many entries are drawn before "Show more". */
const STEP = 200;

/** Past runs: search, open, delete, take along. */
export function HistoryPage() {
  const { exportHistory, importHistory } = useActions();
  const { listConversations } = useChat();
  const runs = useApp((state) => state.history);
  const hasConversations = useApp((state) => state.chat.conversations.length > 0);
  const keepHistory = useApp((state) => state.settings.keepHistory);
  const [query, setQuery] = useState("");
  const [limit, setLimit] = useState(STEP);
  const wanted = useDeferredValue(query);
  const groups = useMemo(() => historyGroups(runs, wanted), [runs, wanted]);
  useEffect(() => void listConversations(), [listConversations]);

  return (
    <Page
      name="history"
      actions={
        <>
          <Button
            icon="download"
            disabled={runs.length === 0 && !hasConversations}
            onClick={() => void exportAll(exportHistory)}
          >
            {HISTORY_COPY.export}
          </Button>
          <FileButton
            label={HISTORY_COPY.import}
            accept="application/json,.json"
            onFile={(file) => void importHistory(file)}
          />
          <ClearHistory />
        </>
      }
    >
      <div className={page.section}>
        <p className={styles.scope}>{HISTORY_COPY.scope}</p>
        {!keepHistory && <p>{HISTORY_COPY.off}</p>}
        <input
          type="search"
          className={styles.search}
          aria-label={HISTORY_COPY.search}
          placeholder={HISTORY_COPY.search}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value);
            setLimit(STEP);
          }}
        />
        {groups.length === 0 ? (
          <p className={page.empty}>{runs.length === 0 ? HISTORY_COPY.empty : HISTORY_COPY.nothingFound}</p>
        ) : (
          <ul className={styles.list} aria-label={HISTORY_COPY.list}>
            {groups.slice(0, limit).map((group) => (
              <HistoryItem key={group[0]?.groupId} group={group} />
            ))}
          </ul>
        )}
        {groups.length > limit && (
          <Button onClick={() => setLimit(limit + STEP)}>
            {HISTORY_COPY.more} ({groups.length - limit})
          </Button>
        )}
      </div>
    </Page>
  );
}

async function exportAll(exportHistory: () => Promise<string>): Promise<void> {
  saveAsFile("nearside-history.json", await exportHistory());
}

function HistoryItem({ group }: { group: readonly Run[] }) {
  const { openGroup, removeGroup } = useActions();
  const going = useApp(workIsGoing);
  const [first] = group;
  if (first === undefined) return null;
  const label = taskDefinition(first.request.task).label;
  const excerpt = first.request.text.slice(0, 240);
  return (
    <li className={styles.item}>
      <button
        type="button"
        className={styles.open}
        disabled={going}
        onClick={() => {
          openGroup(first.groupId);
          navigate("work");
        }}
      >
        <span className={styles.line}>
          <span className={styles.task}>{label}</span>
          <span>{formatDate(first.createdAt)}</span>
          {[...group].reverse().map((run) => (
            <span key={run.id} className={styles.side}>
              {run.location !== null && (
                <Icon name={run.location === "local" ? "device" : "cloud"} size={14} />
              )}
              {sideWords(run)}
            </span>
          ))}
        </span>
        <span className={styles.excerpt}>{excerpt}</span>
      </button>
      <Button
        look="quiet"
        size="small"
        icon="trash"
        aria-label={`${HISTORY_COPY.delete}: ${label}, ${formatDate(first.createdAt)}`}
        onClick={() => void removeGroup(first.groupId)}
      />
    </li>
  );
}

function sideWords(run: Run): string {
  const side = run.location === null ? "" : LOCATION_LABELS[run.location];
  if (run.status !== "done" || run.metrics === null) return [side, STATUS_COPY[run.status]].join(" ").trim();
  const cost = run.metrics.costUsd === undefined ? "" : `, ${formatUsd(run.metrics.costUsd)}`;
  return `${side} ${formatMs(run.metrics.e2eMs)}${cost}`;
}
