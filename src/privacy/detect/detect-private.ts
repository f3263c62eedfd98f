import { InferenceError } from "../../core/errors";
import type { TextSpan } from "../../core/output";
import type { Detector } from "./detector";
import { mergeSpans } from "./merge-spans";

export type { Detector } from "./detector";
export { dictionaryDetector } from "./dictionary-detector";
export { ownPatternDetector } from "./own-pattern-detector";
export { patternDetector } from "./pattern-detector";

/** The layers without which nothing may be sent, unless the caller names others. */
const REQUIRED: readonly string[] = ["pattern"];

/**
 * What any of the detectors finds, one list of merged spans a text. Every detector must answer for every text: a text
 * that one of them did not see counts as unsafe.
 *
 * @param options.timeoutMs for all of them together
 * @param options.required ids of detectors that must be among them
 * @throws InferenceError `detector-failed` when one throws, answers nonsense, times out or is missing; `cancelled` when
 * the signal is aborted
 */
export async function detectPrivate(
  texts: readonly string[],
  detectors: readonly Detector[],
  options: { signal: AbortSignal; timeoutMs: number; required?: readonly string[] },
): Promise<TextSpan[][]> {
  for (const id of options.required ?? REQUIRED) {
    if (!detectors.some((detector) => detector.id === id)) throw failed(id, "is missing");
  }
  if (options.signal.aborted) throw new InferenceError("cancelled", "cancelled");
  const ended = new AbortController();
  const unfinished = new Set(detectors.map(({ id }) => id));
  const answers = detectors.map(async (detector) => {
    const answer = checked(detector.id, texts, await callDetector(detector, texts, ended.signal));
    unfinished.delete(detector.id);
    return answer;
  });
  let stop: (() => void) | undefined;
  const interrupted = new Promise<never>((_, reject) => {
    const timer = setTimeout(
      () => reject(failed([...unfinished].join(", "), "timed out")),
      options.timeoutMs,
    );
    const cancel = () => reject(new InferenceError("cancelled", "cancelled"));
    options.signal.addEventListener("abort", cancel, { once: true });
    stop = () => {
      clearTimeout(timer);
      options.signal.removeEventListener("abort", cancel);
    };
  });
  try {
    const layers = await Promise.race([Promise.all(answers), interrupted]);
    return texts.map((_, index) => mergeSpans(layers.flatMap((spans) => spans[index] ?? [])));
  } finally {
    stop?.();
    ended.abort();
  }
}

async function callDetector(
  detector: Detector,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly TextSpan[])[]> {
  try {
    return await detector.find(texts, signal);
  } catch (thrown) {
    throw failed(detector.id, "failed", thrown);
  }
}

/** @throws InferenceError `detector-failed` for an answer that is not one list of stretches of each text */
function checked(
  id: string,
  texts: readonly string[],
  answer: readonly (readonly TextSpan[])[],
): TextSpan[][] {
  if (!Array.isArray(answer) || answer.length !== texts.length)
    throw failed(id, "did not answer for every text");
  return texts.map((text, index) => {
    const spans: unknown = answer[index];
    if (!Array.isArray(spans)) throw failed(id, "did not answer for every text");
    return (spans as TextSpan[]).map((span) => {
      if (!isStretchOf(text, span)) throw failed(id, "gave a stretch outside the text");
      return { ...span, layer: span.layer ?? id };
    });
  });
}

function isStretchOf(text: string, { start, end, score }: TextSpan): boolean {
  const areWhole = Number.isInteger(start) && Number.isInteger(end);
  return areWhole && start >= 0 && start <= end && end <= text.length && Number.isFinite(score);
}

function failed(id: string, what: string, cause?: unknown): InferenceError {
  return new InferenceError(
    "detector-failed",
    `The detector “${id}” ${what}`,
    cause === undefined ? {} : { cause },
  );
}
