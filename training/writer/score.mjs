// Scores completing as one types: the application's own code over the int8 model, on WebAssembly in Node, and the same
// code over an n-gram model of the same size in bytes.
//   node training/writer/score.mjs dev     chooses the rule: prints a table for several thresholds
//   node training/writer/score.mjs test    prints what the card holds
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";
import { loadNgrams } from "./ngram.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const MODELS = `${ROOT}src/engines/onnx/language-models`;
const WORK = process.env.NEARSIDE_WORK ?? `${ROOT}training/.cache/writer`;
/** Texts of a domain, and characters of each from its beginning. */
const TEXTS = { dev: Number(process.env.TEXTS ?? 6), test: Number(process.env.TEXTS ?? 10) };
const CHARACTERS = 240;
const FEWEST_CHARACTERS = 40;
/** What is tried on development texts. */
const THRESHOLDS = (process.env.THRESHOLDS ?? "0.4,0.5,0.6").split(",").map(Number);
const NEVER = new AbortController().signal;

/** Beginnings of held-out texts by domain, spread over each domain. */
export async function readTexts(part) {
  const domains = JSON.parse(await readFile(`${WORK}/${part}.json`, "utf8"));
  if (part === "test") domains["mails and notes"] = await readMails();
  return Object.fromEntries(
    Object.entries(domains).map(([domain, documents]) => {
      const long = documents.filter((text) => text.length >= FEWEST_CHARACTERS);
      const step = Math.max(1, long.length / TEXTS[part]);
      const chosen = Array.from(
        { length: Math.min(long.length, TEXTS[part]) },
        (_, index) => long[Math.floor(index * step)],
      );
      return [domain, chosen.map((text) => text.slice(0, CHARACTERS).replace(/\s\S*$/, ""))];
    }),
  );
}

/** Mails and notes that were written by hand to judge summaries; nothing like them was learnt from. */
async function readMails() {
  const lines = (await readFile(`${ROOT}training/summarise/key-sentences.jsonl`, "utf8")).trim().split("\n");
  return lines
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind !== "article")
    .flatMap(({ text }) => text.split(/\n{2,}/));
}

/** The model that ships, as the worker loads it. */
export async function loadWriter() {
  const [example, greedy, store, files, caches, decoder] = await Promise.all(
    [
      `${MODELS}/test-support/example.ts`,
      `${MODELS}/test-support/greedy-ids.ts`,
      `${MODELS}/test-support/store-model.ts`,
      `${MODELS}/test-support/writer-files.ts`,
      `${ROOT}src/engines/shared/test-support/memory-caches.ts`,
      `${MODELS}/decoder.ts`,
    ].map(async (path) => (await runnerImport(path)).module),
  );
  const record = example.exampleModel("http://127.0.0.1/writer");
  const memory = caches.createMemoryCaches();
  await store.storeModel(record, files.writerFiles(), memory);
  const model = await greedy.loadForTest(record, memory);
  return {
    tokenizer: model.tokenizer,
    startDecoder: () => decoder.startDecoder(model.opened, model.graph, model.config, model.contextWindow),
  };
}

/**
 * Types a text key by key. An offer that is what comes is taken with one key; a wrong one is typed along as far as it is
 * right, and counts as a distraction.
 */
export async function typeText(text, complete) {
  const count = { characters: text.length, keys: 1, right: 0, wrong: 0 };
  for (let at = 1; at < text.length; ) {
    const offer = (await complete(text.slice(0, at)))?.text ?? "";
    if (offer !== "" && text.startsWith(offer, at)) {
      count.right += 1;
      count.keys += 1;
      at += offer.length;
      continue;
    }
    let typed = 1;
    if (offer !== "") {
      count.wrong += 1;
      while (typed <= offer.length && text.startsWith(offer.slice(0, typed), at)) typed += 1;
    }
    count.keys += Math.min(typed, text.length - at);
    at += typed;
  }
  return count;
}

function sum(counts) {
  const total = { characters: 0, keys: 0, right: 0, wrong: 0 };
  for (const count of counts) for (const key of Object.keys(total)) total[key] += count[key];
  return total;
}

/** Shares of the characters: keys saved, the same less a key for each wrong offer, wrong offers. */
export function figures({ characters, keys, right, wrong }) {
  return {
    saved: 1 - keys / characters,
    net: 1 - (keys + wrong) / characters,
    wrongPerHundredKeys: (100 * wrong) / keys,
    taken: right / Math.max(1, right + wrong),
  };
}

/** Counts by domain, for one model and one rule. */
export async function scoreTyping(domains, model, rule) {
  const { module } = await runnerImport(`${MODELS}/complete/completer.ts`);
  const completer = module.createCompleter({ ...model, ...(rule === undefined ? {} : { rule }) });
  const counts = {};
  for (const [domain, texts] of Object.entries(domains)) {
    counts[domain] = sum([]);
    for (const text of texts)
      counts[domain] = sum([
        counts[domain],
        await typeText(text, (before) => completer.complete(before, NEVER)),
      ]);
  }
  completer.dispose();
  return counts;
}

/** All figures of both models. */
export async function scoreAll(part, rules) {
  const domains = await readTexts(part);
  const writer = await loadWriter();
  const models = { writer, ngram: { tokenizer: writer.tokenizer, startDecoder: await loadNgrams(WORK) } };
  const scores = [];
  for (const [name, model] of Object.entries(models)) {
    for (const rule of rules) scores.push({ name, rule, counts: await scoreTyping(domains, model, rule) });
  }
  return scores;
}

export function total(counts) {
  return sum(Object.values(counts));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const part = process.argv[2] === "test" ? "test" : "dev";
  const rules =
    part === "test"
      ? [undefined]
      : THRESHOLDS.map((leastProbability) => ({ leastProbability, leastCharacters: 3 }));
  for (const { name, rule, counts } of await scoreAll(part, rules)) {
    const rows = { ...counts, all: total(counts) };
    console.log(name, rule?.leastProbability ?? "");
    for (const [domain, count] of Object.entries(rows)) {
      const { saved, net, wrongPerHundredKeys, taken } = figures(count);
      const shown = [saved * 100, net * 100, wrongPerHundredKeys, taken * 100].map((value) =>
        value.toFixed(1),
      );
      if (domain === "all" || part === "test")
        console.log(`  ${domain}: saved ${shown[0]} net ${shown[1]} wrong ${shown[2]} taken ${shown[3]}`);
    }
  }
}
