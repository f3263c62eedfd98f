import type { Usage } from "../core/event";
import type { ModelPrice } from "../core/model";
import { PRICE_TABLE, type PriceRow } from "./price-table";

/**
 * The price of a model by its name at the endpoint: the person's own price first, then the table by the provider's row,
 * by the name without a vendor's prefix (`openai/gpt-4o`), and without the date of a snapshot (`gpt-4o-2024-08-06`).
 * @returns undefined when nobody knows; never 0.
 */
export function findPrice(
  modelName: string,
  overrides: Readonly<Record<string, ModelPrice>> = {},
  providerId?: string,
): PriceRow | undefined {
  const name = modelName.trim();
  const own = ownEntry(overrides, name) ?? ownEntry(overrides, name.toLowerCase());
  if (own !== undefined) return own;
  const lower = name.toLowerCase();
  const bare = lower.slice(lower.lastIndexOf("/") + 1);
  const candidates = [...(providerId === undefined ? [] : [`${providerId}/${lower}`]), lower, bare];
  for (const candidate of [...candidates, ...candidates.map(withoutDate)]) {
    const row = ownEntry(PRICE_TABLE, candidate);
    if (row !== undefined) return row;
  }
  return undefined;
}

function withoutDate(name: string): string {
  return name.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/, "");
}

/** Names come from outside: `constructor` is not a price. */
function ownEntry<Value>(table: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

const PER_MILLION = 1e-6;

/**
 * What a usage costs in USD: tokens times rate, cached and audio input and audio output at rates of their own.
 * Cached and audio tokens are parts of the input, reasoning and audio tokens parts of the output, as in OpenAI's
 * `usage`; image tokens and reasoning are billed as plain input and output.
 * @returns undefined when a part that was used has no known rate, or the tokens are not known; never 0 for those.
 */
export function costUsd(price: PriceRow | undefined, usage: Usage): number | undefined {
  const { inputTokens, outputTokens } = usage;
  if (price === undefined || inputTokens === undefined || outputTokens === undefined) return undefined;
  const rates = ratesFor(price, inputTokens);
  const audioIn = Math.min(usage.audioInputTokens ?? 0, inputTokens);
  const cachedIn = Math.min(usage.cachedInputTokens ?? 0, inputTokens - audioIn);
  const audioOut = Math.min(usage.audioOutputTokens ?? 0, outputTokens);
  return sum([
    cost(inputTokens - audioIn - cachedIn, rates.inputUsdPerMillion),
    cost(cachedIn, rates.cachedInputUsdPerMillion),
    cost(audioIn, rates.audioInputUsdPerMillion),
    cost(outputTokens - audioOut, rates.outputUsdPerMillion),
    cost(audioOut, rates.audioOutputUsdPerMillion),
  ]);
}

function ratesFor(price: PriceRow, inputTokens: number): Omit<PriceRow, "source" | "asOf" | "longInput"> {
  const { longInput } = price;
  return longInput !== undefined && inputTokens > longInput.aboveTokens ? longInput : price;
}

function cost(tokens: number, usdPerMillion: number | undefined): number | undefined {
  if (tokens === 0) return 0;
  return usdPerMillion === undefined ? undefined : tokens * usdPerMillion * PER_MILLION;
}

function sum(parts: readonly (number | undefined)[]): number | undefined {
  let total = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    total += part;
  }
  return total;
}
