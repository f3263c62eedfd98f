import { groupIndices } from "./group-indices";
import { shuffled } from "./random";

const SEED = 1;

/** What makes two texts the same for judging: letters alone, so that case, numbers, signs and spaces do not count. */
export function doublesKey(text: string): string {
  const letters = text
    .toLowerCase()
    .match(/[\p{L}\p{M}]+/gu)
    ?.join(" ");
  return letters ?? text.trim();
}

/**
 * The fold of each example, 0 to `foldCount` - 1. Examples with the same key share a fold, so that none is judged by a
 * model that was taught its double; the folds have about the same share of each class. Deterministic.
 */
export function assignFolds(
  keys: readonly string[],
  classes: ArrayLike<number>,
  foldCount: number,
): Int32Array {
  const groups = [...groupIndices(keys).values()];
  const ofClass = groupIndices(groups.map(([first = 0]) => classes[first] ?? 0));
  const folds = new Int32Array(keys.length);
  const sizes = new Array<number>(foldCount).fill(0);
  for (const [own, members] of [...ofClass].sort(([one], [other]) => one - other)) {
    const sizesOfClass = new Array<number>(foldCount).fill(0);
    for (const group of shuffled(members, SEED + own).map((place) => groups[place] ?? [])) {
      const fold = emptiest(sizesOfClass, sizes);
      for (const index of group) folds[index] = fold;
      sizesOfClass[fold] = (sizesOfClass[fold] ?? 0) + group.length;
      sizes[fold] = (sizes[fold] ?? 0) + group.length;
    }
  }
  return folds;
}

/** The fold with the fewest of this class; of these, the one with the fewest of all. */
function emptiest(ofClass: readonly number[], ofAll: readonly number[]): number {
  let best = 0;
  for (let fold = 1; fold < ofAll.length; fold += 1) {
    const difference = (ofClass[fold] ?? 0) - (ofClass[best] ?? 0);
    if (difference < 0 || (difference === 0 && (ofAll[fold] ?? 0) < (ofAll[best] ?? 0))) best = fold;
  }
  return best;
}
