// Writes `public/models/writer/card.json`: what the model is for, where it comes from, and its scores beside those of
// an n-gram model of the same size in bytes. Needs the work folder of `run.sh`.
import { readFile, stat, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { loadNgrams } from "./ngram.mjs";
import { figures, loadWriter, scoreAll, total } from "./score.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const FOLDER = `${ROOT}public/models/writer`;
const WORK = process.env.NEARSIDE_WORK ?? `${ROOT}training/.cache/writer`;
const SPEED_TOKENS = 60;
const PARAMETERS = 5_278_560;

const round = (value, places) => Number(value.toFixed(places));
const readJson = async (path) => JSON.parse(await readFile(path, "utf8"));

/** Nats of the n-gram model for the same tokens. */
async function ngramNats(windows) {
  const start = await loadNgrams(WORK);
  const nats = {};
  for (const [domain, rows] of Object.entries(windows)) {
    nats[domain] = 0;
    for (const row of rows) {
      const decoder = start();
      for (let at = 1; at < row.length; at += 1) {
        const scores = await decoder.read([row[at - 1]]);
        nats[domain] -= scores[row[at]];
      }
    }
  }
  return nats;
}

/** Median milliseconds of one token. */
async function speed() {
  const { startDecoder } = await loadWriter();
  const decoder = startDecoder();
  const times = [];
  for (let token = 0; token < 2 * SPEED_TOKENS; token += 1) {
    const startMs = performance.now();
    await decoder.read([300 + token]);
    times.push(performance.now() - startMs);
  }
  decoder.dispose();
  return times.slice(SPEED_TOKENS).sort((a, b) => a - b)[SPEED_TOKENS / 2];
}

function perplexityScores(report, natsOf) {
  return Object.entries(report).flatMap(([domain, { tokens, bytes, nats, texts }]) => {
    const own = natsOf === null ? nats : natsOf[domain];
    return [
      { set: `${domain}, held out`, metric: "perplexity", value: round(Math.exp(own / tokens), 1), n: texts },
      {
        set: `${domain}, held out`,
        metric: "bits a byte",
        value: round(own / Math.LN2 / bytes, 3),
        n: texts,
      },
    ];
  });
}

function typingScores(counts) {
  return Object.entries({ ...counts, "all held-out texts": total(counts) }).flatMap(([domain, count]) => {
    const { saved, wrongPerHundredKeys, taken } = figures(count);
    return [
      { set: domain, metric: "share of keys saved", value: round(saved, 3), n: count.characters },
      {
        set: domain,
        metric: "wrong offers in a hundred keys",
        value: round(wrongPerHundredKeys, 1),
        n: count.keys,
      },
      {
        set: domain,
        metric: "share of offers that were right",
        value: round(taken, 2),
        n: count.right + count.wrong,
      },
    ];
  });
}

const report = await readJson(`${WORK}/perplexity.json`);
const [writer, ngram] = await scoreAll("test", [undefined]);
const nats = await ngramNats(await readJson(`${WORK}/windows.json`));
const { size } = await stat(`${FOLDER}/model.onnx`);
const { size: words } = await stat(`${FOLDER}/tokenizer.json`);
const { entries } = await readJson(`${WORK}/ngram.json`);
const card = {
  id: "writer",
  task: "continue",
  purpose:
    "Goes on with English text: offers a few words while one types, and writes on where a text ends. It knows wording, not facts, and answers no questions.",
  data: [
    {
      name: "18F, digital.gov, GOV.UK, Sourcegraph, Kubernetes and open source guides",
      licence: "CC0, MIT, Apache-2.0, CC BY 4.0",
    },
    { name: "Microsoft documentation", licence: "CC BY 4.0" },
    { name: "OpenStax textbooks, as they were under that licence", licence: "CC BY 4.0" },
    { name: "Standard Ebooks: novels and short stories", licence: "CC0 / public domain" },
    { name: "Common Voice sentences", licence: "CC0" },
    { name: "Taskmaster dialogues; CLINC queries", licence: "CC BY 4.0; CC BY 3.0" },
    {
      name: "Prompts: awesome-chatgpt-prompts, Self-Instruct seeds, GSM8K questions",
      licence: "CC0, Apache-2.0, MIT",
    },
    {
      name: "Mails, notes and prompts put together from training/writer/mails.txt",
      licence: "written for this project",
    },
  ],
  method:
    "A decoder of 6 layers, 224 wide, with rotary positions and a vocabulary of 8,192 byte pairs learnt from the same texts; Muon for its matrices, Adam for its table; int8 weights, float32 activations. An offer is shown when all of it is right with the least probability of the rule, which was chosen on development texts.",
  scores: [...typingScores(writer.counts), ...perplexityScores(report, null)],
  comparison: [
    {
      name: `Kneser-Ney n-grams up to 4 over the same tokens and texts, ${entries.reduce((sum, count) => sum + count, 0)} of them at 4 bytes each, with the same code around`,
      scores: [...typingScores(ngram.counts), ...perplexityScores(report, nats)],
    },
    { name: "Nothing", scores: [{ set: "all held-out texts", metric: "share of keys saved", value: 0 }] },
  ],
  knownMisses: [
    "It makes facts, names and numbers up; what it offers is only likely wording.",
    "It read 18 million different tokens, each some fifteen times: it loses the thread after a sentence or two.",
    "Most held-out texts come from the same collections as those it learnt from; the mails and notes do not, and are few.",
    "Typing is simulated: an offer counts as taken whenever it is what comes next, as if the person never overlooked one.",
    "English only. Other languages are told roughly, by their small words.",
  ],
  bytes: size + words,
  parameters: PARAMETERS,
  speed: `${round(await speed(), 1)} ms a token (median, WebAssembly, one thread, 2-core server CPU)`,
  trainedBy: "training/writer/run.sh",
  seed: 20251,
};
await writeFile(`${FOLDER}/card.json`, `${JSON.stringify(card, null, 2)}\n`);
