// The baseline that `ngram.py` counted, behind the contract of the application's own decoder.
import { readFile } from "node:fs/promises";

const BITS = 13;

/** Rows of an array of doubles. */
async function readRows(path, columns) {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const values = new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
  return Array.from({ length: values.length / columns }, (_, row) =>
    values.subarray(row * columns, (row + 1) * columns),
  );
}

/** @returns a function that starts a decoder with nothing read. */
export async function loadNgrams(work) {
  const { order: highest } = JSON.parse(await readFile(`${work}/ngram.json`, "utf8"));
  const single = await readFile(`${work}/ngram-1.bin`);
  const unigrams = new Float32Array(
    single.buffer.slice(single.byteOffset, single.byteOffset + single.byteLength),
  );
  /** By length of the context less one: what follows each context, and the share of all else. */
  const tables = [];
  for (let order = 2; order <= highest; order += 1) {
    const table = new Map();
    for (const [context, left] of await readRows(`${work}/backoff-${order}.bin`, 2))
      table.set(context, { left, next: [] });
    for (const [context, token, share] of await readRows(`${work}/ngram-${order}.bin`, 3))
      table.get(context).next.push([token, share]);
    tables.push(table);
  }

  function scoresAfter(ids) {
    const shares = Float32Array.from(unigrams);
    for (const [index, table] of tables.entries()) {
      const length = index + 1;
      if (ids.length < length) break;
      const key = ids.slice(-length).reduce((sum, id) => sum * 2 ** BITS + id, 0);
      const known = table.get(key);
      if (known === undefined) continue;
      for (let id = 0; id < shares.length; id += 1) shares[id] *= known.left;
      for (const [token, share] of known.next) shares[token] += share;
    }
    return shares.map(Math.log);
  }

  return function startDecoder() {
    let ids = [];
    let kept = [];
    return {
      async read(more) {
        ids = [...ids, ...more];
        return scoresAfter(ids);
      },
      keep() {
        kept = ids;
      },
      rewind() {
        ids = kept;
      },
      dispose() {},
    };
  };
}
