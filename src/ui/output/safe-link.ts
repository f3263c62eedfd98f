/** The address if a person may follow it: http, https or mailto, written out in full. Null otherwise. */
export function safeLink(address: string | undefined): string | null {
  if (address === undefined) return null;
  try {
    const url = new URL(address);
    return ["http:", "https:", "mailto:"].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
