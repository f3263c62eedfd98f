// Scores the detector that ships on the half of the sentences that nothing was fitted on, and writes card and sample.
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { eld } from "eld/small";
import { createServer } from "vite";
import { firstWords, readSentences } from "./read-sentences.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = `${ROOT}public/models/language`;
const SPECIALIST = `${ROOT}src/engines/onnx/specialists/language`;
const STEP = 4;
const SURE = 0.8;
const SAMPLE_EVERY = 150;
/** Scored by script or letters; the n-grams do not have them. */
const BY_LETTERS = [
  "ab",
  "as",
  "cv",
  "dv",
  "eo",
  "ha",
  "kab",
  "kk",
  "ky",
  "mk",
  "mn",
  "mt",
  "sah",
  "tt",
  "ug",
];
/** Languages neither has: what it says there should be "unknown" or unsure. */
const isUnknownTo = (known) => (row) => !known.has(row.code) && !BY_LETTERS.includes(row.code);

// A server rather than `runnerImport`, because the detector imports its database when it loads.
const vite = await createServer({
  configFile: false,
  logLevel: "error",
  server: { middlewareMode: true },
  appType: "custom",
});
const specialist = await vite.ssrLoadModule(`${SPECIALIST}/load-language.ts`);
const run = await specialist.loadLanguage({
  readFile: async (name) => new Uint8Array(await readFile(`${FOLDER}/${name}`)),
  createForwardPass: () => Promise.reject(new Error("it has no graph")),
});
const bare = eld.newInstance();
bare.enableTextCleanup(true);
const known = new Set(Object.values(eld.info().Languages));

const rows = [];
for (const { name, code, text } of await readSentences(1, STEP)) rows.push({ name, code, text });

async function judge(list) {
  const judged = [];
  for (const row of list) {
    const { labels } = await run(row.text, {});
    judged.push({
      ...row,
      top: labels[0].label,
      score: labels[0].score,
      bare: bare.detect(row.text).language,
    });
  }
  return judged;
}

const round = (value) => Math.round(value * 1000) / 1000;
const share = (list, test) => (list.length === 0 ? 0 : list.filter(test).length / list.length);

function groupByName(list) {
  const groups = new Map();
  for (const row of list) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return groups;
}

/** Each language counts alike, however many sentences it has. */
function meanByLanguage(list, test) {
  const groups = groupByName(list);
  const shares = [...groups.values()].map((group) => share(group, test));
  return {
    value: round(shares.reduce((sum, value) => sum + value, 0) / shares.length),
    languages: groups.size,
  };
}

const isRight = ({ top, code }) => top === code;
const sentences = await judge(rows);
const inNgrams = sentences.filter(({ code }) => known.has(code));
const inLetters = sentences.filter(({ code }) => BY_LETTERS.includes(code));
const foreign = sentences.filter(isUnknownTo(known));
const scores = [];
const comparison = [];
function add(set, metric, value, n) {
  scores.push({ set, metric, value: round(value), n });
}
const ngramMean = meanByLanguage(inNgrams, isRight);
const covered = `whole sentences of ${ngramMean.languages} corpora in languages of the n-grams`;
add(covered, "accuracy (mean over languages)", ngramMean.value, inNgrams.length);
comparison.push({
  name: "eld 2.1.0 small alone",
  scores: [
    {
      set: covered,
      metric: "accuracy (mean over languages)",
      value: meanByLanguage(inNgrams, (row) => row.bare === row.code).value,
      n: inNgrams.length,
    },
  ],
});
for (const count of [4, 2, 1]) {
  const cut = rows
    .filter(({ code }) => known.has(code))
    .flatMap((row) => {
      const text = row.code === "zh" || row.code === "ja" ? null : firstWords(row.text, count);
      return text === null ? [] : [{ ...row, text }];
    });
  const judged = await judge(cut);
  const set = `their first ${count === 1 ? "word" : `${count} words`}`;
  add(set, "accuracy (mean over languages)", meanByLanguage(judged, isRight).value, judged.length);
  const sure = judged.filter(({ score }) => score >= SURE);
  add(set, "share answered with a score of 0.8 or more", sure.length / judged.length, judged.length);
  add(set, "accuracy of those", share(sure, isRight), sure.length);
}
const letterMean = meanByLanguage(inLetters, isRight);
add(
  `whole sentences in ${letterMean.languages} languages known by their letters only`,
  "accuracy (mean over languages)",
  letterMean.value,
  inLetters.length,
);
const everything = `whole sentences in ${new Set(sentences.map(({ name }) => name)).size} corpora; "unknown" is right for what it does not know`;
const isDue = (top, code) => top === (known.has(code) || BY_LETTERS.includes(code) ? code : "und");
const eldDue = (row) => row.bare === (known.has(row.code) || BY_LETTERS.includes(row.code) ? row.code : "");
add(
  everything,
  "accuracy (mean over languages)",
  meanByLanguage(sentences, (row) => isDue(row.top, row.code)).value,
  sentences.length,
);
comparison[0].scores.push({
  set: everything,
  metric: "accuracy (mean over languages)",
  value: meanByLanguage(sentences, eldDue).value,
  n: sentences.length,
});
const foreignNames = [...new Set(foreign.map(({ name }) => name))].sort();
const strangers = `whole sentences in ${foreignNames.length} languages it does not know`;
add(
  strangers,
  "said to be unknown",
  share(foreign, ({ top }) => top === "und"),
  foreign.length,
);
add(
  strangers,
  "taken for another with a score of 0.8 or more",
  share(foreign, ({ top, score }) => top !== "und" && score >= SURE),
  foreign.length,
);

const worst = [...groupByName([...inNgrams, ...inLetters])]
  .map(([name, group]) => ({ name, accuracy: share(group, isRight) }))
  .sort((one, other) => one.accuracy - other.accuracy)
  .slice(0, 8)
  .map(({ name, accuracy }) => `${name} ${accuracy.toFixed(2)}`)
  .join(", ");

const text = inNgrams
  .filter(({ code }) => code === "en")
  .slice(0, 100)
  .map((row) => row.text)
  .join(" ");
const times = [];
for (let index = 0; index < 50; index += 1) {
  const started = performance.now();
  await run(text, {});
  times.push(performance.now() - started);
}
times.sort((one, other) => one - other);
const bytes = (await stat(`${ROOT}node_modules/eld/src/ngrams/small.js`)).size;

const card = {
  id: "language",
  task: "language",
  purpose:
    "Says which language a text is in, with probabilities; `und` stands for a language that it does not know or cannot tell. " +
    `N-grams tell ${known.size} languages apart (${[...known].sort().join(", ")}); script and letters alone name others ` +
    "(such as Thaana, Khmer, Burmese, Sinhala, Tibetan, Kazakh, Kyrgyz, Macedonian, Mongolian, Tatar, Uyghur, Esperanto, Maltese).",
  data: [
    {
      name: "eld 2.1.0 (Efficient Language Detector), its small n-gram database, as published",
      licence: "Apache-2.0",
    },
    {
      name: "Common Voice sentences: one half to fit four numbers of calibration, the other to score",
      licence: "CC0",
    },
  ],
  method:
    "The script decides where it belongs to one language, rare letters and a few small words where they do, eld's n-grams elsewhere. " +
    "Raw scores become probabilities by four fitted numbers. A long text is judged by up to 24 parts spread over it.",
  scores,
  comparison,
  knownMisses: [
    "One or two words: the answer is often wrong, and the score says so in most cases, not all.",
    "Close relatives that it does not know are taken for those it does: Indonesian for Malay, Galician for Portuguese or Spanish, Asturian for Spanish, Frisian for Dutch, Interlingua and Romansh for Italian.",
    "Chinese and Japanese without kana look alike; Norwegian and Danish, Slovak and Czech, Kyrgyz and Mongolian, Serbian and Macedonian are confused in short sentences.",
    `Lowest accuracies, whole sentences: ${worst}.`,
    `Scored on read-aloud sentences only, and not at all for the languages of eld that Common Voice's file lacks. Unknown here: ${foreignNames.join(", ")}.`,
  ],
  bytes,
  parameters: 4,
  speed: `${times[25].toFixed(1)} ms for ${text.length.toLocaleString("en")} characters (median, JavaScript, 2-core server CPU)`,
  trainedBy: "training/language/run.sh",
};
const sample = [];
for (const [index, row] of rows.entries()) {
  if (index % SAMPLE_EVERY !== 0) continue;
  const cut = index % (2 * SAMPLE_EVERY) === 0 ? row.text : (firstWords(row.text, 2) ?? row.text);
  sample.push({ text: cut, code: row.code, labels: (await run(cut, {})).labels });
}
await writeFile(`${FOLDER}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
await writeFile(`${FOLDER}/sample.json`, `[\n${sample.map((row) => JSON.stringify(row)).join(",\n")}\n]\n`);
console.table(scores);
console.table(comparison[0].scores);
console.log(card.speed, "; worst:", worst);
process.exit(0);
