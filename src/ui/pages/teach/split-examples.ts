import { MOST_EXAMPLE_CHARACTERS } from "../../../core/taught";

/** The examples in a text: its lines, or the blocks between blank lines. Longer ones than are taken are cut. */
export function splitExamples(text: string, areBlocks: boolean): string[] {
  return text
    .replaceAll("\r\n", "\n")
    .split(areBlocks ? /\n[^\S\n]*\n/ : "\n")
    .map((example) => example.trim().slice(0, MOST_EXAMPLE_CHARACTERS))
    .filter((example) => example !== "");
}
