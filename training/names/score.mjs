// Scores the tagger of names that ships (the TypeScript code over the shipped model, on WebAssembly in Node).
// The same functions score any other tagger; see score-compromise.mjs.
//   node training/names/score.mjs          prints a table
//   node training/names/score.mjs --json   prints what the card holds
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runnerImport } from "vite";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SPECIALISTS = `${ROOT}src/engines/onnx/specialists`;
const MODEL = process.env.NEARSIDE_TARGET ?? `${ROOT}public/models/names`;
const WORK = process.env.NEARSIDE_WORK ?? `${ROOT}training/.cache/names`;
const LABELS = { PER: "person", LOC: "place", ORG: "organisation" };
/** The sets on the card; nothing was chosen by them. */
export const JUDGED = {
  wnut_test: "WNUT 2017 test, web forums and chat, all held out",
  btc_test: "Broad Twitter Corpus, a tenth held out",
  wikigold: "WikiGold, encyclopaedia prose, no such text was learnt from",
};

/** The tagger as the application runs it, and the tokens that speed is counted in. */
export async function loadOurs() {
  const { module: specialist } = await runnerImport(`${SPECIALISTS}/names/load-names.ts`);
  const { module: tokens } = await runnerImport(`${SPECIALISTS}/names/name-tokens.ts`);
  const { module: support } = await runnerImport(`${SPECIALISTS}/test-support/node-forward-pass.ts`);
  const run = await specialist.loadNames(support.nodeContext(MODEL));
  return {
    findSpans: async (text) => (await run(text, {})).spans,
    countWords: (text) => tokens.nameTokens(text).length,
  };
}

/** The labelled sets, as `export.py` wrote them: texts with place and tag of each word. */
export async function readSets() {
  return JSON.parse(await readFile(`${WORK}/held-out.json`, "utf8"));
}

/** Start, end and label of each name in a labelled text. */
function goldSpans({ tokens, tags }) {
  const spans = [];
  for (const [index, tag] of tags.entries()) {
    const [start, end] = tokens[index];
    if (tag.startsWith("B")) spans.push({ start, end, label: LABELS[tag.slice(2)] });
    else if (tag.startsWith("I")) spans.at(-1).end = end;
  }
  return spans;
}

/** Words in any name (found, wanted, both), and names with exact ends and class. */
export async function scoreSet(rows, findSpans) {
  const words = { both: 0, found: 0, wanted: 0 };
  const names = { both: 0, found: 0, wanted: 0 };
  for (const row of rows) {
    const spans = await findSpans(row.text);
    const gold = goldSpans(row);
    for (const [index, [start, end]] of row.tokens.entries()) {
      const isFound = spans.some((span) => span.start < end && start < span.end);
      const isWanted = row.tags[index] !== "O";
      words.found += Number(isFound);
      words.wanted += Number(isWanted);
      words.both += Number(isFound && isWanted);
    }
    const key = ({ start, end, label }) => `${start}-${end} ${label}`;
    const wanted = new Set(gold.map(key));
    names.found += spans.length;
    names.wanted += gold.length;
    names.both += spans.filter((span) => wanted.has(key(span))).length;
  }
  return {
    "word recall": words.both / Math.max(1, words.wanted),
    "word precision": words.both / Math.max(1, words.found),
    "exact names with class, F1": (2 * names.both) / Math.max(1, names.found + names.wanted),
  };
}

/** All scores of one tagger, as rows of a card. */
export async function scoreAll(sets, findSpans) {
  const rows = [];
  for (const [name, title] of Object.entries(JUDGED)) {
    const scores = await scoreSet(sets[name], findSpans);
    for (const [metric, value] of Object.entries(scores)) {
      rows.push({ set: title, metric, value: Math.round(value * 1000) / 1000, n: sets[name].length });
    }
  }
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { findSpans } = await loadOurs();
  const rows = await scoreAll(await readSets(), findSpans);
  if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
  else console.table(rows);
  process.exit(0);
}
