import { useApp } from "../../app-context";
import { classNames } from "../../class-names";
import { Button } from "../../components/button";
import form from "../../components/field.module.css";
import { TEACH_COPY } from "../../copy/teach";
import styles from "./teach-page.module.css";
import { useTeach } from "./use-teach";

/** What was deleted last, and the way back. Spoken when it comes. */
export function UndoNote({ type }: { type: "specialist" | "examples" }) {
  const { undo: bringBack } = useTeach();
  const undo = useApp((state) => state.teach.undo);
  const isMine = undo?.type === type;
  return (
    <div className={classNames(form.row, styles.undo)}>
      <span role="status">{isMine && TEACH_COPY.deleted(undo)}</span>
      {isMine && (
        <Button size="small" onClick={() => void bringBack()}>
          {TEACH_COPY.undo}
        </Button>
      )}
    </div>
  );
}
