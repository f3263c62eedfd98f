import type { FinishReason } from "../../core/event";
import type { RunStatus } from "../../core/run";
import type { AttachmentRefusal } from "../../store/attachments";

/** The words in each pane's status line. */
export const STATUS_COPY: Readonly<Record<RunStatus, string>> = {
  routing: "Routing…",
  loading: "Loading model…",
  prefill: "Waiting for the first token…",
  decoding: "Writing…",
  done: "Done",
  failed: "Failed",
  cancelled: "Stopped",
};

/** A badge for each ending that is not a plain stop (row C18). */
export const FINISH_COPY: Readonly<Record<FinishReason, { label: string; help: string } | null>> = {
  stop: null,
  length: {
    label: "Cut at the limit",
    help: "The answer reached the most tokens allowed and ends in mid-way.",
  },
  "content-filter": {
    label: "Content filter",
    help: "The endpoint's filter withheld the answer, or a part of it.",
  },
  refusal: { label: "Refused", help: "The model declined to answer." },
  "tool-calls": {
    label: "Asked for a tool",
    help: "The model asked to call a tool, which Nearside does not do.",
  },
};

export const TRUNCATED_COPY = {
  label: "Truncated",
  help: "The stream ended without saying that the answer was complete.",
} as const;

/** Why an attachment was not taken (row U3). */
export const REFUSAL_COPY: Readonly<Record<AttachmentRefusal, string>> = {
  "not-an-image": "is not a PNG, JPEG, WebP or GIF image.",
  "too-large": "is larger than 20 MB.",
  "too-many-pixels": "has more than 50 megapixels.",
  unreadable: "is damaged and could not be read.",
  "too-many": "was left out: 8 images are the most.",
};

export const WORK_COPY = {
  heading: "Work",
  task: "Task",
  notStarted: "Not started",
  continueOn: { local: "Continue on this device", cloud: "Continue in the cloud" },
  seam: (one: string, next: string | null) =>
    next === null ? `${one} broke off here.` : `${one} broke off here. ${next} goes on below.`,
  route: "Route",
  prompt: "Prompt",
  run: "Run",
  stop: "Stop",
  stopThis: "Stop this side",
  card: "What this model can do, and what it misses",
  attach: "Attach image",
  attachments: "Attachments",
  attachmentsUnused: "This task reads text only; images stay here.",
  remove: "Remove",
  keepHere: "Keep on this device",
  keepHereHelp: "Never sent, whatever the route.",
  missingText: "Write or paste a text first.",
  missingOption: "Fill in the field above first.",
  draftNote: "Your draft is kept in this tab until you close it.",
  estimate: "Estimate",
  unknown: "unknown",
  results: "Results",
  emptyTitle: "Small models, right here",
  emptyBody:
    "Pick a task, paste a text, run it. Proofreading, summaries, tone, names and language need no download and no network.",
  example: "Try an example",
  receipt: "Route receipt",
  metrics: "Metrics",
  moreFigures: "More figures",
  reportedHelp: "The engine's own account, not measured by Nearside.",
  output: "Output",
  copy: "Copy",
  copied: "Copied",
  reasoning: "Thinking",
  details: "What it said",
  formatted: "Formatted",
  plain: "Plain text",
  reuse: "Edit and run again",
  ranOn: "Text of this run",
  /** The word for the better one of two figures, by unit. */
  winner: { ms: "faster", tokens: "fewer", "tokens-per-second": "faster", usd: "cheaper", bytes: "less" },
  tie: "even",
} as const;

/** A short text with ordinary mistakes, for the first visit. */
export const EXAMPLE_TEXT =
  "Yesterday me and Anna has went to the meeting in Lisbon, but nobody were there. " +
  "Its a pitty, becuase we prepared alot of slides and the the room was realy nice.";
