import { useId } from "react";
import { classNames } from "../class-names";
import styles from "./choice-group.module.css";
import { Icon, type IconName } from "./icon";

interface Choice<Value extends string> {
  value: Value;
  label: string;
  icon?: IconName;
}

interface ChoiceGroupProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  look?: "chips" | "segments";
  disabled?: boolean;
}

/** Native radio buttons drawn as chips or as a segmented control; arrow keys work as ever. */
export function ChoiceGroup<Value extends string>(props: ChoiceGroupProps<Value>) {
  const { label, choices, value, onChange, look = "chips", disabled = false } = props;
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={classNames(styles.group, look === "segments" ? styles.segments : styles.scrolls)}
    >
      {choices.map((choice) => (
        <label key={choice.value} className={styles.choice}>
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            disabled={disabled}
            onChange={() => onChange(choice.value)}
          />
          {choice.icon !== undefined && <Icon name={choice.icon} />}
          {choice.label}
        </label>
      ))}
    </div>
  );
}
