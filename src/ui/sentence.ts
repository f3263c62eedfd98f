/** Words of the log as a sentence of the page. */
export function sentence(words: string | null): string | null {
  return words === null ? null : `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
