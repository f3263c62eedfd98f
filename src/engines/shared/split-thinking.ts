import type { InferenceEvent } from "../../core/event";

const OPEN = "<think>";
const CLOSE = "</think>";

/** Takes text as it arrives, gives deltas of the answer and of the thinking. */
export interface ThinkingSplitter {
  push(text: string): InferenceEvent[];
  /** What was held back because it might have become a tag. */
  flush(): InferenceEvent[];
}

/**
 * Splits `<think>...</think>` at the start of an answer off from it; tags may be cut over chunks anywhere.
 * `startsInside` where the prompt has already opened the tag.
 */
export function createThinkingSplitter({ startsInside = false } = {}): ThinkingSplitter {
  let state: "start" | "thinking" | "after" | "answer" = startsInside ? "thinking" : "start";
  let held = "";

  const delta = (type: "text-delta" | "reasoning-delta", text: string): InferenceEvent[] =>
    text === "" ? [] : [{ type, text }];

  function step(): InferenceEvent[] {
    if (state === "start") {
      const trimmed = held.trimStart();
      if (OPEN.startsWith(trimmed)) {
        if (trimmed !== OPEN) return [];
      } else if (!trimmed.startsWith(OPEN)) {
        state = "answer";
        return step();
      }
      held = trimmed.slice(OPEN.length);
      state = "thinking";
    }
    if (state === "thinking") {
      const end = held.indexOf(CLOSE);
      if (end < 0) {
        const ready = held.length - tagStartAtEnd(held, CLOSE);
        const text = held.slice(0, ready);
        held = held.slice(ready);
        return delta("reasoning-delta", text);
      }
      const thought = held.slice(0, end);
      held = held.slice(end + CLOSE.length);
      state = "after";
      return [...delta("reasoning-delta", thought.trim() === "" ? "" : thought), ...step()];
    }
    if (state === "after") {
      held = held.trimStart();
      if (held === "") return [];
      state = "answer";
    }
    const text = held;
    held = "";
    return delta("text-delta", text);
  }

  return {
    push(text) {
      held += text;
      return step();
    },
    flush() {
      const text = held;
      held = "";
      return delta(state === "thinking" ? "reasoning-delta" : "text-delta", text);
    },
  };
}

/** How many characters at the end of `text` are the beginning of `tag`. */
function tagStartAtEnd(text: string, tag: string): number {
  for (let length = Math.min(tag.length - 1, text.length); length > 0; length -= 1) {
    if (text.endsWith(tag.slice(0, length))) return length;
  }
  return 0;
}
