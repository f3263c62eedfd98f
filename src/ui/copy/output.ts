import type { EditKind } from "../../core/output";

const KINDS: Readonly<Record<EditKind, string>> = {
  spelling: "spelling",
  grammar: "grammar",
  punctuation: "punctuation",
  capitalisation: "capital letters",
  "word-choice": "word choice",
};

const LABELS: Readonly<Record<string, string>> = {
  person: "person",
  place: "place",
  organisation: "organisation",
  email: "e-mail",
  phone: "phone",
  url: "web address",
  "url-with-credentials": "web address with access",
  "ip-address": "IP address",
  "mac-address": "MAC address",
  "card-number": "card number",
  iban: "IBAN",
  "bank-account": "bank account",
  "crypto-address": "crypto wallet",
  "national-id": "national ID",
  secret: "secret",
  "date-of-birth": "date of birth",
  handle: "user name",
  "street-address": "postal address",
  date: "date",
  age: "age",
  health: "health",
  money: "money",
  private: "masked by hand",
};

export const OUTPUT_COPY = {
  kinds: KINDS,
  noEdits: "No mistakes found.",
  changes: "Changes",
  acceptAll: "Accept all",
  undoAll: "Undo",
  copyCorrected: "Copy corrected text",
  noSpans: "Nothing found",
  found: (names: number, hints: number) =>
    `${names} found${hints === 0 ? "" : `, ${hints} ${hints === 1 ? "hint" : "hints"}`}`,
  hint: "Hint",
  hintsHelp:
    "Hints are English words about dates, ages, health and money. They name nobody, and “Copy as redacted” leaves them as they are.",
  legend: "Legend",
  copyRedacted: "Copy as redacted",
  checkSpans:
    "Please check what was found: in unfamiliar text a fifth to two fifths of the names are missed.",
  bySentence: "By sentence",
  moreSentences: (count: number) => `${new Intl.NumberFormat("en").format(count)} more are not listed.`,
  showInText: "Show in the text",
  source: "The text, with these sentences marked",
  unsure: "It is not sure: even the likeliest label is below what counts as an answer.",
  unknownLanguage: "unknown",
  noQuotes: "No sentence stands out.",
  loadImage: "Load image",
  remoteImage: "Image not loaded. Loading it would tell this address that you read the answer:",
  copyCode: "Copy code",
} as const;

/** The class of a marked stretch, in words. */
export function labelWords(label: string): string {
  return LABELS[label] ?? label.replaceAll("-", " ");
}
