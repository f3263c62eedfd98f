import { useRef, useState } from "react";
import type { TextEdit } from "../../core/output";
import type { Run } from "../../core/run";
import type { Verdict } from "../../store/app-state";
import { useActions, useApp } from "../app-context";
import { classNames } from "../class-names";
import { Button } from "../components/button";
import { CopyButton } from "../components/copy-button";
import { OUTPUT_COPY } from "../copy/output";
import { formatShare } from "../format";
import { correctedText, splitAtEdits, usableEdits } from "./apply-edits";
import styles from "./output.module.css";

const NO_VERDICTS: Readonly<Record<number, Verdict>> = {};

interface EditsOutputProps {
  run: Run;
  edits: readonly TextEdit[];
  wide: boolean;
}

/** Proposed changes drawn in the text, and a list to accept or reject each. */
export function EditsOutput({ run, edits, wide }: EditsOutputProps) {
  const { judge, judgeAll } = useActions();
  const verdicts = useApp((state) => state.verdicts[run.id]) ?? NO_VERDICTS;
  const [active, setActive] = useState<number | null>(null);
  const rows = useRef(new Map<number, HTMLLIElement>());
  const { text } = run.request;
  const usable = usableEdits(text, edits);
  const open = usable.filter(({ index }) => verdicts[index] === undefined).length;

  if (usable.length === 0) return <p className={styles.good}>{OUTPUT_COPY.noEdits}</p>;
  return (
    <>
      <div className={styles.bar}>
        <span className={styles.count}>
          {usable.length} {usable.length === 1 ? "change" : "changes"}
          {open < usable.length && `, ${open} open`}
        </span>
        <span className={styles.grow} />
        <Button
          look="quiet"
          size="small"
          icon="check"
          onClick={() => judgeAll(run.id, edits.length, "accepted")}
        >
          {OUTPUT_COPY.acceptAll}
        </Button>
        {open < usable.length && (
          <Button look="quiet" size="small" onClick={() => judgeAll(run.id, edits.length, null)}>
            {OUTPUT_COPY.undoAll}
          </Button>
        )}
        <CopyButton label={OUTPUT_COPY.copyCorrected} text={() => correctedText(text, edits, verdicts)} />
      </div>
      <div className={classNames(styles.split, wide && styles.wide)}>
        <div className={styles.text}>
          {splitAtEdits(text, edits).map((part, position) => {
            if (part.type === "text") return part.text;
            return (
              <EditInText
                // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text never move
                key={position}
                original={part.original}
                replacement={part.edit.replacement}
                verdict={verdicts[part.index]}
                active={active === part.index}
                onPick={() => {
                  setActive(part.index);
                  rows.current.get(part.index)?.querySelector("button")?.focus();
                }}
              />
            );
          })}
        </div>
        <ul className={styles.rows} aria-label={OUTPUT_COPY.changes}>
          {usable.map(({ edit, index }) => {
            const original = text.slice(edit.start, edit.end);
            const verdict = verdicts[index];
            const name = changeName(original, edit.replacement);
            return (
              <li
                key={index}
                className={styles.row}
                data-verdict={verdict}
                ref={(element) => {
                  if (element !== null) rows.current.set(index, element);
                }}
                onFocus={() => setActive(index)}
                onPointerEnter={() => setActive(index)}
                onPointerLeave={() => setActive(null)}
              >
                <span className={styles.change}>
                  {original !== "" && <del>{original}</del>}
                  {original !== "" && edit.replacement !== "" && " → "}
                  {edit.replacement !== "" && <ins>{visible(edit.replacement)}</ins>}
                </span>
                <span className={styles.verdicts}>
                  <Button
                    size="small"
                    look={verdict === "accepted" ? "primary" : "quiet"}
                    icon="check"
                    aria-pressed={verdict === "accepted"}
                    aria-label={`Accept: ${name}`}
                    title="Accept"
                    onClick={() => judge(run.id, index, verdict === "accepted" ? null : "accepted")}
                  />
                  <Button
                    size="small"
                    look={verdict === "rejected" ? "primary" : "quiet"}
                    icon="close"
                    aria-pressed={verdict === "rejected"}
                    aria-label={`Reject: ${name}`}
                    title="Reject"
                    onClick={() => judge(run.id, index, verdict === "rejected" ? null : "rejected")}
                  />
                </span>
                <span className={styles.why}>
                  {edit.reason} ({OUTPUT_COPY.kinds[edit.kind]}, {formatShare(edit.confidence)} sure)
                </span>
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

interface EditInTextProps {
  original: string;
  replacement: string;
  verdict: Verdict | undefined;
  active: boolean;
  onPick: () => void;
}

/** One change where it stands. A click is a shortcut to its row, which the keyboard reaches by itself. */
function EditInText({ original, replacement, verdict, active, onPick }: EditInTextProps) {
  if (verdict === "rejected") return <span data-active={active}>{original}</span>;
  if (verdict === "accepted") {
    return (
      <ins className={classNames(styles.edit, styles.accepted)} data-active={active}>
        {replacement}
      </ins>
    );
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a pointer shortcut; the list has the buttons
    // biome-ignore lint/a11y/useKeyWithClickEvents: as above
    <span className={styles.edit} data-active={active} onClick={onPick}>
      {original !== "" && <del>{original}</del>}
      {replacement !== "" && <ins>{replacement}</ins>}
    </span>
  );
}

function visible(text: string): string {
  return text.trim() === "" ? `“${text}”` : text;
}

function changeName(original: string, replacement: string): string {
  if (original === "") return `insert “${replacement}”`;
  if (replacement === "") return `delete “${original}”`;
  return `“${original}” to “${replacement}”`;
}
