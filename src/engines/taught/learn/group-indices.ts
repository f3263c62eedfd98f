/** The places of each value, in order of first appearance. */
export function groupIndices<Value>(values: Iterable<Value>): Map<Value, number[]> {
  const groups = new Map<Value, number[]>();
  let index = 0;
  for (const value of values) {
    const group = groups.get(value);
    if (group === undefined) groups.set(value, [index]);
    else group.push(index);
    index += 1;
  }
  return groups;
}
