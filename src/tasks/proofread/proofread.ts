import { strictObject, strictSchema, textWork, tokensForCharacters } from "../shared/prompts";
import type { TaskDefinition } from "../task-definition";
import { parseProofread } from "./parse-proofread";

const EDIT_SCHEMA = strictObject("edits", {
  edits: {
    type: "array",
    items: strictSchema({
      before: { type: "string" },
      original: { type: "string" },
      replacement: { type: "string" },
      kind: { type: "string", enum: ["spelling", "grammar", "punctuation", "capitalisation", "word-choice"] },
      reason: { type: "string" },
    }),
  },
});

/** Finds mistakes and proposes edits, each with a reason. */
export const proofread: TaskDefinition = {
  id: "proofread",
  label: "Proofread",
  description: "Finds spelling and grammar mistakes; you accept or reject each change.",
  placeholder: "Paste a text to check…",
  options: [],
  acceptsAttachments: false,
  output: () => "edits",
  messages: ({ text }) =>
    textWork(
      [
        "You proofread. Change only what is wrong: spelling, grammar, punctuation, capital letters, confused words.",
        "Keep the author's words, style and variety of the language. Leave code, addresses and names alone.",
        'Answer with JSON only: {"edits":[{"before":"…","original":"…","replacement":"…","kind":"…","reason":"…"}]}.',
        "`original` is copied exactly from the text and as short as possible; `before` is the few words just before it,",
        "copied exactly; `reason` is one short sentence. List the edits in the order of the text; none: an empty list.",
      ].join("\n"),
      text,
    ),
  params: ({ text }) => ({
    temperature: 0,
    maxOutputTokens: 512 + 2 * tokensForCharacters(text.length),
    responseFormat: EDIT_SCHEMA,
  }),
  parse: (answer, { text }) => parseProofread(answer, text),
};
