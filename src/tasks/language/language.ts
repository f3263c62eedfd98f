import * as v from "valibot";
import type { StructuredOutput } from "../../core/output";
import { strictObject, strictSchema, textWork } from "../shared/prompts";
import { readAnswer } from "../shared/read-answer";
import type { TaskDefinition } from "../task-definition";

const answerSchema = v.object({
  languages: v.array(v.object({ code: v.string(), score: v.pipe(v.number(), v.minValue(0), v.maxValue(1)) })),
});

const FORMAT = strictObject("languages", {
  languages: { type: "array", items: strictSchema({ code: { type: "string" }, score: { type: "number" } }) },
});

/** Says which language a text is in, as ISO 639-1 codes with scores. */
export const language: TaskDefinition = {
  id: "language",
  label: "Detect language",
  description: "Says which language a text is in.",
  placeholder: "Paste a text in any language…",
  options: [],
  acceptsAttachments: false,
  output: () => "labels",
  messages: ({ text }) =>
    textWork(
      "Say which language the text is in. " +
        'Answer with JSON only: {"languages":[{"code":"en","score":0.9}]}, ISO 639-1 codes, best first, at most 5.',
      text,
    ),
  params: () => ({ temperature: 0, maxOutputTokens: 128, responseFormat: FORMAT }),
  parse: async (answer): Promise<StructuredOutput> => ({
    kind: "labels",
    labels: readAnswer(answerSchema, answer)
      .languages.map(({ code, score }) => ({ label: code.toLowerCase(), score }))
      .sort((one, other) => other.score - one.score)
      .slice(0, 5),
  }),
};
