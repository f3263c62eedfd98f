// Scores the proofreader that ships (the TypeScript code over the int8 model, on WebAssembly in Node).
// The same functions score any other proofreader; see score-harper.mjs.
//   node training/proofread/score.mjs          prints a table
//   node training/proofread/score.mjs --json   prints what the card holds
//   node training/proofread/score.mjs --dev    scores the development sets instead
import { readFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { diffArrays } from "diff";
import { runnerImport } from "vite";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const SPECIALISTS = `${ROOT}src/engines/onnx/specialists`;
const MODEL = process.env.NEARSIDE_TARGET ?? `${ROOT}public/models/proofread`;
const WORK = process.env.NEARSIDE_WORK ?? `${ROOT}training/.cache/proofread`;
/** Sets of pairs that are on the card; the others have been looked at. */
const JUDGED = {
  test: "made mistakes, held-out documents",
  real: "natural mistakes, written by hand for this project",
  learners: "learners' sentences, several mistakes each, written by hand for this project",
};
const DEVELOPMENT = { dev: "made mistakes, development", learnersDev: "learners' sentences, development" };

/** The proofreader as the application runs it, and the functions that scoring needs. */
export async function loadOurs() {
  const { module: specialist } = await runnerImport(`${SPECIALISTS}/proofread/load-proofread.ts`);
  const { module: tokens } = await runnerImport(`${SPECIALISTS}/shared/word-tokens.ts`);
  const { module: support } = await runnerImport(`${SPECIALISTS}/test-support/node-forward-pass.ts`);
  const run = await specialist.loadProofread(support.nodeContext(MODEL));
  const wordsOf = (text) => tokens.wordTokens(text).map((token) => token.text);
  const findEdits = async (text) => (await run(text, {})).edits;
  return { wordsOf, findEdits, correct: async (text) => applyEdits(text, await findEdits(text)) };
}

/** The text after all edits. */
export function applyEdits(text, edits) {
  let result = "";
  let position = 0;
  for (const edit of edits) {
    result += text.slice(position, edit.start) + edit.replacement;
    position = edit.end;
  }
  return result + text.slice(position);
}

/** The changes from one list of words to another, as comparable strings. */
export function wordEdits(before, after) {
  const edits = new Set();
  let position = 0;
  let pending = null;
  const close = () => {
    if (pending) edits.add(`${pending.start}-${pending.end} ${pending.added.join(" ")}`);
    pending = null;
  };
  for (const part of diffArrays(before, after)) {
    if (!part.added && !part.removed) {
      close();
      position += part.value.length;
      continue;
    }
    pending ??= { start: position, end: position, added: [] };
    if (part.added) pending.added.push(...part.value);
    else {
      position += part.value.length;
      pending.end = position;
    }
  }
  close();
  return edits;
}

/** Precision, recall and F0.5 of `correct` on pairs of faulty and clean text. */
export async function scorePairs(pairs, correct, wordsOf) {
  let hits = 0;
  let proposed = 0;
  let wanted = 0;
  for (const { faulty, clean } of pairs) {
    const before = wordsOf(faulty);
    const found = wordEdits(before, wordsOf(await correct(faulty)));
    const gold = wordEdits(before, wordsOf(clean));
    proposed += found.size;
    wanted += gold.size;
    for (const edit of found) if (gold.has(edit)) hits += 1;
  }
  const precision = proposed ? hits / proposed : 0;
  const recall = wanted ? hits / wanted : 0;
  const f05 = hits ? (1.25 * precision * recall) / (0.25 * precision + recall) : 0;
  return { sentences: pairs.length, wanted, proposed, hits, precision, recall, f05 };
}

/** Edits in 10,000 words of text that needs none. */
export async function scoreClean(texts, correct, wordsOf) {
  let words = 0;
  let edits = 0;
  for (const text of texts) {
    const before = wordsOf(text);
    words += before.length;
    edits += wordEdits(before, wordsOf(await correct(text))).size;
  }
  return { words, edits, per10000: (edits / words) * 10_000 };
}

/** Held-out sentences with made mistakes, and the hand-written set of real ones. */
export async function readSets() {
  const held = JSON.parse(await readFile(`${WORK}/held-out.json`, "utf8"));
  const [real, learnersDev, learners] = await Promise.all(
    ["real-errors", "learner-errors-dev", "learner-errors-test"].map(readPairs),
  );
  return { dev: held.dev, test: held.test, real, learnersDev, learners };
}

async function readPairs(name) {
  const file = await readFile(new URL(`${name}.jsonl`, import.meta.url), "utf8");
  return file
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}

const round = (value) => Math.round(value * 1000) / 1000;

/** All scores of one proofreader, as rows of a card. */
export async function scoreAll(sets, correct, wordsOf, pairSets = JUDGED) {
  const rows = [];
  for (const [name, set] of Object.entries(pairSets)) {
    const pairs = sets[name];
    const { precision, recall, f05, sentences } = await scorePairs(pairs, correct, wordsOf);
    for (const [metric, value] of Object.entries({ precision, recall, "F0.5": f05 })) {
      rows.push({ set, metric, value: round(value), n: sentences });
    }
  }
  const cleanSet = pairSets === JUDGED ? "test" : "dev";
  const clean = await scoreClean(
    sets[cleanSet].map((pair) => pair.clean),
    correct,
    wordsOf,
  );
  rows.push({
    set: pairSets === JUDGED ? "clean held-out text" : "clean development text",
    metric: "false edits per 10,000 words",
    value: round(clean.per10000),
    n: clean.words,
  });
  return rows;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const ours = await loadOurs();
  const sets = await readSets();
  const isDevelopment = process.argv.includes("--dev");
  const rows = await scoreAll(sets, ours.correct, ours.wordsOf, isDevelopment ? DEVELOPMENT : JUDGED);
  if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
  else console.table(rows);
  process.exit(0);
}
