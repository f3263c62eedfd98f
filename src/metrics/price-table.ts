import type { ModelPrice } from "../core/model";

/** A price with what holds for very long inputs. */
export interface PriceRow extends ModelPrice {
  /** The rates of the whole call once its input is longer than that; a rate left out is unknown. */
  longInput?: {
    aboveTokens: number;
    inputUsdPerMillion?: number;
    outputUsdPerMillion?: number;
    cachedInputUsdPerMillion?: number;
  };
}

type Rates = Omit<PriceRow, "source" | "asOf" | "inputUsdPerMillion" | "outputUsdPerMillion">;

/** The day on which every source below was read. */
const READ_ON = "2026-11-22";

function fromLiteLlm(inputUsdPerMillion: number, outputUsdPerMillion: number, rates: Rates = {}): PriceRow {
  const source =
    "LiteLLM model_prices_and_context_window.json at 00035b69f416 (about July to September 2026)";
  return { inputUsdPerMillion, outputUsdPerMillion, ...rates, source, asOf: READ_ON };
}

/**
 * List prices that are newer than LiteLLM's table. Only the two rates are named there; a cached rate or one for long
 * inputs carried over from the old price would be a guess, so they stay unknown.
 */
function fromAutumnList(inputUsdPerMillion: number, outputUsdPerMillion: number): PriceRow {
  const source = "LiteLLM discussion #42523 (list prices of September and October 2026)";
  return {
    inputUsdPerMillion,
    outputUsdPerMillion,
    longInput: { aboveTokens: 272_000 },
    source,
    asOf: READ_ON,
  };
}

function fromReport(
  source: string,
  inputUsdPerMillion: number,
  cachedInputUsdPerMillion: number,
  outputUsdPerMillion: number,
): PriceRow {
  return { inputUsdPerMillion, cachedInputUsdPerMillion, outputUsdPerMillion, source, asOf: READ_ON };
}

/**
 * What models cost, in USD per one million tokens, by bare name, or by `<provider>/<name>` where the price is that
 * provider's own. Every row is an estimate: standard tier, without taxes, batch, priority or regional rates; the
 * person's own price wins. Dated snapshots are listed only where they differ from their family.
 */
export const PRICE_TABLE: Readonly<Record<string, PriceRow>> = {
  "gpt-4o": fromLiteLlm(2.5, 10, { cachedInputUsdPerMillion: 1.25 }),
  "gpt-4o-2024-05-13": fromLiteLlm(5, 15),
  "gpt-4o-mini": fromLiteLlm(0.15, 0.6, { cachedInputUsdPerMillion: 0.075 }),
  "gpt-4o-audio-preview": fromLiteLlm(2.5, 10, { audioInputUsdPerMillion: 40, audioOutputUsdPerMillion: 80 }),
  "gpt-4o-mini-audio-preview": fromLiteLlm(0.15, 0.6, {
    audioInputUsdPerMillion: 10,
    audioOutputUsdPerMillion: 20,
  }),
  "gpt-audio": fromLiteLlm(2.5, 10, { audioInputUsdPerMillion: 32, audioOutputUsdPerMillion: 64 }),
  "gpt-audio-1.5": fromLiteLlm(2.5, 10, { audioInputUsdPerMillion: 32, audioOutputUsdPerMillion: 64 }),
  "gpt-audio-mini": fromLiteLlm(0.6, 2.4, { audioInputUsdPerMillion: 10, audioOutputUsdPerMillion: 20 }),
  "gpt-4.1": fromLiteLlm(2, 8, { cachedInputUsdPerMillion: 0.5 }),
  "gpt-4.1-mini": fromLiteLlm(0.4, 1.6, { cachedInputUsdPerMillion: 0.1 }),
  "gpt-4.1-nano": fromLiteLlm(0.1, 0.4, { cachedInputUsdPerMillion: 0.025 }),
  "gpt-5": fromLiteLlm(1.25, 10, { cachedInputUsdPerMillion: 0.125 }),
  "gpt-5-mini": fromLiteLlm(0.25, 2, { cachedInputUsdPerMillion: 0.025 }),
  "gpt-5-nano": fromLiteLlm(0.05, 0.4, { cachedInputUsdPerMillion: 0.005 }),
  "gpt-5-chat": fromLiteLlm(1.25, 10, { cachedInputUsdPerMillion: 0.125 }),
  "gpt-5-chat-latest": fromLiteLlm(1.25, 10, { cachedInputUsdPerMillion: 0.125 }),
  "gpt-5.1": fromLiteLlm(1.25, 10, { cachedInputUsdPerMillion: 0.125 }),
  "gpt-5.1-chat-latest": fromLiteLlm(1.25, 10, { cachedInputUsdPerMillion: 0.125 }),
  "gpt-5.2": fromLiteLlm(1.75, 14, { cachedInputUsdPerMillion: 0.175 }),
  "gpt-5.2-chat-latest": fromLiteLlm(1.75, 14, { cachedInputUsdPerMillion: 0.175 }),
  "gpt-5.3-chat-latest": fromLiteLlm(1.75, 14, { cachedInputUsdPerMillion: 0.175 }),
  "gpt-5.4": fromLiteLlm(2.5, 15, {
    cachedInputUsdPerMillion: 0.25,
    longInput: {
      aboveTokens: 272_000,
      inputUsdPerMillion: 5,
      outputUsdPerMillion: 22.5,
      cachedInputUsdPerMillion: 0.5,
    },
  }),
  "gpt-5.4-mini": fromLiteLlm(0.75, 4.5, { cachedInputUsdPerMillion: 0.075 }),
  "gpt-5.4-nano": fromLiteLlm(0.2, 1.25, { cachedInputUsdPerMillion: 0.02 }),
  "gpt-5.5": fromLiteLlm(5, 30, {
    cachedInputUsdPerMillion: 0.5,
    longInput: {
      aboveTokens: 272_000,
      inputUsdPerMillion: 10,
      outputUsdPerMillion: 45,
      cachedInputUsdPerMillion: 1,
    },
  }),
  "gpt-5.6": fromLiteLlm(5, 30, {
    cachedInputUsdPerMillion: 0.5,
    longInput: {
      aboveTokens: 272_000,
      inputUsdPerMillion: 10,
      outputUsdPerMillion: 45,
      cachedInputUsdPerMillion: 1,
    },
  }),
  o1: fromLiteLlm(15, 60, { cachedInputUsdPerMillion: 7.5 }),
  o3: fromLiteLlm(2, 8, { cachedInputUsdPerMillion: 0.5 }),
  "o3-mini": fromLiteLlm(1.1, 4.4, { cachedInputUsdPerMillion: 0.55 }),
  "o4-mini": fromLiteLlm(1.1, 4.4, { cachedInputUsdPerMillion: 0.275 }),
  "openrouter/openai/gpt-oss-20b": fromLiteLlm(0.02, 0.1),
  "openrouter/openai/gpt-oss-120b": fromLiteLlm(0.18, 0.8),
  "openrouter/google/gemini-2.5-flash": fromLiteLlm(0.3, 2.5, { audioInputUsdPerMillion: 0.7 }),
  "openrouter/google/gemini-3-flash-preview": fromLiteLlm(0.5, 3, {
    cachedInputUsdPerMillion: 0.05,
    audioInputUsdPerMillion: 1,
  }),
  "openrouter/anthropic/claude-haiku-4.5": fromLiteLlm(1, 5, { cachedInputUsdPerMillion: 0.1 }),
  "openrouter/anthropic/claude-sonnet-4.5": fromLiteLlm(3, 15, {
    cachedInputUsdPerMillion: 0.3,
    longInput: { aboveTokens: 200_000, inputUsdPerMillion: 6, outputUsdPerMillion: 22.5 },
  }),
  "openrouter/deepseek/deepseek-v3.2": fromLiteLlm(0.28, 0.4, { cachedInputUsdPerMillion: 0.028 }),
  "openrouter/qwen/qwen3-235b-a22b-2507": fromLiteLlm(0.071, 0.1),
  "gpt-5.6-sol": fromAutumnList(4, 20),
  "gpt-5.6-terra": fromAutumnList(2, 12),
  "gpt-5.6-luna": fromAutumnList(0.2, 1.2),
  "gpt-6-luna": fromReport("codexometer v0.18.4; LiteLLM discussion #42523", 0.1, 0.01, 0.5),
  "gpt-6-sol": fromReport("codexometer v0.18.4; LiteLLM discussion #42523", 2, 0.2, 10),
  "gpt-6.1-sol": fromReport("Codex-Manager 0.4.7", 2, 0.1, 10),
  "gpt-6.1-terra": fromReport("docs.litellm.ai/blog/gpt-6-1-terra", 1, 0.05, 5),
};
