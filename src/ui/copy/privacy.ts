import type { PrivacyRule } from "../../core/privacy";

/** What happens to private text, as a choice. */
export const RULE_LABELS: Readonly<Record<PrivacyRule, string>> = {
  never: "Never send it",
  ask: "Ask each time",
  redact: "Mask it",
  "as-is": "Send as it is",
};

/** What each rule does, in a sentence. */
export const RULE_HELP: Readonly<Record<PrivacyRule, string>> = {
  never: "A text with something private in it stays on this device, whatever is chosen.",
  ask: "You see what would be sent, with private text masked, and say yes or no.",
  redact: "Placeholders such as PERSON_1 are sent in its place, and turned back in the answer.",
  "as-is": "Nothing is looked for, and nothing is masked.",
};

export const PRIVACY_COPY = {
  title: "What will be sent",
  sent: "What was sent",
  looking: "Looking for private text…",
  failed: "The text could not be looked through, so nothing would be sent.",
  never: "Private text was found, and the rule is that it is never sent.",
  nothingFound: "Nothing private was found. Names are sometimes missed: please look yourself.",
  asIs: "The rule for this endpoint or conversation is to send the text as it is. Nothing was looked for.",
  check: "Names are sometimes missed. Select text to mask it; press a mark to send that word as it is.",
  toMask: "Press to mask it again",
  toKeep: "Press to send it as it is",
  maskSelection: "Mask the selection",
  maskAll: (label: string) => `Mask every ${label}`,
  keepAll: (label: string) => `Send every ${label} as it is`,
  undo: "Undo my changes",
  bytes: "The exact bytes",
  roles: { system: "Instructions", user: "You", assistant: "Answer so far" },
  attachments: (count: number) =>
    `${count} ${count === 1 ? "attachment goes" : "attachments go"} as they are: nothing looks into images or sounds.`,
  classes: "Classes",
  rule: "When something private is found",
  ruleOfSettings: "As in Settings",
  foundNever: (words: string) =>
    `Private text was found (${words}). By your rule it never leaves this device.`,
  foundStays: (words: string) => `Private text was found (${words}), so Auto keeps it on this device.`,
  foundMasked: (words: string) => `Private text was found (${words}) and will be masked.`,
  foundAsk: (words: string) =>
    `Private text was found (${words}). You will be asked before anything is sent.`,
  ask: "This would be sent",
  send: "Send this",
  refuse: "Do not send",
  waiting: "Waiting for you",
  receipt: "Private text",
  receiptMasked: (words: string) => `Masked: ${words}`,
  receiptTime: (time: string) => `Looked through in ${time}.`,
  receiptNothing: "Nothing private was found.",
  receiptAsIs: "Sent as it is, by your rule.",
  receiptUnmasked: (words: string) => `Sent as it is: ${words}`,
  unresolved: (words: string) => `The answer names ${words}, which stand for nothing that was masked.`,
  placeholders: "What stood for what",
  taintLift: "Treat it as not private",
  taintBack: "Treat it as private again",
  taintLifted: "By your word nothing here is private: it is sent as it is.",
} as const;

/** Words of the part of Settings about private text. */
export const PRIVACY_SETTINGS_COPY = {
  title: "Private text",
  lead: "What happens to names, numbers and secrets before a text would leave for the cloud. Runs on this device are not touched.",
  rule: "When something private is found",
  ruleForEndpoint: (origin: string) => `For ${origin}`,
  sameRule: "As above",
  caution: "How much is marked as a name",
  cautions: {
    careful: "Careful: miss little, mark too much",
    balanced: "Balanced",
    quiet: "Quiet: only what is sure",
  },
  classes: "Classes to mask",
  classesHint: "What is switched off is sent as it is, and does not count as private.",
  terms: "Your own words",
  termsHint: "One a line. Masked wherever they stand, in any case: names of projects, customers, places.",
  patterns: "Your own patterns",
  patternProblems: {
    empty: "it is empty.",
    "too-long": "it is too long.",
    unsupported: "look-around and back-references are not supported.",
    invalid: "this is no regular expression.",
    "too-large": "its repeats make it too large.",
    "matches-nothing": "it would match everywhere.",
  },
  patternsHint: "One regular expression a line, such as CASE-\\d{4,8}.",
} as const;
