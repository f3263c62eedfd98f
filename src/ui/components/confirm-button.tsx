import { useRef } from "react";
import { Button } from "./button";
import styles from "./dialog.module.css";

interface ConfirmButtonProps {
  label: string;
  question: string;
  onConfirm: () => void;
  disabled?: boolean;
  size?: "small" | "medium";
}

/** A button for what cannot be undone: asks first, in a native dialog. */
export function ConfirmButton({
  label,
  question,
  onConfirm,
  disabled = false,
  size = "medium",
}: ConfirmButtonProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <Button
        look="danger"
        icon="trash"
        size={size}
        disabled={disabled}
        onClick={() => dialog.current?.showModal()}
      >
        {label}
      </Button>
      <dialog ref={dialog} className={styles.dialog} aria-label={label}>
        <form method="dialog" className={styles.form}>
          <p>{question}</p>
          <div className={styles.actions}>
            <Button type="submit">Cancel</Button>
            <Button
              look="primary"
              onClick={() => {
                dialog.current?.close();
                onConfirm();
              }}
            >
              {label}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
