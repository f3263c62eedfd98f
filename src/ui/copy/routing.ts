import type { EscalationRule, RouteLean, UtilityPart, WorkKind } from "../../core/route";
import type { AnswerDoubt, Escalation } from "../../core/run";

/** What is doubtful about an answer of this device. */
export const DOUBT_COPY: Readonly<Record<AnswerDoubt, string>> = {
  empty: "The model on this device wrote nothing.",
  repetition: "This answer repeats itself.",
  refusal: "The model on this device seems to decline.",
  cut: "This answer was cut at the limit.",
  shape: "This answer does not have the shape that was asked for.",
  unsure: "The model on this device was not sure.",
};

/** What follows on such an answer. */
export const ESCALATION_COPY: Readonly<Record<EscalationRule, string>> = {
  offer: "Offer the cloud",
  ask: "Ask the cloud by itself",
};

/** What stands between an answer of this device and the cloud's. */
export function escalationWords({ doubt, byRule }: Escalation): string {
  return `${DOUBT_COPY[doubt]} ${byRule ? "By your rule the cloud was asked too." : "You asked the cloud too."}`;
}

/** What a side's worth is made of, as the receipt says it. */
export const PART_COPY: Readonly<Record<UtilityPart, string>> = {
  quality: "Answer likely worse",
  time: "Waiting",
  money: "Price",
  privacy: "Text leaves the device",
  lean: "You prefer it",
  share: "Your share for the cloud",
  battery: "Low battery",
  data: "Slow or saved data",
};

/** What a prompt seems to ask for. */
export const KIND_COPY: Readonly<Record<WorkKind, string>> = {
  rewrite: "rewriting",
  summarise: "summarising",
  translate: "translation",
  extract: "finding things in a text",
  code: "code",
  question: "a question",
  write: "writing",
  maths: "calculation or logic",
};

export const LEAN_COPY: Readonly<Record<RouteLean, string>> = {
  local: "Prefer this device",
  balanced: "Balanced",
  cloud: "Prefer the cloud",
};

export const ROUTING_COPY = {
  weighed: "Weighed",
  weighedLead: "Points by your wishes; the higher sum is taken.",
  total: "Sum",
  points: (points: number) => (points > 0 ? `+${points}` : String(points).replace("-", "−")),
  prompt: "Prompt",
  judged: (kind: string, harderThan: string | null) =>
    harderThan === null ? `Looks like ${kind}.` : `Looks like ${kind}, harder than ${harderThan} of yours.`,
  title: "What Auto weighs",
  lead:
    "Where both sides can answer, Auto takes the one that these wishes make worth more. They never outweigh your rules: " +
    "a text that must stay here stays here.",
  lean: "Auto leans to",
  leanHelp: {
    local: "The cloud answers only what this device cannot, or can hardly.",
    balanced: "Hard prompts may go to the cloud, the rest stays here.",
    cloud: "This device answers when the cloud cannot or must not.",
  },
  private: "Private",
  privateEnds: ["The text may leave", "Better that it stays"],
  fast: "Fast",
  fastEnds: ["I can wait", "Waiting costs me"],
  thorough: "Cheap or thorough",
  thoroughEnds: ["Cheap", "Thorough"],
  share: "Send a fixed share of my prompts to the cloud, the hardest ones",
  shareHint: "For prompts and conversations. It then outweighs the wishes above, but not your rules.",
  shareSlider: "Share for the cloud",
  learnt: "What Auto has learnt here",
  learntLead:
    "Your verdicts on answers, and asking the other side, move a task a little. No text is kept, and nothing leaves this browser.",
  learntNothing: "Nothing yet. Thumbs under an answer teach it.",
  learntTask: "Task",
  learntLeans: "Moved",
  learntCount: "Verdicts",
  towards: (points: number) =>
    points === 0
      ? "not at all"
      : `${Math.abs(points)} points towards ${points > 0 ? "the cloud" : "this device"}`,
  promptsSeen: (count: number) =>
    count === 0
      ? ""
      : `It also knows how hard your last ${count} ${count === 1 ? "prompt was" : "prompts were"}.`,
  exportLearnt: "Save as a file",
  forgetLearnt: "Forget what was learnt",
  forgetQuestion: "Forget all verdicts and how hard your prompts were?",
  good: "Good answer",
  bad: "Bad answer",
  askCloud: "Ask the cloud instead",
  escalation: "When an answer of this device looks wrong",
  escalationHint:
    "Empty, looping, declined, cut, of the wrong shape or unsure, in Auto. Both answers are shown. By itself the cloud is " +
    "asked only within your budget and your rules, and never about a text with something private in it.",
  thanks: "Noted. Auto learns from it; see Settings.",
} as const;
