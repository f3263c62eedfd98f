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

interface LabelledControlProps extends FieldProps {
  problem?: string | null;
  /** Draws the control under this id, with what describes it. */
  control: (ids: { id: string; "aria-describedby": string | undefined }) => ReactNode;
}

/** A control under its label, with what is to be said of it below. */
export function LabelledControl({ label, hint, problem = null, control }: LabelledControlProps) {
  const id = useId();
  const note = problem ?? hint;
  const noteId = `${id}-hint`;
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {control({ id, "aria-describedby": note === undefined ? undefined : noteId })}
      {note !== undefined && (
        <span
          // A new element, since not every screen reader speaks one that becomes an alert.
          key={problem === null ? "hint" : "problem"}
          id={noteId}
          role={problem === null ? undefined : "alert"}
          className={classNames(styles.hint, problem !== null && styles.problem)}
        >
          {note}
        </span>
      )}
    </div>
  );
}

/** A labelled text, number or password box. */
export function TextField({ label, hint, problem = null, ...rest }: TextFieldProps) {
  return (
    <LabelledControl
      {...{ label, hint, problem }}
      control={(ids) => (
        <input
          {...ids}
          className={styles.control}
          aria-invalid={problem === null ? undefined : true}
          {...rest}
        />
      )}
    />
  );
}

/** A labelled native select. */
export function SelectField({
  label,
  hint,
  children,
  ...rest
}: FieldProps & SelectHTMLAttributes<HTMLSelectElement>) {
  return (
    <LabelledControl
      {...{ label, hint }}
      control={(ids) => (
        <select {...ids} className={styles.control} {...rest}>
          {children}
        </select>
      )}
    />
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
