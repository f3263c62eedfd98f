import type { Location } from "../../core/model";
import type { Estimate, RouteDecision } from "../../core/route";
import { classNames } from "../class-names";
import { Icon } from "../components/icon";
import { LOCATION_LABELS } from "../copy/reasons";
import { WORK_COPY } from "../copy/work";
import { formatCount, formatMs, formatUsd } from "../format";
import styles from "./estimate-line.module.css";

/** What pressing Run would take on each side; `preview` is null while that is not known. */
export function EstimateLine({ preview, note }: { preview: RouteDecision | null; note: string }) {
  if (preview === null) return <div className={styles.estimate}>{note}</div>;
  return (
    <dl className={styles.estimate} aria-label={WORK_COPY.estimate}>
      <Side location="local" decision={preview} />
      <Side location="cloud" decision={preview} />
    </dl>
  );
}

function Side({ location, decision }: { location: Location; decision: RouteDecision }) {
  const estimate = decision.estimates[location];
  const chosen = decision.policy.mode === "compare" || decision.target?.location === location;
  return (
    <div className={classNames(styles.side, styles[location], chosen && styles.chosen)}>
      <dt className={classNames(styles.side, styles.sideName)}>
        <Icon name={location === "local" ? "device" : "cloud"} />
        {LOCATION_LABELS[location]}
        {decision.policy.mode === "auto" && chosen && " (Auto’s choice)"}
      </dt>
      <dd>{estimate === null ? "not available" : estimateWords(estimate)}</dd>
    </div>
  );
}

/** Tokens, time and money of one side; what is not known says so. */
export function estimateWords(estimate: Estimate): string {
  const { inputTokens, outputTokens, totalMs, costUsd } = estimate;
  const tokens =
    outputTokens === undefined
      ? `about ${formatCount(inputTokens)} tokens in`
      : `about ${formatCount(inputTokens)} in, ${formatCount(outputTokens)} out`;
  const time = totalMs === undefined ? `time ${WORK_COPY.unknown}` : `about ${formatMs(totalMs)}`;
  const cost = costUsd === undefined ? `cost ${WORK_COPY.unknown}` : formatUsd(costUsd);
  return `${tokens} · ${time} · ${cost}`;
}
