/** Lets text through up to the first stop string, which may arrive in pieces and is never shown. */
export interface StopFilter {
  /** The text that can be shown now, and whether a stop string came; after that nothing more is let through. */
  push(text: string): { text: string; isStopped: boolean };
  /** What was held back because it might have become a stop string. */
  flush(): string;
}

/** Empty stop strings are ignored. */
export function createStopFilter(stops: readonly string[]): StopFilter {
  const wanted = stops.filter((stop) => stop !== "");
  let held = "";
  let isStopped = false;

  return {
    push(text) {
      if (isStopped) return { text: "", isStopped };
      held += text;
      const found = wanted.map((stop) => held.indexOf(stop)).filter((index) => index >= 0);
      if (found.length > 0) {
        isStopped = true;
        const shown = held.slice(0, Math.min(...found));
        held = "";
        return { text: shown, isStopped };
      }
      const ready = held.length - longestStart(held, wanted);
      const shown = held.slice(0, ready);
      held = held.slice(ready);
      return { text: shown, isStopped };
    },
    flush() {
      const text = held;
      held = "";
      return text;
    },
  };
}

/** How many characters at the end of `text` may be the beginning of a stop string. */
function longestStart(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length -= 1) {
      if (text.endsWith(stop.slice(0, length))) longest = length;
    }
  }
  return longest;
}
