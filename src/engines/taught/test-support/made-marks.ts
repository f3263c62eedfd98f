import type { TaughtExample } from "../../../core/taught";
import { seededRandom } from "../learn/random";

const NAMES = "Ann Ben Cleo Dan Eva Finn Gina Hugo Ida Jan Kira Leo Mia Noah Olga Paul".split(" ");
const FRAMES = [
  "please send order {order} to {person} today",
  "order {order} has not arrived, says {person}",
  "{person} wants to return {order} and get the money back",
  "where is {order}? I asked {person} last week",
  "thank you for your help with the lamp",
  "the weather was fine and nothing happened",
];

/** Texts in which orders and persons are marked, or nothing is; the same for the same seed. */
export function madeMarks(count: number, seed = 1): TaughtExample[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => {
    const frame = FRAMES[index % FRAMES.length] ?? "";
    const spans: { start: number; end: number; label: string }[] = [];
    let text = "";
    for (const [, plain = "", label] of frame.matchAll(/([^{]*)(?:\{(\w+)\})?/g)) {
      text += plain;
      if (label === undefined) continue;
      const words =
        label === "order"
          ? `AB ${1000 + Math.floor(random() * 9000)}`
          : (NAMES[Math.floor(random() * NAMES.length)] ?? "");
      spans.push({ start: text.length, end: text.length + words.length, label });
      text += words;
    }
    return { text: `${text} (${index})`, label: "", spans };
  });
}
