import { type CostFacts, costAt } from "../../../metrics/insights/break-even";
import { BREAK_EVEN_COPY } from "../../copy/break-even";
import { LOCATION_LABELS } from "../../copy/reasons";
import { formatCount, formatUsd } from "../../format";
import styles from "./insights-page.module.css";

/** Units of the drawing; it is scaled to the width of the page. */
const WIDTH = 640;
const HEIGHT = 240;
const LEFT = 92;
const RIGHT = 16;
const TOP = 16;
const BOTTOM = 34;

interface CostChartProps {
  facts: CostFacts;
  /** Requests at the right edge. */
  most: number;
  even: number | null;
}

/** Total cost by number of requests, one line a side. The table beside it says the same. */
export function CostChart({ facts, most, even }: CostChartProps) {
  const end = costAt(facts, most);
  const top = Math.max(end.localUsd, end.cloudUsd, facts.fixedUsd) || 1;
  const x = (requests: number) => LEFT + (requests / Math.max(1, most)) * (WIDTH - LEFT - RIGHT);
  const y = (usd: number) => HEIGHT - BOTTOM - (usd / top) * (HEIGHT - TOP - BOTTOM);
  return (
    <figure className={styles.chart}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={BREAK_EVEN_COPY.chart}>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line
              className={styles.grid}
              x1={LEFT}
              x2={WIDTH - RIGHT}
              y1={y(top * share)}
              y2={y(top * share)}
            />
            <text className={styles.tick} x={LEFT - 8} y={y(top * share) + 4} textAnchor="end">
              {formatUsd(top * share)}
            </text>
            <text
              className={styles.tick}
              x={x(most * share)}
              y={HEIGHT - 8}
              textAnchor={share === 0 ? "start" : share === 1 ? "end" : "middle"}
            >
              {formatCount(most * share)}
            </text>
          </g>
        ))}
        <line className={styles.cloudLine} x1={x(0)} y1={y(0)} x2={x(most)} y2={y(end.cloudUsd)} />
        <line
          className={styles.localLine}
          x1={x(0)}
          y1={y(facts.fixedUsd)}
          x2={x(most)}
          y2={y(end.localUsd)}
        />
        {even !== null && even > 0 && (
          <circle className={styles.even} cx={x(even)} cy={y(costAt(facts, even).cloudUsd)} r={5} />
        )}
      </svg>
      <figcaption className={styles.legend}>
        <span className={styles.localKey}>{LOCATION_LABELS.local}</span>
        <span className={styles.cloudKey}>{LOCATION_LABELS.cloud}</span>
        {even !== null && even > 0 && <span className={styles.evenKey}>{BREAK_EVEN_COPY.mark}</span>}
      </figcaption>
    </figure>
  );
}
