import { LabelledControl } from "./field";
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
export function SliderField({ label, ends: [low, high], value, onChange, valueText }: SliderFieldProps) {
  return (
    <LabelledControl
      label={label}
      hint={
        <span className={styles.ends}>
          <span>{low}</span>
          <span>{high}</span>
        </span>
      }
      control={(ids) => (
        <input
          {...ids}
          className={styles.slider}
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={value}
          aria-valuetext={valueText ?? `${Math.round(value * 100)} %`}
          onChange={(event) => onChange(Number(event.target.value))}
        />
      )}
    />
  );
}
