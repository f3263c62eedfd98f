import { lazy, Suspense, useId } from "react";
import type { TaskOption } from "../../../tasks";
import { classNames } from "../../class-names";
import styles from "./composer.module.css";

const SpecialistSelect = lazy(async () => ({
  default: (await import("./specialist-select")).SpecialistSelect,
}));

interface OptionFieldProps {
  option: TaskOption;
  value: string;
  invalid: boolean;
  onChange: (value: string) => void;
}

/** One setting of a task, as the control its type asks for. */
export function OptionField({ option, value, invalid, onChange }: OptionFieldProps) {
  const className = classNames(styles.field, invalid && styles.invalid);
  const id = useId();
  return (
    <span className={classNames(styles.option, option.type === "text" && option.required && styles.wide)}>
      <label htmlFor={id}>{option.label}</label>
      {option.type === "specialist" ? (
        <Suspense fallback={null}>
          <SpecialistSelect id={id} className={className} value={value} onChange={onChange} />
        </Suspense>
      ) : option.type === "select" ? (
        <select
          id={id}
          className={className}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          {option.values.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      ) : option.type === "number" && option.look === "slider" ? (
        <>
          <input
            id={id}
            type="range"
            className={styles.slider}
            min={option.min}
            max={option.max}
            step={option.step}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <output htmlFor={id} className={styles.figure}>
            {value}
          </output>
        </>
      ) : option.type === "number" ? (
        <input
          id={id}
          type="number"
          className={className}
          min={option.min}
          max={option.max}
          step={option.step}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      ) : (
        <input
          id={id}
          type="text"
          className={className}
          placeholder={option.placeholder}
          required={false}
          aria-required={option.required}
          aria-invalid={invalid}
          value={value}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </span>
  );
}
