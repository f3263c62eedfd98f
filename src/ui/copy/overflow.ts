import type { ContextCut } from "../../core/run";
import type { OverflowPolicy } from "../../core/settings";
import { formatCount } from "../format";

/** What to do with a conversation that is too long, as Settings and the receipt call it. */
export const OVERFLOW_LABELS: Readonly<Record<OverflowPolicy, string>> = {
  refuse: "Refuse",
  "trim-oldest": "Trim oldest",
  summarise: "Summarise",
};

/** What each does, in a sentence. */
export const OVERFLOW_HELP: Readonly<Record<OverflowPolicy, string>> = {
  refuse: "Nothing is left out: the run says by how much the conversation is too long.",
  "trim-oldest": "The oldest messages are left out, and the receipt says how many.",
  summarise:
    "The oldest messages are left out, and sentences of theirs, chosen on this device, stand in their place.",
};

export const OVERFLOW_COPY = {
  setting: "When a conversation is too long for the model",
  hint: "Instructions and your last message are never cut.",
  receipt: "Cut",
} as const;

/** The same, standing by itself. */
export function cutLine(cut: ContextCut): string {
  return `${OVERFLOW_COPY.receipt}: ${cutWords(cut)}`;
}

/** What was left out of a conversation, in words. */
export function cutWords({ policy, messages, tokens, isExact, extracts }: ContextCut): string {
  const which = messages === 1 ? "The oldest message" : `The ${formatCount(messages)} oldest messages`;
  const size = `${isExact ? "" : "about "}${formatCount(tokens)} tokens`;
  const label = OVERFLOW_LABELS[policy];
  if (policy === "trim-oldest") return `${which}, ${size} (${label})`;
  const place =
    extracts === undefined
      ? "there was no room for sentences in their place"
      : `${formatCount(extracts)} ${extracts === 1 ? "sentence stands" : "sentences stand"} in their place`;
  return `${which}, ${size}; ${place} (${label})`;
}
