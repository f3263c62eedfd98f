import { labelsFormat, labelsInstruction, parseLabels } from "../shared/labels";
import { textWork } from "../shared/prompts";
import type { TaskDefinition } from "../task-definition";

const LABELS = ["positive", "neutral", "negative"] as const;
const FORMAT = labelsFormat("tone", LABELS);

/** Tells how a text sounds, as probabilities of three classes. */
export const tone: TaskDefinition = {
  id: "tone",
  label: "Tone",
  description: "Tells whether a text sounds positive, neutral or negative, and how sure that is.",
  placeholder: "Paste a message or a review…",
  options: [],
  acceptsAttachments: false,
  output: () => "labels",
  messages: ({ text }) =>
    textWork(`Judge the tone of the text as probabilities that sum to 1. ${labelsInstruction(LABELS)}`, text),
  params: () => ({ temperature: 0, maxOutputTokens: 128, responseFormat: FORMAT }),
  parse: async (answer) => parseLabels(answer, LABELS, { normalise: true }),
};
