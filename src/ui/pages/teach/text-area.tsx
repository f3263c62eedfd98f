import { type Ref, useId } from "react";
import { classNames } from "../../class-names";
import form from "../../components/field.module.css";
import styles from "./teach-page.module.css";

interface TextAreaProps {
  label: string;
  hint?: string;
  value: string;
  ref?: Ref<HTMLTextAreaElement>;
  onChange: (value: string) => void;
}

/** A labelled box for several lines. */
export function TextArea({ label, hint, value, ref, onChange }: TextAreaProps) {
  const id = useId();
  return (
    <div className={form.field}>
      <label className={form.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        ref={ref}
        className={classNames(form.control, styles.area)}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint !== undefined && (
        <span className={form.hint} id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}
