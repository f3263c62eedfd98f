import type { WorkKind } from "../../core/route";
import { askedWords } from "./asked-words";
import packedModel from "./difficulty-model.json";
import { FEATURE_NAMES, promptFeatures } from "./prompt-features";

/** The kinds of work by their letter in the model. */
const LETTERS: Readonly<Record<string, WorkKind>> = {
  R: "rewrite",
  S: "summarise",
  T: "translate",
  X: "extract",
  C: "code",
  Q: "question",
  W: "write",
  M: "maths",
};

/** How hard a prompt is for a small model, and what says so. */
export interface Difficulty {
  /** Above 0 and below 1: how far a strong model's answer is expected to be ahead of a weak one's. */
  score: number;
  kind: WorkKind;
  /** How sure the kind is, from 0 to 1. */
  kindShare: number;
  /** Steps that an arithmetic problem seems to take; absent elsewhere. */
  steps?: number;
}

/**
 * How far a strong model is ahead at each kind of work. Set by judgement and not fitted: code and reasoning divide
 * models most, everyday writing least. What is fitted lies in `difficulty-model.json`.
 */
const AHEAD: Readonly<Record<WorkKind, number>> = {
  maths: 0.32,
  code: 0.27,
  extract: 0.15,
  translate: 0.14,
  question: 0.1,
  summarise: 0.08,
  rewrite: 0.08,
  write: 0.07,
};
/** What one more standard deviation of steps, and one more unit of log words, adds to the logit. */
const STEP_EFFECT = 0.5;
const LENGTH_EFFECT = 0.2;
const USUAL_LOG_WORDS = 3.5;
/** As in training: standardised features are cut there. */
const FEATURE_LIMIT = 3;
const CHOICE_LIMIT = 2.5;
/** A kind's share from which a prompt begins to count as arithmetic, and fully does. */
const MATHS_FROM = 0.3;
const MATHS_FULL = 0.7;

const LOG_WORDS = FEATURE_NAMES.indexOf("logStemWords");
const IS_CHOICE = FEATURE_NAMES.indexOf("isChoice");
const KINDS = packedModel.kinds.names.flatMap((letter) => LETTERS[letter] ?? []);

const unpacked = unpackOnce();

/** Judges a prompt by its text alone. Total: any text has a score. Reads a bounded part of it. */
export function difficultyOf(prompt: string): Difficulty {
  const features = promptFeatures(prompt);
  const standard = features.map((value, index) =>
    standardised(value, packedModel.mean[index], packedModel.deviation[index], FEATURE_LIMIT),
  );
  const { kinds, steps: stepTables, places } = unpacked();
  const known = askedWords(prompt).flatMap((word) => places.get(word) ?? []);
  const shares = softmax(
    KINDS.map(
      (_, kind) =>
        (packedModel.kinds.bias[kind] ?? 0) +
        weigh(kinds.words, KINDS.length, kind, known, standard, kinds.features),
    ),
  );
  const stepsAhead = weigh(stepTables.words, 1, 0, known, standard, stepTables.features);
  let best = 0;
  for (const [index, share] of shares.entries()) if (share > (shares[best] ?? 0)) best = index;
  const kind = KINDS[best] ?? "question";
  const kindShare = shares[best] ?? 0;
  if (features[IS_CHOICE] === 1) {
    const { base, logitSlope } = packedModel.choice;
    return { score: sigmoid(logit(base) + logitSlope * choiceLean(features, stepsAhead)), kind, kindShare };
  }
  const maths = clamp((shareOf(shares, "maths") - MATHS_FROM) / (MATHS_FULL - MATHS_FROM), 0, 1);
  const effect =
    maths * STEP_EFFECT * (stepsAhead / packedModel.steps.deviation) +
    (1 - maths) * LENGTH_EFFECT * clamp((features[LOG_WORDS] ?? 0) - USUAL_LOG_WORDS, -2.5, 4);
  return {
    score: sigmoid(logit(expectedAhead(shares)) + effect),
    kind,
    kindShare,
    ...(maths > 0.5 ? { steps: Math.max(1, packedModel.steps.mean + stepsAhead) } : {}),
  };
}

/** The mean over kinds, with likely kinds counting more than their share: a prompt is of one kind. */
function expectedAhead(shares: readonly number[]): number {
  let sum = 0;
  let weights = 0;
  for (const [index, share] of shares.entries()) {
    const kind = KINDS[index];
    if (kind === undefined) continue;
    sum += share * share * AHEAD[kind];
    weights += share * share;
  }
  return sum / weights;
}

/** The mean of the standardised features, each with its sign. */
function choiceLean(features: readonly number[], stepsAhead: number): number {
  const { features: names, signs, mean, deviation } = packedModel.choice;
  let sum = 0;
  for (const [index, name] of names.entries()) {
    const place = (FEATURE_NAMES as readonly string[]).indexOf(name);
    const value = name === "steps" ? stepsAhead : (features[place] ?? 0);
    sum += (signs[index] ?? 0) * standardised(value, mean[index], deviation[index], CHOICE_LIMIT);
  }
  return sum / names.length;
}

function shareOf(shares: readonly number[], kind: WorkKind): number {
  return shares[KINDS.indexOf(kind)] ?? 0;
}

/** One column of a table of words, and of one of features, summed for a prompt. */
function weigh(
  words: Float32Array,
  columns: number,
  column: number,
  known: readonly number[],
  standard: readonly number[],
  features: Float32Array,
): number {
  let sum = 0;
  for (const place of known) sum += words[place * columns + column] ?? 0;
  if (known.length > 0) sum /= Math.sqrt(known.length);
  for (const [index, value] of standard.entries()) sum += value * (features[index * columns + column] ?? 0);
  return sum;
}

interface Table {
  scale: number[];
  data: string;
}

/** The tables as numbers, made when first asked for. */
function unpackOnce() {
  const make = () => ({
    places: new Map(packedModel.words.split("\n").map((word, place) => [word, place])),
    kinds: { words: unpack(packedModel.kinds.words), features: unpack(packedModel.kinds.features) },
    steps: { words: unpack(packedModel.steps.words), features: unpack(packedModel.steps.features) },
  });
  let made: ReturnType<typeof make> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** int8 with one scale a column. */
function unpack({ scale, data }: Table): Float32Array {
  const bytes = atob(data);
  const numbers = new Float32Array(bytes.length);
  for (let index = 0; index < bytes.length; index += 1) {
    const code = bytes.charCodeAt(index);
    numbers[index] = (code > 127 ? code - 256 : code) * (scale[index % scale.length] ?? 0);
  }
  return numbers;
}

function standardised(value: number, mean = 0, deviation = 1, limit: number): number {
  return clamp((value - mean) / deviation, -limit, limit);
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const grown = scores.map((score) => Math.exp(score - highest));
  const sum = grown.reduce((total, value) => total + value, 0);
  return grown.map((value) => value / sum);
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function sigmoid(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
