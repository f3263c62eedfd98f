import type { TaughtExample } from "../../../core/taught";
import { seededRandom } from "../learn/random";

const WORDS: Readonly<Record<string, readonly string[]>> = {
  invoice: ["invoice", "payment", "amount", "due", "account", "bank", "total"],
  holiday: ["beach", "flight", "hotel", "sun", "island", "summer", "luggage"],
  weather: ["rain", "storm", "cloudy", "degrees", "forecast", "wind", "snow"],
};
const COMMON = "the a of and to we you please is in for with this that my our about next week".split(" ");

/** Texts of two or three labels that share their common words, the same for the same seed. */
export function madeExamples(
  count: number,
  labels: readonly string[] = ["invoice", "holiday"],
  seed = 1,
): TaughtExample[] {
  const random = seededRandom(seed);
  const pick = (words: readonly string[]) => words[Math.floor(random() * words.length)] ?? "";
  return Array.from({ length: count }, (_, index) => {
    const label = labels[index % labels.length] ?? "";
    const words = Array.from({ length: 12 }, () => pick(random() < 0.3 ? (WORDS[label] ?? []) : COMMON));
    return { text: words.join(" "), label };
  });
}

/** The same texts under labels that have nothing to do with them. */
export function withoutSense(examples: readonly TaughtExample[], seed = 2): TaughtExample[] {
  const random = seededRandom(seed);
  return examples.map(({ text }) => ({ text, label: random() < 0.5 ? "one" : "other" }));
}
