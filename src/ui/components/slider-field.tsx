import { useId } from "react";
import styles from "./slider-field.module.css";

interface SliderFieldProps {
  label: string;
  /** What the two ends mean. */
  ends: readonly [low: string, high: string];
  /** From 0 to 1. */
  value: number;
  onChange: (value: number) => void;
  /** The value as it is spoken; percent by default. */
  valueText?: string;
}

/** A labelled slider from 0 to 1 in steps of a twentieth, with words for its ends. */
export function SliderField({ label, ends, value, onChange, valueText }: SliderFieldProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className={styles.slider}
        type="range"
        min={0}
        max={1}
        step={0.05}
        value={value}
        aria-valuetext={valueText ?? `${Math.round(value * 100)} %`}
        aria-describedby={`${id}-ends`}
        onChange={(event) => onChange(Number(event.target.value))}
      />
      <span className={styles.ends} id={`${id}-ends`}>
        <span>{ends[0]}</span>
        <span>{ends[1]}</span>
      </span>
    </div>
  );
}
