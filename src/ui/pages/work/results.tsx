import { Fragment } from "react";
import type { LiveRun } from "../../../store/apply-run-event";
import { useActions } from "../../app-context";
import { classNames } from "../../class-names";
import { AnswerSeam } from "../../run/answer-seam";
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
  const follows = panes.find(({ run }) => run.escalation !== undefined);
  return (
    <div className={styles.results}>
      <SourceNote run={panes[0].run} />
      <div className={classNames(styles.panes, panes.length > 1 && follows === undefined && styles.two)}>
        {panes
          .filter(({ run }) => run.location !== null)
          .map((live) => (
            <Fragment key={live.run.id}>
              {live.run.escalation !== undefined && <AnswerSeam escalation={live.run.escalation} />}
              <ResultPane
                live={live}
                other={follows === undefined ? (panes.find((each) => each !== live) ?? null) : null}
                isFollowed={follows?.run.escalation?.fromRunId === live.run.id}
              />
            </Fragment>
          ))}
      </div>
      {panes
        .filter(({ run }) => run.location === null && run.decision === null && run.error !== null)
        .map(({ run }) => (
          <ErrorPanel
            key={run.id}
            run={run}
            inCompare={panes.length > 1 && follows === undefined}
            onRunAgain={(mode) => runAgain(run.id, mode)}
          />
        ))}
      <RouteReceipt panes={panes} />
    </div>
  );
}
