/**
 * How much each row counts. One of a rare class counts more, by the root of how rare it is: in full it would be guessed
 * too often, and not at all it would be forgotten.
 */
export function importanceOf(classes: Int32Array, counts: readonly number[]): Float64Array {
  const average = classes.length / counts.length;
  return Float64Array.from(classes, (own) => Math.sqrt(average / Math.max(1, counts[own] ?? 1)));
}
