import { countTokens } from "gpt-tokenizer/encoding/o200k_base";

/** Longer runs without a break are cut: merging is quadratic in a run (200,000 times "a" takes a minute). */
const LONGEST_RUN = 256;
const RUN = new RegExp(`\\S{${LONGEST_RUN}}(?=\\S)`, "g");

/** Tokens of `text` in OpenAI's o200k_base; exact unless a run of over 256 characters had to be cut. */
export function countO200kTokens(text: string): { tokens: number; exact: boolean } {
  const cut = text.replace(RUN, "$&\n");
  const breaks = cut.length - text.length;
  // Special tokens in a person's text are text.
  const tokens = countTokens(cut, { allowedSpecial: new Set(), disallowedSpecial: new Set() });
  return { tokens: Math.max(0, tokens - breaks), exact: breaks === 0 };
}
