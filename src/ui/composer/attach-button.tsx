import { useRef } from "react";
import { Button } from "../components/button";

interface AttachButtonProps {
  label: string;
  /** As of a file input. */
  accept: string;
  onFiles: (files: readonly File[]) => void;
  /** Without its words, where there is little room. */
  isCompact?: boolean;
}

/** Opens the browser's file picker. */
export function AttachButton({ label, accept, onFiles, isCompact = false }: AttachButtonProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button
        look="quiet"
        icon="image"
        aria-label={label}
        title={isCompact ? label : undefined}
        onClick={() => picker.current?.click()}
      >
        {isCompact ? null : label}
      </Button>
      <input
        ref={picker}
        type="file"
        accept={accept}
        multiple
        hidden
        aria-label={label}
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </>
  );
}
