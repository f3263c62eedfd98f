import { lazy, Suspense } from "react";
import type { LiveRun } from "../../../store/apply-run-event";
import { useApp } from "../../app-context";
import { WORK_COPY } from "../../copy/work";
import { Composer } from "./composer";
import { EmptyWork } from "./empty-work";
import styles from "./work-page.module.css";

/** Fetches the part of the page that shows results. */
export const loadResults = () => import("./results");

const Results = lazy(async () => ({ default: (await loadResults()).Results }));

/** The page where work is done: the composer above, results below. */
export function WorkPage() {
  const [first, ...others] = usePanes();
  const ready = useApp((state) => state.ready);
  return (
    <div className={styles.page}>
      <h1 className={styles.heading}>{WORK_COPY.heading}</h1>
      <Composer />
      {first === undefined ? (
        ready && <EmptyWork />
      ) : (
        <Suspense fallback={null}>
          <Results panes={[first, ...others]} />
        </Suspense>
      )}
    </div>
  );
}

function usePanes(): LiveRun[] {
  const live = useApp((state) => state.live);
  const ids = useApp((state) => state.shownRunIds);
  return ids.flatMap((id) => live[id] ?? []);
}
