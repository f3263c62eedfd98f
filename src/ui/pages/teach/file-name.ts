/** A name as the first part of a file's name, in any script. */
export function fileNameOf(name: string): string {
  const words = name.toLowerCase().match(/[\p{L}\p{M}\p{Nd}]+/gu) ?? [];
  return words.join("-").slice(0, 60) || "specialist";
}
