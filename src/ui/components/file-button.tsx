import { useRef } from "react";
import { Button } from "./button";

interface FileButtonProps {
  label: string;
  /** What the file is for, where the label alone does not say it. */
  inputLabel?: string;
  /** As the `accept` of a file input. */
  accept: string;
  onFile: (file: File) => void;
}

/** Takes one file from disk; the same one can be chosen again. */
export function FileButton({ label, inputLabel = label, accept, onFile }: FileButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="up" onClick={() => picker.current?.click()}>
        {label}
      </Button>
      <input
        ref={picker}
        type="file"
        accept={accept}
        aria-label={inputLabel}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </>
  );
}
