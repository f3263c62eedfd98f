// The sentences of Common Voice with the codes that the detector gives, and short cuts of them.
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

const DATA = process.env.NEARSIDE_DATA ?? "../shared/data";
/** Common Voice's names for what the detector knows by shorter ones. */
const CODES = {
  ckb: "ku",
  "fy-NL": "fy",
  "ga-IE": "ga",
  kmr: "kmr",
  "nb-NO": "no",
  "pa-IN": "pa",
  "rm-sursilv": "rm",
  "rm-vallader": "rm",
  "sv-SE": "sv",
  "zh-CN": "zh",
  "zh-HK": "zh",
  "zh-TW": "zh",
};

/** Sentences of at least one letter, as `{ name, code, text }`; `half` 0 is for fitting, 1 for scoring. */
export async function readSentences(half, step = 1) {
  const lines = gunzipSync(await readFile(`${DATA}/langid/commonvoice.tsv.gz`))
    .toString("utf8")
    .split("\n");
  const rows = [];
  for (const [index, line] of lines.entries()) {
    if (index % 2 !== half || Math.floor(index / 2) % step !== 0) continue;
    const [name, text] = line.split("\t");
    if (text !== undefined && /\p{L}/u.test(text)) rows.push({ name, code: CODES[name] ?? name, text });
  }
  return rows;
}

/** The first `count` words; null where there are fewer, or no spaces between words. */
export function firstWords(text, count) {
  const words = text.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  return words.length < count ? null : words.slice(0, count).join(" ");
}
