import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { DIST } from "../../e2e/fixtures/site";
import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { kilobytes, msWords, type Row, type Section, spreadWords } from "../report";
import { spreadOf } from "../statistics";
import {
  type BareVisit,
  type Fetched,
  type FirstVisit,
  type FirstWork,
  visitBare,
  visitFirst,
} from "./first-visit";

const VISITS = 3;
/** Of the shell, gzip: what is allowed now, and what is wanted. */
const SHELL_BYTES = { most: 130 * 1024, aim: 100 * 1024 };

interface Sizes {
  files: number;
  raw: number;
  gzip: number;
  brotli: number;
}

/** What is asked on a first visit; the one without a graph needs no runtime. */
const WORKS = {
  proofread: {
    task: "Proofread",
    text: "I have recieved teh letter, and I definately want to reply untill tomorrow.",
    answer: "received",
    delayMs: 0,
  },
  tone: {
    task: "Tone",
    text: "I love how quick this is. Thank you so much!",
    answer: "positive",
    delayMs: 0,
  },
} as const satisfies Record<string, FirstWork>;
/** A person who writes one short sentence needs longer. */
const WRITING_MS = 3000;

/** What a first visit fetches, and how long it takes to a first answer on this device. */
export async function firstLoadSection({ site, bench }: BenchContext): Promise<Section> {
  const visit = (work: FirstWork) => withBrowser("none", (browser) => visitFirst(browser, site, work));
  const visits: FirstVisit[] = [];
  const tones: FirstVisit[] = [];
  const written: FirstVisit[] = [];
  const bares: BareVisit[] = [];
  // The first visits also have the servers compress their files, so they do not count.
  for (let round = -1; round < VISITS; round += 1) {
    const bare = await withBrowser("none", (browser) => visitBare(browser, bench));
    const seen = await visit(WORKS.proofread);
    const tone = await visit(WORKS.tone);
    const later = await visit({ ...WORKS.proofread, delayMs: WRITING_MS });
    if (round < 0) continue;
    bares.push(bare);
    visits.push(seen);
    tones.push(tone);
    written.push(later);
  }
  const ratio = spreadOf(visits.map((seen, index) => totalOf(seen) / bareTotal(bares[index] as BareVisit)));
  visits.sort((a, b) => totalOf(a) - totalOf(b));
  bares.sort((a, b) => bareTotal(a) - bareTotal(b));
  const middle = visits[Math.floor(visits.length / 2)] as FirstVisit;
  const middleBare = bares[Math.floor(bares.length / 2)] as BareVisit;
  const shell = await sizesOf(middle.fetched.filter(({ startMs }) => startMs <= middle.usableMs));
  const until = await sizesOf(middle.fetched.filter(({ endMs }) => endMs <= middle.answeredMs));
  const total = totalOf(middle);
  const rows: Row[] = [
    {
      name: `Fetched before it can be used, ${shell.files} files`,
      figure: `${kilobytes(shell.gzip)} gzip, ${kilobytes(shell.brotli)} brotli`,
      aim: `at most ${kilobytes(SHELL_BYTES.most)} gzip, ${kilobytes(SHELL_BYTES.aim)} wanted`,
      isMet: shell.gzip <= SHELL_BYTES.most,
      numbers: { ...shell },
    },
    {
      name: `Fetched up to the first answer, engine and model included, ${until.files} files`,
      figure: `${kilobytes(until.gzip)} gzip, ${kilobytes(until.brotli)} brotli`,
      numbers: { ...until },
    },
    {
      name: "Empty cache to the first answer, network of no delay",
      figure: `${msWords(total)} (${msWords(totalOf(visits[0] as FirstVisit))} to ${msWords(totalOf(visits.at(-1) as FirstVisit))})`,
      numbers: { visits },
    },
    ...shareRows(sharesOf(middle), total),
    {
      name: "A bare page up to a session of the same graph",
      figure: `${msWords(bareTotal(middleBare))}; the app's answer takes ${spreadWords(ratio, 2)} times as long`,
      numbers: { bares, ratio },
    },
    ...shareRows(bareShares(middleBare), bareTotal(middleBare)),
    {
      name: "Empty cache to the tone of two sentences, which needs no runtime",
      figure: spreadOfMs(tones.map(totalOf)),
      numbers: { tones },
    },
    {
      name: `From Run to the answer, where the sentence took ${WRITING_MS / 1000} s to write`,
      figure: spreadOfMs(written.map(({ runMs, answeredMs }) => answeredMs - runMs)),
      numbers: { written },
    },
  ];
  return {
    title: "First load: an empty profile to a proofread sentence",
    rows,
    notes: [
      "Shares are those of the visit of the middle length; sizes are of gzip at level 9 and brotli at level 11.",
    ],
  };
}

/** Parts of a whole, each with its part of the time. */
function shareRows(shares: readonly { name: string; ms: number }[], total: number): Row[] {
  return shares.map(({ name, ms }) => ({
    name: `· ${name}`,
    figure: `${((100 * ms) / total).toFixed(0)} % (${msWords(ms)})`,
    numbers: { ms },
  }));
}

function spreadOfMs(times: readonly number[]): string {
  const { median, min, max } = spreadOf(times);
  return `${msWords(median)} (${msWords(min)} to ${msWords(max)})`;
}

function bareTotal({ startMs, sessionMs }: BareVisit): number {
  return sessionMs - startMs;
}

/** The compiling is what a second session, on the compiled runtime, does not take. */
function bareShares(visit: BareVisit): { name: string; ms: number }[] {
  const fetchedMs = Math.max(visit.runtimeMs, visit.modelMs);
  const sessionMs = visit.sessionMs - fetchedMs;
  const openMs = Math.min(visit.secondSessionMs, sessionMs);
  return [
    { name: "document, script, worker", ms: visit.workerMs - visit.startMs },
    { name: "runtime and graph fetched, side by side", ms: fetchedMs - visit.workerMs },
    { name: "runtime compiled beyond that", ms: sessionMs - openMs },
    { name: "session created", ms: openMs },
  ];
}

function totalOf({ startMs, answeredMs }: FirstVisit): number {
  return answeredMs - startMs;
}

/** The visit cut at what had to come before the next thing could begin. */
function sharesOf(visit: FirstVisit): { name: string; ms: number }[] {
  // The page begins to fetch before Run is pressed.
  const later = visit.fetched.filter(({ endMs }) => endMs >= visit.runMs && endMs <= visit.answeredMs);
  const endOf = (isWanted: (path: string) => boolean) =>
    Math.max(visit.runMs, ...later.filter(({ path }) => isWanted(path)).map(({ endMs }) => endMs));
  // Other models and parts of the page are fetched meanwhile for offline use; the run does not wait for them.
  const fetches = [
    {
      name: "engine and runtime fetched",
      atMs: endOf((path) => /^\/assets\/(onnx|ort|worker-client)/.test(path)),
    },
    { name: "model fetched", atMs: endOf((path) => path.startsWith("/models/proofread/")) },
  ].sort((a, b) => a.atMs - b.atMs);
  const marks = [
    { name: "navigation: the document", atMs: visit.documentMs },
    { name: "shell: scripts, styles, first drawing", atMs: visit.usableMs },
    { name: "text entered", atMs: visit.runMs },
    ...fetches,
    { name: "compiling, session creation, worker start", atMs: visit.answeredMs - visit.workMs },
    { name: "run, to the painted answer", atMs: visit.answeredMs },
  ];
  let beforeMs = visit.startMs;
  return marks.map(({ name, atMs }) => {
    const ms = Math.max(0, atMs - beforeMs);
    beforeMs = Math.max(beforeMs, atMs);
    return { name, ms };
  });
}

async function sizesOf(fetched: readonly Fetched[]): Promise<Sizes> {
  const sizes: Sizes = { files: 0, raw: 0, gzip: 0, brotli: 0 };
  for (const path of new Set(fetched.map((file) => file.path))) {
    const bytes = await readFile(join(DIST, path === "/" ? "index.html" : decodeURIComponent(path)));
    const level = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
    sizes.files += 1;
    sizes.raw += bytes.byteLength;
    sizes.gzip += (await promisify(gzip)(bytes, { level: 9 })).byteLength;
    sizes.brotli += (await promisify(brotliCompress)(bytes, level)).byteLength;
  }
  return sizes;
}
