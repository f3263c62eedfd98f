import { useEffect, useState } from "react";
import { WORK_COPY } from "../copy/work";
import { Button } from "./button";

/** Copies a text, and says so for a moment. */
export function CopyButton({ text, label = WORK_COPY.copy }: { text: () => string; label?: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1600);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
  };
  return (
    <Button look="quiet" size="small" icon={copied ? "check" : "copy"} onClick={() => void copy()}>
      {copied ? WORK_COPY.copied : label}
    </Button>
  );
}
