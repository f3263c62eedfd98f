const FORBIDDEN = -1e9;

/** The tags of one sentence and how sure the model is of each word's class. */
export interface DecodedTags {
  /** One tag number a word. */
  tags: number[];
  /** The probability, 0 to 1, that a word belongs to a name of its tag's class (or to none, for `O`). */
  probabilities: number[];
}

/**
 * The best sequence of tags in which every `I` follows its own class (Viterbi over log-probabilities).
 * `logits` holds one row a word, as wide as `tags`; `bias` is taken off `O`.
 * The exact port of `training/names/decode.py`.
 */
export function decodeTags(logits: Float32Array, tags: readonly string[], bias: number): DecodedTags {
  const width = tags.length;
  const count = logits.length / width;
  const allowed = transitions(tags);
  const back: number[][] = [];
  const rows: number[][] = [];
  let best: number[] = [];
  for (let word = 0; word < count; word += 1) {
    const row = logSoftmax(logits.subarray(word * width, (word + 1) * width));
    rows.push(row);
    const sources: number[] = [];
    const next: number[] = [];
    for (let tag = 0; tag < width; tag += 1) {
      const score = (row[tag] ?? 0) - (tag === 0 ? bias : 0);
      if (word === 0) {
        next.push(score + (tags[tag]?.startsWith("I") ? FORBIDDEN : 0));
        continue;
      }
      const paths = best.map((path, before) => path + (allowed[before]?.[tag] ? 0 : FORBIDDEN));
      const source = indexOfLargest(paths);
      sources.push(source);
      next.push((paths[source] ?? 0) + score);
    }
    back.push(sources);
    best = next;
  }
  const path: number[] = [];
  for (let word = count - 1, tag = indexOfLargest(best); word >= 0; word -= 1) {
    path.push(tag);
    tag = back[word]?.[tag] ?? 0;
  }
  path.reverse();
  return {
    tags: path,
    probabilities: path.map((tag, word) => probabilityOfClass(rows[word] ?? [], tags, tag)),
  };
}

/** Which tag may follow which: `I` only its own class. */
function transitions(tags: readonly string[]): boolean[][] {
  return tags.map((before) =>
    tags.map((after) => !after.startsWith("I") || before.slice(2) === after.slice(2)),
  );
}

function logSoftmax(logits: Float32Array): number[] {
  const largest = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  const shift = largest + Math.log(sum);
  return Array.from(logits, (logit) => logit - shift);
}

function probabilityOfClass(row: readonly number[], tags: readonly string[], tag: number): number {
  const kind = tags[tag]?.slice(2);
  let sum = 0;
  for (const [index, name] of tags.entries())
    if (name.slice(2) === kind) sum += Math.exp(row[index] ?? FORBIDDEN);
  return Math.min(1, sum);
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let index = 1; index < values.length; index += 1) {
    if ((values[index] ?? 0) > (values[best] ?? 0)) best = index;
  }
  return best;
}
