// ROUGE on stems: how much two lists of words have in common, as F1.

function bagOf(words, length) {
  const bag = new Map();
  for (let at = 0; at + length <= words.length; at += 1) {
    const gram = words.slice(at, at + length).join(" ");
    bag.set(gram, (bag.get(gram) ?? 0) + 1);
  }
  return bag;
}

const sizeOf = (bag) => [...bag.values()].reduce((sum, count) => sum + count, 0);

function f1(common, size, referenceSize) {
  return common === 0 ? 0 : (2 * common) / (size + referenceSize);
}

/** Common runs of `length` words. */
export function rougeN(words, reference, length) {
  const [one, other] = [bagOf(words, length), bagOf(reference, length)];
  let common = 0;
  for (const [gram, count] of one) common += Math.min(count, other.get(gram) ?? 0);
  return f1(common, sizeOf(one), sizeOf(other));
}

/** The longest common sequence. */
export function rougeL(words, reference) {
  const row = new Uint16Array(reference.length + 1);
  for (const word of words) {
    let diagonal = 0;
    for (let at = 0; at < reference.length; at += 1) {
      const above = row[at + 1];
      row[at + 1] = word === reference[at] ? diagonal + 1 : Math.max(above, row[at]);
      diagonal = above;
    }
  }
  return f1(row[reference.length], words.length, reference.length);
}
