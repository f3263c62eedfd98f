import { labelsFormat, labelsInstruction, parseLabels } from "../shared/labels";
import { textWork } from "../shared/prompts";
import type { TaskDefinition } from "../task-definition";

const LABELS = ["harassment", "hate", "sexual", "violence", "self-harm", "illegal"] as const;
const FORMAT = labelsFormat("moderation", LABELS);

/**
 * Scores a text for harm. No embedded specialist serves it: the trial's specificity on HateCheck was .28, which
 * would accuse more than it finds, so a language model or the cloud does it.
 */
export const moderate: TaskDefinition = {
  id: "moderate",
  label: "Moderate",
  description:
    "Scores a text for harassment, hate, sexual content, violence, self-harm and illegal acts. A language model or the cloud does it: the small model tried for it accused seven of ten harmless texts.",
  placeholder: "Paste a comment or a post…",
  options: [],
  acceptsAttachments: false,
  output: () => "labels",
  messages: ({ text }) =>
    textWork(
      "You moderate user content. For each class say how strongly the text itself shows it; quoting, condemning or " +
        `reclaiming it does not count. ${labelsInstruction(LABELS)}`,
      text,
    ),
  params: () => ({ temperature: 0, maxOutputTokens: 160, responseFormat: FORMAT }),
  parse: async (answer) => parseLabels(answer, LABELS, { normalise: false }),
};
