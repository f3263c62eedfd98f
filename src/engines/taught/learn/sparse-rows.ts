/** Rows of a matrix that is nearly all zero: row `i` has the columns and values from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  starts: Int32Array;
  columns: Int32Array;
  values: Float32Array;
  columnCount: number;
}

/** The features of one text: bucket numbers, ascending and each once, with their values. */
export interface SparseVector {
  buckets: Uint32Array;
  values: Float32Array;
}

/** Rows over only those buckets that occur, with the bucket of each column. */
export interface IndexedRows {
  rows: SparseRows;
  /** Ascending. */
  buckets: Uint32Array;
}

/** Numbers the buckets that occur in at least `leastRows` of the vectors; the others are left out. */
export function indexRows(vectors: readonly SparseVector[], leastRows: number): IndexedRows {
  const rowsOf = new Map<number, number>();
  for (const { buckets } of vectors) {
    for (const bucket of buckets) rowsOf.set(bucket, (rowsOf.get(bucket) ?? 0) + 1);
  }
  const kept = [...rowsOf].flatMap(([bucket, count]) => (count >= leastRows ? [bucket] : []));
  const buckets = Uint32Array.from(kept).sort();
  const columnOf = new Map(Array.from(buckets, (bucket, column) => [bucket, column]));
  const starts = new Int32Array(vectors.length + 1);
  const columns: number[] = [];
  const values: number[] = [];
  vectors.forEach((vector, row) => {
    vector.buckets.forEach((bucket, place) => {
      const column = columnOf.get(bucket);
      if (column === undefined) return;
      columns.push(column);
      values.push(vector.values[place] ?? 0);
    });
    starts[row + 1] = columns.length;
  });
  return {
    rows: {
      starts,
      columns: Int32Array.from(columns),
      values: Float32Array.from(values),
      columnCount: buckets.length,
    },
    buckets,
  };
}
