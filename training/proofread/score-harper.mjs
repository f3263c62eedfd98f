// Scores Harper (https://writewithharper.com, Apache-2.0) on the same sets, for comparison. Harper is not a
// dependency of this project; install it in a folder of its own and say where it is:
//   mkdir -p /tmp/harper && cd /tmp/harper && npm init -y && npm install harper.js@2.10.0
//   NEARSIDE_HARPER=/tmp/harper node training/proofread/score-harper.mjs
// With --json it prints what the card takes over from harper-scores.json.
import { pathToFileURL } from "node:url";
import { applyEdits, loadOurs, readSets, scoreAll } from "./score.mjs";

const folder = process.env.NEARSIDE_HARPER ?? "/tmp/harper";
const dist = pathToFileURL(`${folder}/node_modules/harper.js/dist/`);
const { LocalLinter, SuggestionKind } = await import(new URL("index.js", dist).href);
const { binaryInlined } = await import(new URL("binaryInlined.js", dist).href);

const linter = new LocalLinter({ binary: binaryInlined });
await linter.setup();

/** The first suggestion of each lint; of overlapping lints the first. */
async function correct(text) {
  const edits = [];
  const lints = await linter.lint(text, { language: "plaintext" });
  const placed = lints.map((lint) => ({ lint, span: lint.span() }));
  placed.sort((left, right) => left.span.start - right.span.start);
  for (const { lint, span } of placed) {
    const suggestion = lint.suggestions()[0];
    if (!suggestion || span.start < (edits.at(-1)?.end ?? 0)) continue;
    const kind = suggestion.kind();
    const inserted = kind === SuggestionKind.InsertAfter;
    const replacement = kind === SuggestionKind.Remove ? "" : suggestion.get_replacement_text();
    edits.push({ start: inserted ? span.end : span.start, end: span.end, replacement });
  }
  return applyEdits(text, edits);
}

const { wordsOf } = await loadOurs();
const rows = await scoreAll(await readSets(), correct, wordsOf);
if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else console.table(rows);
process.exit(0);
