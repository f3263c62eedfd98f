import type { ButtonHTMLAttributes } from "react";
import { classNames } from "../class-names";
import styles from "./button.module.css";
import { Icon, type IconName } from "./icon";

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: "plain" | "primary" | "quiet" | "danger";
  size?: "small" | "medium" | "large";
  icon?: IconName;
}

/** The one button. `type` is `button` unless told otherwise. */
export function Button({ look = "plain", size = "medium", icon, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        styles.button,
        look !== "plain" && styles[look],
        size !== "medium" && styles[size],
        className,
      )}
      {...rest}
    >
      {icon !== undefined && <Icon name={icon} size={size === "small" ? 14 : 16} />}
      {children}
    </button>
  );
}
