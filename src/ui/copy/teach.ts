import type { TaughtKind } from "../../core/taught";
import type { RowProblem } from "../../store/teach/csv/table-examples";
import type { MarkProblem } from "../../store/teach/marked-text";
import type { AddedExamples } from "../../store/teach/teach-slice";
import type { Undo } from "../../store/teach/teach-state";

const NUMBER = new Intl.NumberFormat("en");

function examplesWord(count: number): string {
  return `${NUMBER.format(count)} ${count === 1 ? "example" : "examples"}`;
}

function marksWord(count: number): string {
  return `${NUMBER.format(count)} ${count === 1 ? "mark" : "marks"}`;
}

/** Why a line with marks is no example. */
const MARK_PROBLEMS: Readonly<Record<MarkProblem, string>> = {
  "not-closed": "a mark is not closed; it ends with ]]",
  "no-label": "a mark says not what its words are, as in [[words|label]]",
  "no-words": "a mark has no words",
  nested: "a mark stands in another one",
  "too-long": "longer than 10,000 characters",
};

/** Why a row of a file is no example. */
const ROW_PROBLEMS: Readonly<Record<RowProblem, string>> = {
  "no-text": "no text",
  "no-label": "no label",
  "too-long": "longer than 10,000 characters",
  "too-many-labels": "more than 50 labels",
};

export const TEACH_COPY = {
  teachFirst: "Teach one first",
  list: "Your specialists",
  empty:
    "None yet. Give ten or more texts and say what each of them is; about a second later you have a small model of your own.",
  newTitle: "New specialist",
  name: "Name",
  namePlaceholder: "for instance: Urgent mail",
  create: "Create",
  unnamed: "Unnamed specialist",
  importFile: "Import",
  importFailed: "This file could not be imported.",
  back: "All specialists",
  rename: "Rename",
  examplesWord,
  notTrained: "Not trained yet",
  versionWord: (number: number) => `version ${number}`,
  goodWord: (kind: TaughtKind, share: string) => (kind === "tagger" ? `F1 ${share}` : `${share} right`),
  kind: "What it does",
  kinds: { classifier: "Sorts texts", tagger: "Marks words" } satisfies Record<TaughtKind, string>,
  kindChoices: {
    classifier: "Says what a text is",
    tagger: "Marks words in a text",
  } satisfies Record<TaughtKind, string>,

  examples: "Examples",
  examplesLeads: {
    classifier:
      "Texts of the kind that it will meet, each with what it is. Ten are the least; a hundred make it good.",
    tagger:
      "Texts of the kind that it will meet, with what is to be marked in them; some in which nothing is help too. Ten are the least; a hundred make it good.",
  } satisfies Record<TaughtKind, string>,
  markTexts: "Texts",
  markHint:
    "One a line. Select words and mark them, or type the marks: Send it to [[Maria Weber|person]] by [[Friday|day]].",
  markLabel: "What the words are",
  markPlaceholder: "for instance: order number",
  mark: "Mark selected words",
  selectFirst: "Select the words to be marked in the text above, within one line and outside other marks.",
  marksFound: (examples: number, marks: number) => `${examplesWord(examples)} with ${marksWord(marks)}.`,
  markBadLine: (line: number, problem: MarkProblem) => `Line ${line}: ${MARK_PROBLEMS[problem]}`,
  markMissing: (line: number) => `Row on line ${line} of the file: its words do not stand in its text`,
  marksWord,
  how: "Give examples by",
  hows: { boxes: "Two boxes", labels: "One label at a time", csv: "CSV" },
  like: "like this",
  notLike: "not like this",
  boxLabel: (label: string) => `${label.charAt(0).toUpperCase()}${label.slice(1)}`,
  boxHint: "One example a line.",
  between: "Blank lines stand between examples (so that one may have several lines)",
  label: "Label",
  labelPlaceholder: "for instance: invoice",
  texts: "Texts with this label",
  add: "Add examples",
  added: ({ added, repeated, left }: AddedExamples) =>
    [
      `${examplesWord(added)} added.`,
      repeated > 0 ? `${NUMBER.format(repeated)} were there already.` : "",
      left > 0 ? `${NUMBER.format(left)} were left out: 2,000 are the most.` : "",
    ]
      .filter(Boolean)
      .join(" "),
  nothingToAdd: "Write an example first.",
  labelFirst: "Name the label first.",

  csvPaste: "Paste a table, or choose a file",
  csvHint: "Comma, semicolon or tab separated, with or without a first row of names.",
  chooseFile: "Choose a file…",
  textColumn: "Column of the text",
  labelColumn: "Column of the label",
  header: "The first row names the columns",
  column: (number: number, name: string) => (name === "" ? `Column ${number}` : `${number}: ${name}`),
  csvFound: (examples: number) => `${examplesWord(examples)} found.`,
  csvBad: (count: number) => `${NUMBER.format(count)} ${count === 1 ? "row is" : "rows are"} left out`,
  csvBadRow: (line: number, problem: RowProblem) => `Line ${line}: ${ROW_PROBLEMS[problem]}`,
  csvOpenQuote: (line: number) => `Line ${line}: a quote is never closed; the line was read as it stands`,
  csvMore: (count: number) => `and ${NUMBER.format(count)} more`,
  csvAdd: (count: number) => `Add ${examplesWord(count)}`,

  exampleList: "All examples",
  noExamples: "No examples yet.",
  text: "Text",
  delete: "Delete",
  deleteExample: (text: string) => `Delete example: ${text}`,
  labelOf: (text: string) => `Label of: ${text}`,
  more: "Show more",

  training: "Training",
  train: "Train",
  trainAgain: "Train again",
  stop: "Stop",
  trainingNow: "Training…",
  trained: "Trained.",
  needs: {
    classifier: "Two labels with two examples each are the least that can be learnt from.",
    tagger: "Two examples with a mark are the least that can be learnt from.",
  } satisfies Record<TaughtKind, string>,
  few: (count: number) =>
    `Too few examples: ${examplesWord(count)} can teach it something, but the figures below will mean little. Ten are the least, better thirty.`,
  fewOf: (kind: TaughtKind, labels: readonly string[]) =>
    `Too few ${kind === "tagger" ? "marks" : "examples"} of ${labels.map((label) => `“${label}”`).join(", ")}: give at least five of each label.`,
  outdated:
    "Another tab changed this specialist meanwhile. What it made is shown here; your last change was not kept, so make it again.",
  changed: "The examples have changed since this version was trained.",
  failed: "Training failed.",

  report: "How good it is",
  reportLead:
    "Measured by cross-validation: each example was judged by a model that had not seen it, nor its doubles.",
  accuracy: (correct: number, tested: number, share: string) =>
    `${NUMBER.format(correct)} of ${NUMBER.format(tested)} right (${share})`,
  interval: (low: string, high: string) =>
    `On new texts of the same kind, expect somewhere between ${low} and ${high}.`,
  promisesTooMuch:
    "With fewer than thirty examples this often promises more than new texts keep. Try it on texts that you did not teach.",
  f1: (share: string) => `F1 ${share}`,
  between2: (low: string, high: string) => `on new texts, expect ${low} to ${high}`,
  recallWords: (correct: number, given: number, between: string) =>
    `Of your ${marksWord(given)} it found ${NUMBER.format(correct)} exactly (recall; ${between}).`,
  precisionWords: (correct: number, found: number, between: string) =>
    `Of the ${marksWord(found)} that it made, ${NUMBER.format(correct)} were right (precision; ${between}).`,
  markedNothing: "It marked nothing in texts that it had not seen.",
  risingF1: (half: string) =>
    `With half of the examples its F1 was ${half}. It is still getting better: more examples would help.`,
  levelledF1: (half: string) =>
    `With half of the examples its F1 was ${half}, so more of the same kind would help little. Examples of what it gets wrong would help more.`,
  marks: "Marks",
  markPrecisionHelp:
    "Precision: how many of its marks are right, to the word. Recall: how many of yours it finds. F1 is between both, nearer to the lower.",
  errors: "Where it differed from you",
  errorsLead: "Texts that it had not seen when it marked them.",
  yours: "You:",
  its: "It:",
  beatsMajority: (share: string) =>
    `Always answering the most frequent label would be right ${share} of the time.`,
  noBetter: (share: string) =>
    `That is no better than always answering the most frequent label (${share}), as far as these examples can tell.`,
  rising: (half: string) =>
    `With half of the examples it was right ${half} of the time. It is still getting better: more examples would help.`,
  levelled: (half: string) =>
    `With half of the examples it was right ${half} of the time, so more of the same kind would help little. Examples of what it gets wrong would help more.`,
  sure: (share: string, accuracy: string, level: string) =>
    `It says “unsure” below a probability of ${level}. Of these examples it answered ${share}, and was right in ${accuracy} of those.`,
  neverSure: "It was sure of none of these examples, and will say “unsure” most of the time.",
  confusion: "Confusion table",
  confusionLead: "Rows: what the examples are. Columns: what it said.",
  given: "Given",
  said: (label: string) => `said “${label}”`,
  perLabel: "By label",
  count: "Examples",
  precision: "Precision",
  recall: "Recall",
  precisionHelp: "Precision: how often it is right when it says so. Recall: how many of them it finds.",
  none: "–",
  doubtful: "Perhaps mislabelled",
  doubtfulLead: "The other examples contradict these the most. Is the label right?",
  doubtfulRow: (label: string, predicted: string, share: string) =>
    `You said “${label}”; it would say “${predicted}” (${share}).`,
  takeLabel: (label: string) => `Make it “${label}”`,
  open: "Open",

  tryTitle: "Try it",
  tryBox: "A text to try",
  tryEmpty: "The answer appears here.",
  tryNothing: "It marks nothing here.",
  unsure: "Unsure",
  unsureBetween: "Unsure. Nearest:",

  next: "What to label next",
  nextLead: "Paste texts without labels, one a line. It picks those whose label would teach it the most.",
  nextTexts: "Texts without labels",
  nextPick: "Pick",
  nextNone: "Nothing new among these.",
  nextLeft: (count: number) => `${NUMBER.format(count)} left to label. Keys 1 to 9 choose a label, 0 skips.`,
  nextThinks: (label: string, share: string) => `It would say “${label}” (${share}).`,
  nextSkip: "Skip",
  nextDone: (count: number) => `${examplesWord(count)} labelled.`,

  batch: "Use it on many texts",
  batchLead: "Paste one text a line, or a table of which one column is read. Nothing is sent.",
  batchTexts: "Texts or a table",
  batchRead: "Read as",
  batchLines: "One text a line",
  batchColumn: (name: string) => `Table, ${name}`,
  batchRun: "Run on all",
  batchSave: "Save as CSV",
  batchResults: "Results",
  batchCount: (all: number, unsure: number) =>
    `${NUMBER.format(all)} ${all === 1 ? "text" : "texts"}, ${NUMBER.format(unsure)} of them unsure.`,
  batchMarked: (all: number) => `${NUMBER.format(all)} ${all === 1 ? "text" : "texts"}.`,
  batchShown: (count: number) => `The first ${NUMBER.format(count)} are shown; the file has all.`,
  probability: "Probability",

  versions: "Versions",
  versionsLead: "Every training is kept, up to ten. Another one can be put into use at any time.",
  version: "Version",
  trainedOn: "Trained",
  goodColumn: { classifier: "Right", tagger: "F1" } satisfies Record<TaughtKind, string>,
  inUse: "In use",
  use: "Use",
  chooseVersion: (number: number) => `Use version ${number}`,

  share: "Take it along",
  shareLead:
    "One small file, to be imported into Nearside on another device. With the examples it can be trained further there; without them the file holds none of your texts, though words in it can be guessed by trying them.",
  withExamples: "Put the examples into the file",
  export: "Export",
  remove: "Delete specialist",
  removeQuestion:
    "Delete this specialist with its examples and all versions? It can be brought back only until you close the page.",
  undo: "Undo",
  deleted: (undo: Undo) =>
    undo.type === "specialist"
      ? `“${undo.specialist.name}” was deleted.`
      : `${NUMBER.format(undo.count)} deleted.`,
  labels: "Labels",
  labelNamed: (label: string) => `Name of label ${label}`,
  renameLabel: (label: string) => `Rename label ${label} in all examples`,
  deleteLabel: (label: string) => `Delete label ${label} with all that has it`,
  merge: "Merge",
  onWork: "Use on Work",
} as const;
