import { type InputHTMLAttributes, type ReactNode, type SelectHTMLAttributes, useId } from "react";
import { classNames } from "../class-names";
import styles from "./field.module.css";

interface FieldProps {
  label: string;
  hint?: ReactNode;
}

interface TextFieldProps extends FieldProps, InputHTMLAttributes<HTMLInputElement> {
  /** What is wrong with the value; in place of the hint, and said at once. */
  problem?: string | null;
}

/** A labelled text, number or password box. */
export function TextField({ label, hint, problem = null, ...rest }: TextFieldProps) {
  const id = useId();
  const note = problem ?? hint;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.control}
        aria-describedby={note === undefined ? undefined : `${id}-hint`}
        aria-invalid={problem === null ? undefined : true}
        {...rest}
      />
      {note !== undefined && (
        <span
          // A new element, since not every screen reader speaks one that becomes an alert.
          key={problem === null ? "hint" : "problem"}
          id={`${id}-hint`}
          role={problem === null ? undefined : "alert"}
          className={classNames(styles.hint, problem !== null && styles.problem)}
        >
          {note}
        </span>
      )}
    </div>
  );
}

/** A labelled native select. */
export function SelectField({
  label,
  hint,
  children,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select
        id={id}
        className={classNames(styles.control)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        {...rest}
      >
        {children}
      </select>
      {hint !== undefined && (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

/** A checkbox with a line that explains it. */
export function CheckField({
  label,
  hint,
  checked,
  onChange,
}: FieldProps & { checked: boolean; onChange: (checked: boolean) => void }) {
  const id = useId();
  return (
    <div className={styles.check}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
      />
      <label htmlFor={id}>{label}</label>
      {hint !== undefined && (
        <span className={styles.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
