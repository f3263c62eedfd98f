// Scores the exported tagger of names and writes its card: what it is for, what it learnt from, how good it is.
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { JUDGED, loadOurs, readSets, scoreAll } from "./score.mjs";

const FOLDER =
  process.env.NEARSIDE_TARGET ?? fileURLToPath(new URL("../../public/models/names", import.meta.url));
const SPEED_RUNS = 30;
const SPEED_TEXTS = 60;
/** As `train.py` prints. */
const PARAMETERS = 2_574_855;
const WORK = process.env.NEARSIDE_WORK ?? fileURLToPath(new URL("../.cache/names", import.meta.url));

const round = (value) => Math.round(value * 1000) / 1000;

/** What the other two cautions give, and how far three seeds lie apart, as `export.py` found with the same weights. */
async function readSeedScores(sets) {
  const seeds = JSON.parse(await readFile(`${WORK}/seeds.json`, "utf8"));
  return Object.entries(JUDGED).flatMap(([name, set]) => {
    const [shipped] = seeds;
    const recalls = seeds.map((seed) => seed[name].recallAtPrecision70);
    const mean = recalls.reduce((sum, recall) => sum + recall, 0) / recalls.length;
    const spread = (Math.max(...recalls) - Math.min(...recalls)).toFixed(3);
    const n = sets[name].length;
    return [
      ...["careful", "quiet"].flatMap((caution) => [
        { set, metric: `word recall, ${caution}`, value: shipped[name][caution][0], n },
        { set, metric: `word precision, ${caution}`, value: shipped[name][caution][1], n },
      ]),
      { set, metric: "word recall where the precision is .70", value: shipped[name].recallAtPrecision70, n },
      ...(seeds.length > 1
        ? [
            {
              set,
              metric: `the same, mean of ${seeds.length} seeds (highest less lowest ${spread})`,
              value: round(mean),
              n: seeds.length,
            },
          ]
        : []),
    ];
  });
}

/** CPU time rather than the clock, so that what else the machine does is not counted. */
async function cpuMs(findSpans, text) {
  await findSpans(text);
  const before = process.cpuUsage();
  for (let run = 0; run < SPEED_RUNS; run += 1) await findSpans(text);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / SPEED_RUNS;
}

const { findSpans, countWords } = await loadOurs();
const sets = await readSets();
const scores = [...(await scoreAll(sets, findSpans)), ...(await readSeedScores(sets))];
const text = sets.wikigold
  .slice(0, SPEED_TEXTS)
  .map((row) => row.text)
  .join("\n");
const perHundred = ((await cpuMs(findSpans, text)) / countWords(text)) * 100;
const sizes = await Promise.all(["model.onnx", "lists.bin"].map((name) => stat(`${FOLDER}/${name}`)));

const card = {
  id: "names",
  task: "sensitive",
  purpose:
    "Marks names of people, places and organisations in English text. It is an aid before a text is shared, leaning " +
    "towards marking too much, and never a guarantee: please check what it found and what it did not.",
  data: [
    { name: "WNUT 2017 emerging entities, training part", licence: "CC BY 4.0" },
    { name: "Broad Twitter Corpus, eight tenths", licence: "CC BY 4.0" },
    { name: "SEC filings with named entities (Salinas Alvarado and others)", licence: "CC BY 3.0" },
    { name: "Presidio synthetic sentences with personal data", licence: "MIT" },
    {
      name: "OpenStax textbooks, at the last commits under CC BY 4.0 (Access for free at openstax.org); sentences labelled by the name lists",
      licence: "CC BY 4.0",
    },
    { name: "Standard Ebooks; sentences labelled by the name lists", licence: "CC0" },
    {
      name: "Documentation as for the proofreader; sentences labelled by the name lists",
      licence: "public domain, Apache-2.0, CC BY 4.0, MIT",
    },
    { name: "Names and regions of Faker, locales in Latin script", licence: "MIT" },
    { name: "GeoNames, places of 25,000 people or more", licence: "CC BY 4.0" },
    { name: "Templates and short lists written for this project", licence: "Apache-2.0" },
  ],
  notUsed:
    "CrossNER and WikiGold hold sentences of Wikipedia and GUM and EWT are share-alike: nothing was learnt from them. " +
    "WikiGold serves only to judge by; 1,500 sentences of CrossNER helped to choose how far to lean.",
  method:
    "A convolutional tagger over hashed word features and seven name lists; the best allowed sequence of tags. How far it " +
    "leans towards names can be set. On the mean of three development sets (forum posts, tweets, edited prose) 55 of 100 " +
    "marked words are part of a name when it is careful, 70 when balanced, 80 when quiet.",
  scores,
  comparison: [
    {
      name: "compromise 14.17.0",
      scores: JSON.parse(await readFile(new URL("compromise-scores.json", import.meta.url), "utf8")),
    },
  ],
  knownMisses: [
    "Balanced, one word of a name in five is missed in tweets and prose, two in five in forum posts; careful, one in nine and two in seven, for many more false marks. Organisations are missed more often than people.",
    "Names written in small letters, rare or invented names, names of products, bands and teams.",
    "It confuses people, places and organisations of the same name (Washington, Jordan, Chelsea).",
    "Headings and other text with many capital letters: ordinary words are marked.",
    "Other languages than English, and other scripts than Latin: names are mostly missed or marked wrongly.",
    "@handles, and what is only an address: the patterns look for addresses. The scores leave @handles out, too.",
    "The public labels are themselves inconsistent, WNUT's above all.",
  ],
  bytes: sizes.reduce((sum, { size }) => sum + size, 0),
  parameters: PARAMETERS,
  speed: `${perHundred.toFixed(1)} ms of CPU time for 100 words (WebAssembly, one thread, server CPU)`,
  trainedBy: "training/names/run.sh",
  seed: 20241,
};
await writeFile(`${FOLDER}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
console.table(scores);
console.log(card.speed);
process.exit(0);
