import { InferenceError } from "../../core/errors";
import type { TextSpan } from "../../core/output";
import type { PrivacySettings } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { Detector } from "../../privacy/detect/detect-private";
import type { RunDependencies } from "../run-dependencies";

type TaggerDependencies = Pick<RunDependencies, "loadEngine" | "localCandidates">;

/** Parts whose answer is remembered, so that a long text is not read again for a word more. */
const MOST_KNOWN = 4_000;
/** The end of a paragraph from which a part may begin. */
const PART_CHARACTERS = 2_000;

/** Names of people, places and organisations, by the model that ships with the app. Nothing leaves the device. */
export function createTaggerDetector(
  dependencies: TaggerDependencies,
): (caution: PrivacySettings["caution"]) => Detector {
  const known = new Map<string, readonly TextSpan[]>();

  return (caution) => ({
    id: "tagger",
    async find(texts, signal) {
      const answers: TextSpan[][] = [];
      for (const text of texts) {
        const spans: TextSpan[] = [];
        for (const part of partsOf(text)) {
          const key = `${caution}:${part.text}`;
          const found = known.get(key) ?? (await tag(part.text, caution, dependencies, signal));
          known.delete(key);
          known.set(key, found);
          spans.push(
            ...found.map((span) => ({ ...span, start: span.start + part.start, end: span.end + part.start })),
          );
        }
        answers.push(spans);
      }
      for (const oldest of known.keys()) {
        if (known.size <= MOST_KNOWN) break;
        known.delete(oldest);
      }
      return answers;
    },
  });
}

/** Whole paragraphs, several short ones together; a very long one stays whole, since sentences must not be cut. */
export function partsOf(text: string): { text: string; start: number }[] {
  const parts: { text: string; start: number }[] = [];
  let start = 0;
  for (const { index, 0: gap } of text.matchAll(/\n[^\S\n]*\n\s*/g)) {
    const end = index + gap.length;
    if (end - start < PART_CHARACTERS) continue;
    parts.push({ text: text.slice(start, end), start });
    start = end;
  }
  if (start < text.length) parts.push({ text: text.slice(start), start });
  return parts;
}

/** @throws InferenceError `detector-failed` where there is no tagger, whatever its engine throws otherwise. */
async function tag(
  text: string,
  caution: PrivacySettings["caution"],
  { loadEngine, localCandidates }: TaggerDependencies,
  signal: AbortSignal,
): Promise<readonly TextSpan[]> {
  const request: InferenceRequest = {
    id: "privacy/tagger",
    task: "sensitive",
    text,
    options: { caution },
    messages: [],
    attachments: [],
    params: {},
    sensitivity: "sensitive",
    output: "spans",
  };
  const model = localCandidates(request).find(({ kind }) => kind === "specialist");
  if (model === undefined) throw new InferenceError("detector-failed", "there is no tagger of names");
  const engine = await loadEngine(model.engine);
  if (engine.location !== "local") throw new InferenceError("detector-failed", "the tagger is not local");
  let spans: readonly TextSpan[] | null = null;
  for await (const event of engine.run(request, model, { signal })) {
    if (event.type === "output" && event.output.kind === "spans") spans = event.output.spans;
  }
  if (spans === null) throw new InferenceError("detector-failed", "the tagger gave no answer");
  return spans;
}
