import { useActions } from "../../app-context";
import { Button } from "../../components/button";
import { EXAMPLE_TEXT, WORK_COPY } from "../../copy/work";
import styles from "./work-page.module.css";

/** The first visit: what this is, and one press to see it work. */
export function EmptyWork() {
  const { reuse, submit } = useActions();
  const tryExample = () => {
    reuse({ task: "proofread", text: EXAMPLE_TEXT, options: {} });
    submit("local");
  };
  return (
    <section className={styles.empty} aria-label={WORK_COPY.emptyTitle}>
      <h2>{WORK_COPY.emptyTitle}</h2>
      <p>{WORK_COPY.emptyBody}</p>
      <Button onClick={tryExample}>{WORK_COPY.example}</Button>
    </section>
  );
}
