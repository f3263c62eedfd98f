import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { Quote, StructuredOutput } from "../../core/output";
import { createLocator } from "./locate";
import { strictObject } from "./prompts";
import { readAnswer } from "./read-answer";

const answerSchema = v.object({ quotes: v.array(v.string()) });

/** The answer format of tasks that choose sentences. */
export const QUOTES_FORMAT = strictObject("quotes", { quotes: { type: "array", items: { type: "string" } } });

/** How a model is told to answer in that format. */
export const QUOTES_INSTRUCTION =
  'Answer with JSON only: {"quotes":["…"]}. Copy each sentence exactly, whole, in the order of the text.';

/**
 * Reads chosen sentences and finds them in the source. What is not in the source is no quote and is left out.
 * @throws InferenceError `output-unreadable` when not one of them is in the source.
 */
export function parseQuotes(answer: string, source: string): StructuredOutput {
  const { quotes } = readAnswer(answerSchema, answer);
  const locator = createLocator(source);
  const found: Quote[] = [];
  for (const [index, quote] of quotes.entries()) {
    const place = locator.find(quote);
    if (!place || found.some((other) => other.start === place.start)) continue;
    found.push({
      ...place,
      text: source.slice(place.start, place.end),
      score: 1 - index / (quotes.length + 1),
    });
  }
  if (found.length === 0 && quotes.length > 0) {
    throw new InferenceError("output-unreadable", "none of the quotes is in the text", { detail: answer });
  }
  return { kind: "quotes", quotes: found.sort((one, other) => one.start - other.start) };
}
