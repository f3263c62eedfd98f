import type { TaughtExample } from "../../core/taught";

/** The same for the same examples in whatever order; another one, as good as always, for others. */
export function examplesDigest(examples: readonly TaughtExample[]): string {
  const lines = examples.map(({ text, label, spans }) =>
    JSON.stringify([text, label, spans?.map(({ start, end, label: own }) => [start, end, own])]),
  );
  const whole = lines.sort().join("\n");
  return `${hash(whole, 0x811c9dc5).toString(16)}-${hash(whole, 0x1000193).toString(16)}`;
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string, seed: number): number {
  let state = seed;
  for (let place = 0; place < text.length; place += 1) {
    state = Math.imul(state ^ text.charCodeAt(place), 0x01000193);
  }
  return state >>> 0;
}
