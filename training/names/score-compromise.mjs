// Scores compromise (https://github.com/spencermountain/compromise, MIT) on the same sets, for comparison. It is no
// dependency of this project; install it in a folder of its own and say where it is:
//   mkdir -p /tmp/compromise && cd /tmp/compromise && npm init -y && npm install compromise@14.17.0
//   NEARSIDE_COMPROMISE=/tmp/compromise node training/names/score-compromise.mjs
// With --json it prints what the card takes over from compromise-scores.json.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { readSets, scoreAll } from "./score.mjs";

const packages = createRequire(pathToFileURL(`${process.env.NEARSIDE_COMPROMISE ?? "/tmp/compromise"}/`));
const nlp = packages("compromise");
const SIGNS_AROUND = /^[\s"“”'‘’([]+|[\s"“”'‘’)\].,;:!?]+$/g;

/** Of overlapping finds the first; signs and a possessive at the ends do not count. */
async function findSpans(text) {
  const doc = nlp(text);
  const spans = [];
  for (const [label, found] of [
    ["person", doc.people()],
    ["place", doc.places()],
    ["organisation", doc.organizations()],
  ]) {
    for (const { text: name, offset } of found.json({ offset: true })) {
      const trimmed = name.replace(SIGNS_AROUND, "").replace(/['’]s$/, "");
      const start = text.indexOf(trimmed, offset.start);
      const end = start + trimmed.length;
      if (start < 0 || trimmed === "" || spans.some((span) => span.start < end && start < span.end)) continue;
      spans.push({ start, end, label });
    }
  }
  return spans;
}

const rows = await scoreAll(await readSets(), findSpans);
if (process.argv.includes("--json")) console.log(JSON.stringify(rows, null, 2));
else console.table(rows);
