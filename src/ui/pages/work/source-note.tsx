import type { Run } from "../../../core/run";
import { currentOptions } from "../../../store/selectors";
import { taskDefinition } from "../../../tasks";
import { useActions, useApp } from "../../app-context";
import { Button } from "../../components/button";
import { WORK_COPY } from "../../copy/work";
import { formatDate } from "../../format";
import styles from "./work-page.module.css";

/** Says which text the results belong to, once the composer holds another one. */
export function SourceNote({ run }: { run: Run }) {
  const { reuse } = useActions();
  const sameText = useApp((state) => state.composer.text === run.request.text);
  const sameTask = useApp((state) => state.composer.task === run.request.task);
  const options = useApp(currentOptions);
  const sameOptions = Object.entries(run.request.options).every(([id, value]) => options[id] === value);
  if (sameText && sameTask && sameOptions) return null;
  const { task, text } = run.request;
  return (
    <div className={styles.source}>
      <span>
        {taskDefinition(task).label}, {formatDate(run.createdAt)}
      </span>
      <span className={styles.excerpt}>{text.slice(0, 200)}</span>
      <Button size="small" look="quiet" onClick={() => reuse(run.request)}>
        {WORK_COPY.reuse}
      </Button>
    </div>
  );
}
