// Writes the card of the router's difficulty from the scores of training, and how its scores lie on people's prompts.
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = `${ROOT}src/routing/difficulty`;
const WORK = process.env.NEARSIDE_WORK ?? `${ROOT}training/.cache/router`;
/** Between two of them lie as many prompts as between any other two. */
const QUANTILES = 40;

const { module } = await runnerImport(`${FOLDER}/difficulty.ts`);
const scores = JSON.parse(await readFile(`${WORK}/scores.json`, "utf8"));
const prompts = (await readFile(`${WORK}/prompts.jsonl`, "utf8"))
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line));

const round = (value) => Math.round(value * 1000) / 1000;
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
function spread(values) {
  const middle = mean(values);
  return round(Math.sqrt(mean(values.map((value) => (value - middle) ** 2))));
}
const row = (set, metric, values) => ({
  set,
  metric,
  value: round(mean(values)),
  spread: spread(values),
  n: values.length,
});

const real = prompts
  .filter(({ set }) => set === "real")
  .map(({ text }) => module.difficultyOf(text).score)
  .sort((one, other) => one - other);
const quantiles = Array.from({ length: QUANTILES + 1 }, (_, index) =>
  Number(real[Math.round((index / QUANTILES) * (real.length - 1))].toFixed(4)),
);
await writeFile(`${FOLDER}/prior-scores.json`, `${JSON.stringify(quantiles)}\n`);

const text = "The lease says 4 weeks, and she paid $20; why not? ".repeat(196);
const times = Array.from({ length: 200 }, (_, index) => {
  const before = process.cpuUsage();
  module.difficultyOf(text + index);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}).sort((one, other) => one - other);

const halves = "MMLU questions of every second subject; half of those subjects kept out, 24 times";
const card = {
  id: "router-difficulty",
  purpose:
    "Tells how far a strong language model's answer is expected to be ahead of a weak one's, from the prompt alone.",
  data: [
    {
      name: "RouteLLM: MMLU questions of every second subject with the answers of two models",
      licence: "Apache-2.0",
    },
    { name: "GSM8K, training problems with their solutions", licence: "MIT" },
    { name: "Arena-Hard and Self-Instruct prompts, with kinds of work by hand", licence: "Apache-2.0" },
    { name: "awesome-chatgpt-prompts", licence: "CC0" },
    {
      name: "Templates of this project, filled with documentation, textbooks and Common Voice",
      licence: "CC BY 4.0, CC0, MIT, Apache-2.0",
    },
  ],
  method:
    "Counted features and 3,600 words and pairs of words. The kind of work by logistic regression, the steps of an arithmetic problem by ridge " +
    "regression. A question with offered answers has the mean of 27 standardised features with signs set by reason and equal " +
    "weights; how far models differ at each kind of work is set by judgement.",
  scores: [
    row(halves, "APGR", scores.choice.equal),
    row(
      "GSM8K training problems, a quarter kept out",
      "correlation with the steps of the solution",
      scores.steps.correlation,
    ),
    row("656 prompts of people and seed lists, 5 folds", "accuracy, 8 kinds of work", scores.kinds.accuracy),
    row(
      "656 prompts of people and seed lists, 5 folds",
      "accuracy, 3 groups",
      scores.kinds.accuracyOfThreeGroups,
    ),
  ],
  comparison: [
    {
      name: "Length in characters",
      scores: [
        row(halves, "APGR", scores.choice.length),
        row(
          "GSM8K training problems, a quarter kept out",
          "correlation with the steps of the solution",
          scores.steps.lengthCorrelation,
        ),
      ],
    },
    {
      name: "Ridge regression of the gain over the same features",
      scores: [row(halves, "APGR", scores.choice.ridge)],
    },
  ],
  aheadOfLength: `${scores.choice.aheadOfLength} of ${scores.choice.splits} splits`,
  knownMisses: [
    "The answers of two models to one question each say little: even the best score is near chance (0.5) on subjects kept out.",
    "The signs of the features were set after a look at all training subjects, so the first score is a little too good.",
    "How far models differ at each kind of work is not fitted: no permissive data with answers to free prompts was at hand.",
    "English. Other languages are judged by their length, digits and marks.",
  ],
  bytes: (await stat(`${FOLDER}/difficulty-model.json`)).size,
  speed: `${times[100].toFixed(1)} ms of processor time for 10,000 characters (median, 2-core server CPU)`,
  trainedBy: "training/router/run.sh",
};
await writeFile(`${ROOT}training/router/card.json`, `${JSON.stringify(card, null, 2)}\n`);
console.table(card.scores);
console.log(card.speed);
process.exit(0);
