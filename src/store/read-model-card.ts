import type { ModelCard } from "./dependencies";

/**
 * Reads a model's `card.json`, field by field: what is missing or of another shape is left out, so that a card of
 * another version never breaks the page. Null when it is no card at all.
 */
export function readModelCard(value: unknown): ModelCard | null {
  if (typeof value !== "object" || value === null) return null;
  const card = value as Record<string, unknown>;
  return {
    description: textOf(card.purpose) ?? textOf(card.description) ?? "",
    scores: [
      ...listOf(card.scores).flatMap(readScore),
      ...(textOf(card.speed) === null ? [] : [{ name: "Speed", value: textOf(card.speed) ?? "" }]),
    ],
    misses: listOf(card.knownMisses ?? card.misses).flatMap((miss) => textOf(miss) ?? []),
    data: listOf(card.data).flatMap((source) => textOf(source) ?? readSource(source) ?? []),
  };
}

function readScore(value: unknown): ModelCard["scores"] {
  if (typeof value !== "object" || value === null) return [];
  const score = value as Record<string, unknown>;
  const name = [textOf(score.name), textOf(score.set), textOf(score.metric)].filter((part) => part !== null);
  const figure = typeof score.value === "number" ? String(score.value) : textOf(score.value);
  return figure === null || name.length === 0 ? [] : [{ name: name.join(", "), value: figure }];
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
