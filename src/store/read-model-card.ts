import type { CardScore, ModelCard } from "./dependencies";

/**
 * Reads a model's `card.json`, field by field: what is missing or of another shape is left out, so that a card of
 * another version never breaks the page. Null when it is no card at all.
 */
export function readModelCard(value: unknown): ModelCard | null {
  if (typeof value !== "object" || value === null) return null;
  const card = value as Record<string, unknown>;
  return {
    description: textOf(card.purpose) ?? textOf(card.description) ?? "",
    method: textOf(card.method),
    scores: listOf(card.scores).flatMap(readScore),
    others: listOf(card.comparison).flatMap(readOther),
    misses: listOf(card.knownMisses ?? card.misses).flatMap((miss) => textOf(miss) ?? []),
    data: listOf(card.data).flatMap((source) => textOf(source) ?? readSource(source) ?? []),
    notUsed: textOf(card.notUsed),
    speed: textOf(card.speed),
    parameters: typeof card.parameters === "number" ? card.parameters : null,
    trainedBy: textOf(card.trainedBy),
  };
}

function readScore(value: unknown): CardScore[] {
  if (typeof value !== "object" || value === null) return [];
  const score = value as Record<string, unknown>;
  const set = textOf(score.set) ?? textOf(score.name);
  const metric = textOf(score.metric) ?? "";
  const figure = typeof score.value === "number" ? String(score.value) : textOf(score.value);
  if (figure === null || set === null) return [];
  return [{ set, metric, value: figure, count: typeof score.n === "number" ? score.n : null }];
}

function readOther(value: unknown): ModelCard["others"] {
  if (typeof value !== "object" || value === null) return [];
  const { name, scores } = value as Record<string, unknown>;
  const words = textOf(name);
  return words === null ? [] : [{ name: words, scores: listOf(scores).flatMap(readScore) }];
}

function readSource(value: unknown): string | null {
  if (typeof value !== "object" || value === null) return null;
  const { name, licence, license } = value as Record<string, unknown>;
  const terms = textOf(licence) ?? textOf(license);
  return textOf(name) === null ? null : `${textOf(name)}${terms === null ? "" : ` (${terms})`}`;
}

function textOf(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
