import type { Run } from "../../core/run";
import type { LiveRun } from "../../store/apply-run-event";
import { isGoing } from "../../store/run-writer";
import { classNames } from "../class-names";
import { Icon } from "../components/icon";
import { attemptWords, restWords } from "../copy/attempts";
import { CONDENSE_COPY, condensedWords } from "../copy/condense";
import { cutWords, OVERFLOW_COPY } from "../copy/overflow";
import { PRIVACY_COPY } from "../copy/privacy";
import { LOCATION_LABELS, REASON_COPY } from "../copy/reasons";
import { WORK_COPY } from "../copy/work";
import { formatBytes, formatCount, formatMs, formatUsd } from "../format";
import { PrivacyReceipt } from "../privacy/privacy-receipt";
import { estimateWords } from "./estimate-line";
import styles from "./route-receipt.module.css";
import { RouteWorth } from "./route-worth";

/** Why each run went where it went, what was ruled out, who answered, and what left the device. */
export function RouteReceipt({ panes }: { panes: readonly LiveRun[] }) {
  const decided = panes.filter(({ run }) => run.decision !== null);
  if (decided.length === 0) return null;
  return (
    <section className={styles.receipt} aria-label={WORK_COPY.receipt}>
      <h2 className={styles.title}>
        <Icon name="receipt" />
        {WORK_COPY.receipt}
      </h2>
      <div className={classNames(styles.columns, decided.length > 1 && styles.two)}>
        {decided.map((live) => (
          <ReceiptFacts key={live.run.id} live={live} />
        ))}
      </div>
    </section>
  );
}

/** The lines of one run's receipt; nothing before its decision. */
export function ReceiptFacts({ live }: { live: LiveRun }) {
  const { run } = live;
  const { decision } = run;
  if (decision === null) return null;
  const side = run.location ?? decision.target?.location ?? null;
  const estimate = side === null ? null : decision.estimates[side];
  // In a Compare the other side was not ruled out: it has its own column.
  const ruledOut = decision.ruledOut.filter(({ reason }) => reason !== "compare-pane");
  return (
    <dl className={styles.facts}>
      <dt>Chosen</dt>
      <dd>
        {decision.target === null
          ? "No side can take it"
          : `${LOCATION_LABELS[decision.target.location]}, ${decision.target.model.label}`}
      </dd>
      <dt>Because</dt>
      <dd>{decision.reasons.map((reason) => REASON_COPY[reason]).join(" ")}</dd>
      {ruledOut.length > 0 && (
        <>
          <dt>Ruled out</dt>
          <dd>
            {ruledOut.map(({ location, reason }) => (
              <div key={`${location}-${reason}`}>
                {LOCATION_LABELS[location]}: {REASON_COPY[reason]}
                {location === "local" &&
                reason === "local-unavailable" &&
                decision.signals.localReason !== undefined
                  ? ` ${decision.signals.localReason}`
                  : ""}
              </div>
            ))}
          </dd>
        </>
      )}
      <RouteWorth decision={decision} />
      {decision.signals.resting !== undefined && (
        <>
          <dt>Left aside</dt>
          <dd>
            {decision.signals.resting.map((resting) => (
              <div key={`${resting.host} ${resting.modelLabel}`}>{restWords(resting)}</div>
            ))}
          </dd>
        </>
      )}
      {tellsOfAttempts(run) && (
        <>
          <dt>Attempts</dt>
          <dd>
            <ol className={styles.attempts}>
              {run.attempts?.map((attempt, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: attempts are only ever added at the end
                <li key={index}>{attemptWords(attempt)}</li>
              ))}
            </ol>
          </dd>
        </>
      )}
      <dt>Answered by</dt>
      <dd>{answeredBy(live)}</dd>
      {run.condensed !== undefined && (
        <>
          <dt>{CONDENSE_COPY.receipt}</dt>
          <dd>{condensedWords(run.condensed)}</dd>
        </>
      )}
      {run.contextCut !== undefined && (
        <>
          <dt>{OVERFLOW_COPY.receipt}</dt>
          <dd>{cutWords(run.contextCut)}</dd>
        </>
      )}
      <dt>Left the device</dt>
      <dd>{sentWords(run)}</dd>
      {run.privacy !== undefined && (
        <>
          <dt>{PRIVACY_COPY.receipt}</dt>
          <dd>
            <PrivacyReceipt privacy={run.privacy} />
          </dd>
        </>
      )}
      <dt>Expected</dt>
      <dd>{estimate === null ? WORK_COPY.unknown : estimateWords(estimate)}</dd>
      <dt>Measured</dt>
      <dd>{measuredWords(run)}</dd>
    </dl>
  );
}

function answeredBy({ run, fellBackFrom }: LiveRun): string {
  if (run.answeredBy === null) return isGoing(run) ? "…" : "Nobody";
  const side = `${LOCATION_LABELS[run.answeredBy.location]}, ${run.answeredBy.modelLabel}`;
  return fellBackFrom === null || fellBackFrom === run.answeredBy.location
    ? side
    : `${side}, after ${LOCATION_LABELS[fellBackFrom]} failed`;
}

/** One attempt that answered at once is told by the other lines. */
function tellsOfAttempts({ attempts = [] }: Run): boolean {
  return (
    attempts.length > 1 || attempts.some(({ outcome, retries }) => outcome !== "answered" || retries > 0)
  );
}

function sentWords(run: Run): string {
  const bytes = Math.max(run.uploadedBytes, run.metrics?.uploadedBytes ?? 0);
  return bytes === 0 ? "Nothing" : formatBytes(bytes);
}

function measuredWords(run: Run): string {
  const { metrics } = run;
  if (metrics === null) return isGoing(run) ? "…" : WORK_COPY.unknown;
  const tokens = [
    metrics.inputTokens === undefined ? null : `${formatCount(metrics.inputTokens)} in`,
    metrics.outputTokens === undefined ? null : `${formatCount(metrics.outputTokens)} out`,
  ].filter((part) => part !== null);
  const cost = metrics.costUsd === undefined ? `cost ${WORK_COPY.unknown}` : formatUsd(metrics.costUsd);
  return [tokens.join(", ") || `tokens ${WORK_COPY.unknown}`, formatMs(metrics.e2eMs), cost].join(" · ");
}
