// What scores of tone are made of: the held-out sets, and how often an answer is right.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const DATA = process.env.NEARSIDE_DATA ?? `${ROOT}../shared/data`;
/** In the order of the numbers in the data. */
const TONES = ["negative", "positive", "neutral"];
const TWO_TONES = ["negative", "positive"];

export const SETS = {
  uci: "UCI review sentences, held out (positive or negative; neutral left aside)",
  emotions: "GoEmotions test comments, 3 classes",
  films: "whole film reviews of some 700 words, a kind of text it did not learn from (positive or negative)",
};

async function readRows(path) {
  const text = gunzipSync(await readFile(`${DATA}/${path}`)).toString("utf8");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [label, body] = line.split("\t");
      return { wanted: TONES[Number(label)], text: body.replace(/ (n't|'s|'re|'ve|'ll|'d|'m)\b/g, "$1") };
    });
}

export const round = (value) => Math.round(value * 1000) / 1000;
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The best label among those allowed. */
function answer({ labels }, allowed = TONES) {
  return labels.find(({ label }) => allowed.includes(label)).label;
}

export function accuracy(judged, allowed = TONES) {
  return mean(judged.map((row) => Number(answer(row, allowed) === row.wanted)));
}

function macroF1(judged) {
  return mean(
    TONES.map((tone) => {
      const hits = judged.filter((row) => answer(row) === tone && row.wanted === tone).length;
      const said = judged.filter((row) => answer(row) === tone).length;
      const wanted = judged.filter((row) => row.wanted === tone).length;
      return hits === 0 ? 0 : (2 * hits) / (said + wanted);
    }),
  );
}

/** Scores any judge of tone; `labelsOf` gives the labels of a text, best first. */
export async function scoreTone(labelsOf) {
  const judge = async (path) => {
    const judged = [];
    for (const row of await readRows(path)) judged.push({ ...row, labels: await labelsOf(row.text) });
    return judged;
  };
  const uci = await judge("eval/uci_test.tsv.gz");
  const emotions = await judge("eval/goemotions_test3.tsv.gz");
  const films = await judge("sentiment/movie_reviews_docs.tsv.gz");
  const scores = [
    { set: SETS.uci, metric: "accuracy", value: round(accuracy(uci, TWO_TONES)), n: uci.length },
    { set: SETS.emotions, metric: "accuracy", value: round(accuracy(emotions)), n: emotions.length },
    { set: SETS.emotions, metric: "macro F1", value: round(macroF1(emotions)), n: emotions.length },
    { set: SETS.films, metric: "accuracy", value: round(accuracy(films, TWO_TONES)), n: films.length },
  ];
  return { scores, emotions };
}
