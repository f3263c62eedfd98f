import type { Condensed } from "../../core/run";
import { formatCount, formatUsd } from "../format";

export const CONDENSE_COPY = {
  receipt: "Condensed",
  setting: "Send only what a question asks about of a long text",
  hint: "For Ask and earlier turns of Chat, in the cloud: sentences near the question go word for word, the rest stays here. What was left out may have mattered; “What will be sent” shows what is kept.",
} as const;

/** What was not sent of a long context. */
export function condensedWords({ tokensBefore, tokensAfter, savedUsd }: Condensed): string {
  const saved = savedUsd === undefined ? "" : `, ${formatUsd(savedUsd)} not spent`;
  return `About ${formatCount(tokensAfter)} of ${formatCount(tokensBefore)} tokens of context were sent${saved}. They were chosen on this device.`;
}
