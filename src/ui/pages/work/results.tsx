import type { LiveRun } from "../../../store/apply-run-event";
import { useActions } from "../../app-context";
import { classNames } from "../../class-names";
import { ErrorPanel } from "../../run/error-panel";
import { RouteReceipt } from "../../run/route-receipt";
import { ResultPane } from "./result-pane";
import { SourceNote } from "./source-note";
import styles from "./work-page.module.css";

interface ResultsProps {
  /** One, or the two of a Compare. */
  panes: readonly [LiveRun, ...LiveRun[]];
}

/** What the shown runs gave, and why they ran where they did. Its own part of the build: a first visit has none. */
export function Results({ panes }: ResultsProps) {
  const { runAgain } = useActions();
  return (
    <div className={styles.results}>
      <SourceNote run={panes[0].run} />
      <div className={classNames(styles.panes, panes.length > 1 && styles.two)}>
        {panes
          .filter(({ run }) => run.location !== null)
          .map((live) => (
            <ResultPane key={live.run.id} live={live} other={panes.find((each) => each !== live) ?? null} />
          ))}
      </div>
      {panes
        .filter(({ run }) => run.location === null && run.decision === null && run.error !== null)
        .map(({ run }) => (
          <ErrorPanel
            key={run.id}
            run={run}
            inCompare={panes.length > 1}
            onRunAgain={(mode) => runAgain(run.id, mode)}
          />
        ))}
      <RouteReceipt panes={panes} />
    </div>
  );
}
