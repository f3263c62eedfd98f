import type { WordVector } from "./word-rarity";

const LEAST_SIMILARITY = 0.08;
const DAMPING = 0.85;
const ROUNDS = 25;

/** TextRank over the sentences of one part, 1 on average. Time and memory grow with the square of their number. */
export function rankPart(vectors: readonly WordVector[]): Float64Array {
  const count = vectors.length;
  const links = linksBetween(vectors);
  for (let from = 0; from < count; from += 1) {
    const row = links.subarray(from * count, (from + 1) * count);
    const sum = row.reduce((total, link) => total + link, 0);
    for (let to = 0; to < count; to += 1) row[to] = sum > 0 ? (row[to] ?? 0) / sum : 1 / count;
  }
  let rank = new Float64Array(count).fill(1 / count);
  for (let round = 0; round < ROUNDS; round += 1) {
    const next = new Float64Array(count).fill((1 - DAMPING) / count);
    for (let from = 0; from < count; from += 1) {
      const share = DAMPING * (rank[from] ?? 0);
      for (let to = 0; to < count; to += 1) {
        next[to] = (next[to] ?? 0) + share * (links[from * count + to] ?? 0);
      }
    }
    rank = next;
  }
  return rank.map((value) => value * count);
}

function linksBetween(vectors: readonly WordVector[]): Float64Array {
  const count = vectors.length;
  const links = new Float64Array(count * count);
  const places = new Map<string, [index: number, weight: number][]>();
  for (const [index, vector] of vectors.entries()) {
    for (const [word, weight] of vector) {
      const before = places.get(word) ?? [];
      for (const [other, otherWeight] of before) {
        const at = index * count + other;
        links[at] = (links[at] ?? 0) + weight * otherWeight;
      }
      before.push([index, weight]);
      places.set(word, before);
    }
  }
  for (let one = 0; one < count; one += 1) {
    for (let other = 0; other < one; other += 1) {
      const at = one * count + other;
      if ((links[at] ?? 0) <= LEAST_SIMILARITY) links[at] = 0;
      links[other * count + one] = links[at] ?? 0;
    }
  }
  return links;
}
