import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { StructuredOutput } from "../../core/output";
import type { JsonSchemaFormat } from "../../core/request";
import { strictObject } from "./prompts";
import { readAnswer } from "./read-answer";

const scoresSchema = v.record(v.string(), v.unknown());

/** The answer format of tasks that score fixed classes: one number from 0 to 1 each. */
export function labelsFormat(name: string, labels: readonly string[]): JsonSchemaFormat {
  return strictObject(name, Object.fromEntries(labels.map((label) => [label, { type: "number" }])));
}

/** How a model is told to answer in that format. */
export function labelsInstruction(labels: readonly string[]): string {
  return `Answer with JSON only: {${labels.map((label) => `"${label}":0.0`).join(",")}}, each a number from 0 to 1.`;
}

/**
 * Reads one score a class; missing classes count 0. With `normalise` they are scaled to sum to 1.
 * @throws InferenceError `output-unreadable` when no class has a usable score.
 */
export function parseLabels(
  answer: string,
  labels: readonly string[],
  { normalise }: { normalise: boolean },
): StructuredOutput {
  const scores = readAnswer(scoresSchema, answer);
  const read = labels.map((label) => ({ label, score: toScore(scores[label]) }));
  const sum = read.reduce((total, { score }) => total + score, 0);
  const known = labels.some((label) => typeof scores[label] === "number" || isNumeric(scores[label]));
  if (!known || (normalise && sum === 0)) {
    throw new InferenceError("output-unreadable", "no scores for the known classes", { detail: answer });
  }
  const scaled = normalise ? read.map(({ label, score }) => ({ label, score: score / sum })) : read;
  return { kind: "labels", labels: scaled.sort((one, other) => other.score - one.score) };
}

function isNumeric(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value));
}

function toScore(value: unknown): number {
  const score = Number(value);
  return Number.isFinite(score) ? Math.min(1, Math.max(0, score)) : 0;
}
