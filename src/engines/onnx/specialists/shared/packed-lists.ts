/** Unpacks a `lists.bin`, as `training/common/packed_lists.py` wrote it: one gzipped JSON object. */
export async function unpackLists(file: Uint8Array): Promise<unknown> {
  const unpacked = new Blob([new Uint8Array(file)]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(unpacked).json();
}

/** Each line is one base-36 digit, how many letters are shared with the word before, and the rest. */
export function frontDecode(coded: string): string[] {
  let last = "";
  return coded.split("\n").map((line) => {
    last = last.slice(0, Number.parseInt(line.charAt(0), 36)) + line.slice(1);
    return last;
  });
}
