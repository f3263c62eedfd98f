import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import type { StructuredOutput, TextSpan } from "../../core/output";
import { createLocator } from "../shared/locate";
import { optionValue } from "../shared/option";
import { strictObject, strictSchema, textWork, tokensForCharacters } from "../shared/prompts";
import { readAnswer } from "../shared/read-answer";
import type { TaskDefinition, TaskOption } from "../task-definition";

const LABELS = [
  "person",
  "place",
  "organisation",
  "email",
  "phone",
  "url",
  "ip-address",
  "card-number",
  "iban",
  "national-id",
  "secret",
  "date-of-birth",
] as const;

const answerSchema = v.object({ spans: v.array(v.object({ text: v.string(), label: v.string() })) });

const FORMAT = strictObject("spans", {
  spans: {
    type: "array",
    items: strictSchema({ text: { type: "string" }, label: { type: "string", enum: LABELS } }),
  },
});

/** How much is marked; the tagger of names reads it by its id, and `quiet` leaves the hints out. */
const cautionOption = {
  id: "caution",
  label: "Caution",
  type: "select",
  values: [
    { value: "careful", label: "Careful: miss little, mark too much" },
    { value: "balanced", label: "Balanced" },
    { value: "quiet", label: "Quiet: only what is sure" },
  ],
  default: "balanced",
  isKept: true,
} as const satisfies TaskOption;

const CAUTION_WORDS: Readonly<Record<string, string>> = {
  careful: "When in doubt, list it. ",
  quiet: "List only what you are sure of. ",
};

/** Marks names, places, organisations and identifying numbers. */
export const sensitive: TaskDefinition = {
  id: "sensitive",
  label: "Find sensitive text",
  description:
    "Marks people, places, organisations, numbers and secrets that identify someone, and hints such as dates or illnesses.",
  placeholder: "Paste a text before you share it…",
  options: [cautionOption],
  acceptsAttachments: false,
  output: () => "spans",
  messages: (input) =>
    textWork(
      `Find every stretch of text that names or identifies somebody: ${LABELS.join(", ")}. ` +
        `${CAUTION_WORDS[optionValue(input, cautionOption)] ?? ""}Answer with JSON only: ` +
        '{"spans":[{"text":"…","label":"…"}]}, each text copied exactly and listed once.',
      input.text,
    ),
  params: ({ text }) => ({
    temperature: 0,
    maxOutputTokens: 256 + tokensForCharacters(text.length),
    responseFormat: FORMAT,
  }),
  parse: async (answer, { text }) => parseSpans(answer, text),
};

/** Marks every occurrence of what the model named; longer stretches win where two overlap. */
function parseSpans(answer: string, source: string): StructuredOutput {
  const { spans } = readAnswer(answerSchema, answer);
  const locator = createLocator(source);
  const taken: TextSpan[] = [];
  for (const { text, label } of [...spans].sort((one, other) => other.text.length - one.text.length)) {
    for (const place of locator.findAll(text)) {
      const overlaps = taken.some((other) => place.start < other.end && other.start < place.end);
      if (!overlaps) taken.push({ ...place, label, score: 0.5, layer: "language-model" });
    }
  }
  if (taken.length === 0 && spans.length > 0) {
    throw new InferenceError("output-unreadable", "none of the spans is in the text", { detail: answer });
  }
  return { kind: "spans", spans: taken.sort((one, other) => one.start - other.start) };
}
