import type { WordRarity } from "./word-rarity";

/** What `model.bin` holds once unpacked; written by `training/summarise/train.py`. */
interface PackedModel {
  weights: number[];
  mean: number[];
  spread: number[];
  likenessCost: number;
  rarityStep: number;
  /** In steps. */
  unknownRarity: number;
  /** Stems, one a line. */
  stems: string;
  /** The rarity of each stem in steps, as a character from `!` on. */
  rarities: string;
}

/** The linear scorer and the list of rarities. */
export interface SummaryModel {
  rarity: WordRarity;
  /** Maximal marginal relevance: what likeness of 1 to a chosen sentence costs. */
  likenessCost: number;
  /** Features in, worth out. */
  score(features: readonly number[]): number;
}

const FIRST_CODE = 33;

/** Unpacks `model.bin`. */
export async function readSummaryModel(file: Uint8Array): Promise<SummaryModel> {
  const unpacked = new Blob([new Uint8Array(file)]).stream().pipeThrough(new DecompressionStream("gzip"));
  const packed = (await new Response(unpacked).json()) as PackedModel;
  const { weights, mean, spread, rarityStep } = packed;
  const of = new Map<string, number>();
  for (const [index, stem] of packed.stems.split("\n").entries()) {
    of.set(stem, (packed.rarities.charCodeAt(index) - FIRST_CODE) * rarityStep);
  }
  return {
    rarity: { of, unknown: packed.unknownRarity * rarityStep },
    likenessCost: packed.likenessCost,
    score: (features) =>
      features.reduce(
        (sum, value, index) =>
          sum + ((weights[index] ?? 0) * (value - (mean[index] ?? 0))) / (spread[index] ?? 1),
        0,
      ),
  };
}
