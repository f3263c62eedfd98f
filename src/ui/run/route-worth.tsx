import { type RouteDecision, UTILITY_PARTS } from "../../core/route";
import { LOCATION_LABELS } from "../copy/reasons";
import { KIND_COPY, PART_COPY, ROUTING_COPY } from "../copy/routing";
import { formatShare } from "../format";
import styles from "./route-worth.module.css";

/** What both sides were worth, part by part; nothing where only one of them could. */
export function RouteWorth({ decision }: { decision: RouteDecision }) {
  const { alternatives = [], signals, policy } = decision;
  if (policy.mode !== "auto" || alternatives.length < 2) return null;
  const parts = UTILITY_PARTS.filter((part) => alternatives.some((each) => each.parts[part] !== undefined));
  const chosen = decision.target?.location;
  return (
    <>
      {signals.difficulty !== undefined && (
        <>
          <dt>{ROUTING_COPY.prompt}</dt>
          <dd>
            {ROUTING_COPY.judged(
              KIND_COPY[signals.difficulty.kind],
              signals.difficulty.rank === undefined ? null : formatShare(signals.difficulty.rank),
            )}
          </dd>
        </>
      )}
      <dt>{ROUTING_COPY.weighed}</dt>
      <dd>
        <table className={styles.table}>
          <caption>{ROUTING_COPY.weighedLead}</caption>
          <thead>
            <tr>
              <td />
              {alternatives.map(({ location }) => (
                <th key={location} scope="col">
                  {LOCATION_LABELS[location]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {parts.map((part) => (
              <tr key={part}>
                <th scope="row">{PART_COPY[part]}</th>
                {alternatives.map((each) => (
                  <td key={each.location}>{pointsWords(each.parts[part] ?? 0)}</td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{ROUTING_COPY.total}</th>
              {alternatives.map(({ location, utility }) => (
                <td key={location} className={location === chosen ? styles.chosen : undefined}>
                  {pointsWords(utility)}
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
      </dd>
    </>
  );
}

function pointsWords(points: number): string {
  return ROUTING_COPY.points(Math.round(points * 10) / 10);
}
