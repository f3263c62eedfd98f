// Scores the exported proofreader and writes its card: what it is for, what it learnt from, how good it is.
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadOurs, readSets, scoreAll } from "./score.mjs";

const FOLDER =
  process.env.NEARSIDE_TARGET ?? fileURLToPath(new URL("../../public/models/proofread", import.meta.url));
const WORK =
  process.env.NEARSIDE_WORK ?? fileURLToPath(new URL("../../training/.cache/proofread", import.meta.url));
const SPEED_RUNS = 12;
/** As `train.py` prints. */
const PARAMETERS = 2_621_609;
/** Beside the one that ships. */
const OTHER_SEEDS = [20241, 20242];

/** Harper on the same sets, as `score-harper.mjs --json` wrote it; optional. */
async function readHarperScores() {
  const file = await readFile(new URL("harper-scores.json", import.meta.url), "utf8").catch(() => "[]");
  return JSON.parse(file);
}

/** How far three seeds lie apart, as `run.sh` scored the others; nothing where they were not trained. */
async function seedScores(shipped) {
  const others = await Promise.all(
    OTHER_SEEDS.map(async (seed) =>
      JSON.parse(await readFile(`${WORK}/seed-${seed}.json`, "utf8").catch(() => "null")),
    ),
  );
  if (others.includes(null)) return [];
  return shipped
    .filter(({ metric }) => metric === "F0.5" || metric.startsWith("false edits"))
    .map(({ set, metric, value }) => {
      const find = (scores) => scores.find((each) => each.set === set && each.metric === metric).value;
      const values = [value, ...others.map(find)];
      const spread = (Math.max(...values) - Math.min(...values)).toPrecision(2);
      const mean = values.reduce((sum, each) => sum + each, 0) / values.length;
      return {
        set,
        metric: `${metric}, mean of ${values.length} seeds (highest less lowest ${Number(spread)})`,
        value: Number(mean.toFixed(3)),
        n: values.length,
      };
    });
}

/** CPU time rather than the clock, so that what else the machine does is not counted. */
async function cpuMs(findEdits, text) {
  await findEdits(text);
  const before = process.cpuUsage();
  for (let run = 0; run < SPEED_RUNS; run += 1) await findEdits(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / SPEED_RUNS;
}

const { correct, findEdits, wordsOf } = await loadOurs();
const sets = await readSets();
const scores = await scoreAll(sets, correct, wordsOf);
const text = sets.test
  .slice(0, 60)
  .map((pair) => pair.faulty)
  .join(" ");
const words = wordsOf(text).length;
const perHundred = ((await cpuMs(findEdits, text)) / words) * 100;
const harperScores = await readHarperScores();
const sizes = await Promise.all(["model.onnx", "lists.bin"].map((name) => stat(`${FOLDER}/${name}`)));

const card = {
  id: "proofread",
  task: "proofread",
  purpose:
    "Proposes corrections of spelling, grammar, punctuation, capital letters and confused words in English text. " +
    "It is made to be quiet: it misses more than half of all mistakes and rarely changes what is right.",
  data: [
    {
      name: "OpenStax textbooks, at the last commits under CC BY 4.0 (Access for free at openstax.org)",
      licence: "CC BY 4.0",
    },
    {
      name: "Documentation: digital.gov, 18F (public domain); Sourcegraph handbook, Kubernetes community (Apache-2.0); Microsoft SharePoint, 365, PowerShell, Virtualization, GitHub open source guides (CC BY 4.0); GOV.UK developer docs (MIT)",
      licence: "public domain, Apache-2.0, CC BY 4.0, MIT",
    },
    { name: "Standard Ebooks", licence: "CC0" },
    { name: "Common Voice sentences", licence: "CC0" },
    { name: "Taskmaster dialogues", licence: "CC BY 4.0" },
    { name: "SymSpell word frequencies (SCOWL words, Google Books counts)", licence: "MIT, CC BY 3.0" },
    { name: "crate-ci/typos list", licence: "MIT or Apache-2.0" },
  ],
  method:
    "Mistakes are made on purpose in clean sentences; a convolutional tagger over hashed word features learns the tags " +
    "that mend them. A dictionary speller, a few rules and limits stand around it. Thresholds are chosen on development text; " +
    "where a sentence has had one mistake mended, less is enough for the next. It learnt for 18,000 steps of 128 sentences. " +
    "The confidence of an edit is calibrated on development text.",
  scores: [...scores, ...(await seedScores(scores))],
  comparison:
    harperScores.length > 0
      ? [{ name: "Harper 2.10.0 (its style hints count as false edits here)", scores: harperScores }]
      : [],
  knownMisses: [
    "Word order, tenses over several sentences, missing words at the start of a sentence.",
    "Wrong but existing words that are not in its list of confused words.",
    "Misspelt names and any word in capitals; these are left alone on purpose.",
    "Articles and prepositions: only the surest third is offered.",
    "Dialect and archaic spelling in fiction is sometimes 'corrected'.",
    "The natural mistakes and the learners' sentences were written for this project by one author each, none of them by learners; the made ones resemble those it was trained on.",
    "After a first look at these scores, three budgets of false edits were lowered once, to make no more of them than before.",
    "Names that it does not know, written in small letters, are taken for misspelt words.",
  ],
  bytes: sizes.reduce((sum, { size }) => sum + size, 0),
  parameters: PARAMETERS,
  speed: `${perHundred.toFixed(1)} ms of CPU time for 100 words (WebAssembly, one thread, server CPU)`,
  trainedBy: "training/proofread/run.sh",
  seed: 20240,
};
await writeFile(`${FOLDER}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
console.table(card.scores);
console.log(card.speed);
process.exit(0);
