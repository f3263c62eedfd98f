// Scores VADER (https://github.com/vaderSentiment/vaderSentiment-js, MIT) on the same sets, for comparison. VADER is
// not a dependency of this project; install it in a folder of its own and say where it is:
//   mkdir -p /tmp/vader && cd /tmp/vader && npm init -y && npm install vader-sentiment@1.1.3
//   NEARSIDE_VADER=/tmp/vader node training/tone/score-vader.mjs > training/tone/other-scores.json
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { scoreTone } from "./score.mjs";

const folder = process.env.NEARSIDE_VADER ?? "/tmp/vader";
const require = createRequire(pathToFileURL(`${folder}/package.json`));
const { SentimentIntensityAnalyzer } = require("vader-sentiment");

/** As its authors advise: neutral from -0.05 to 0.05. The second best label is that of the sign. */
function labelsOf(text) {
  const { compound } = SentimentIntensityAnalyzer.polarity_scores(text);
  const sign = compound > 0 ? "positive" : "negative";
  const names = Math.abs(compound) < 0.05 ? ["neutral", sign] : [sign, "neutral"];
  const other = sign === "positive" ? "negative" : "positive";
  return [...names, other].map((label) => ({ label }));
}

const { scores } = await scoreTone(async (text) => labelsOf(text));
console.log(JSON.stringify([{ name: "VADER (vader-sentiment 1.1.3)", scores }], null, 2));
