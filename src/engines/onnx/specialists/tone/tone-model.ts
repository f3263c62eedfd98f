import type { SpecialistContext } from "../specialist";
import { BUCKETS, eachFeature, WORD_BUCKETS } from "./tone-features";

/** The classes, in the order of the weights. */
export const TONES = ["negative", "positive", "neutral"] as const;

/** One number a class, in the order of {@link TONES}. */
export type ToneScores = readonly [number, number, number];

/** What `model.json` holds beside the weights. */
interface ToneFit {
  /** The largest weight of each class. */
  scales: number[];
  bias: number[];
  /** Divides the scores so that probabilities are as high as they are right. */
  temperature: number;
  /** Weight of the parts of words beside the words. */
  partShare: number;
  rarityStep: number;
}

/** The linear model over hashed features. */
export interface ToneModel {
  /** Scores before calibration; the bias alone where there is no token. */
  score(tokens: readonly string[]): ToneScores;
  /** Calibrated probabilities. */
  probabilities(scores: ToneScores): ToneScores;
}

/** Reads `weights.bin`: the weights of each feature, a signed byte a class, then the rarity of each, a byte. */
export async function readToneModel(context: SpecialistContext): Promise<ToneModel> {
  const [fitFile, file] = await Promise.all([
    context.readFile("model.json"),
    context.readFile("weights.bin"),
  ]);
  const fit = JSON.parse(new TextDecoder().decode(fitFile)) as ToneFit;
  if (file.length !== (TONES.length + 1) * BUCKETS) {
    throw new Error(`weights.bin has ${file.length} bytes instead of ${(TONES.length + 1) * BUCKETS}`);
  }
  const weights = new Int8Array(file.buffer, file.byteOffset, TONES.length * BUCKETS);
  const rarity = file.subarray(TONES.length * BUCKETS);
  /** The number of the passage in which a feature was last seen. */
  const seenIn = new Uint32Array(BUCKETS);
  let passage = 0;

  function score(tokens: readonly string[]): ToneScores {
    passage += 1;
    const sums = [
      [0, 0, 0],
      [0, 0, 0],
    ] as const satisfies readonly number[][];
    const lengths: [number, number] = [0, 0];
    eachFeature(tokens, (bucket) => {
      if (seenIn[bucket] === passage) return;
      seenIn[bucket] = passage;
      const value = ((rarity[bucket] ?? 0) + fit.rarityStep) / fit.rarityStep;
      const half = bucket < WORD_BUCKETS ? 0 : 1;
      lengths[half] += value * value;
      const sum: [number, number, number] = sums[half];
      for (const tone of [0, 1, 2] as const)
        sum[tone] += value * unpack(weights[bucket * TONES.length + tone] ?? 0);
    });
    const wordLength = Math.sqrt(lengths[0]) || 1;
    const partLength = Math.sqrt(lengths[1]) || 1;
    const scoreOf = (tone: 0 | 1 | 2) =>
      (sums[0][tone] / wordLength + (fit.partShare * sums[1][tone]) / partLength) * (fit.scales[tone] ?? 0) +
      (fit.bias[tone] ?? 0);
    return [scoreOf(0), scoreOf(1), scoreOf(2)];
  }

  function probabilities(scores: ToneScores): ToneScores {
    const most = Math.max(...scores);
    const [a, b, c] = scores.map((value) => Math.exp((value - most) / fit.temperature)) as [
      number,
      number,
      number,
    ];
    const sum = a + b + c;
    return [a / sum, b / sum, c / sum];
  }

  return { score, probabilities };
}

/** A byte stands for the square of its share, as most weights are small: see `quantize` in `training/tone/model.py`. */
function unpack(byte: number): number {
  const share = byte / 127;
  return share * Math.abs(share);
}
