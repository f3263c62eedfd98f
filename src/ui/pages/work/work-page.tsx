import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { WORK_COPY } from "../../copy/work";
import { Composer } from "./composer";
import { EmptyWork } from "./empty-work";
import { ResultPane, usePanes } from "./result-pane";
import { RouteReceipt } from "./route-receipt";
import { SourceNote } from "./source-note";
import styles from "./work-page.module.css";

/** The page where work is done: the composer above, results below. */
export function WorkPage() {
  const panes = usePanes();
  const ready = useApp((state) => state.ready);
  const [first, second] = panes;
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{WORK_COPY.heading}</h1>
      <Composer />
      {first === undefined ? (
        ready && <EmptyWork />
      ) : (
        <div className={styles.results}>
          <SourceNote run={first.run} />
          <div className={classNames(styles.panes, second !== undefined && styles.two)}>
            {panes
              .filter(({ run }) => run.location !== null)
              .map((live) => (
                <ResultPane
                  key={live.run.id}
                  live={live}
                  other={panes.find((each) => each !== live) ?? null}
                />
              ))}
          </div>
          <RouteReceipt panes={panes} />
        </div>
      )}
    </div>
  );
}
