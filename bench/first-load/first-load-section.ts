import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { DIST } from "../../e2e/fixtures/site";
import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { kilobytes, msWords, type Row, type Section } from "../report";
import { type Fetched, type FirstVisit, visitFirst } from "./first-visit";

const VISITS = 3;
/** Of the shell, gzip: what is allowed now, and what is wanted. */
const SHELL_BYTES = { most: 130 * 1024, aim: 100 * 1024 };

interface Sizes {
  files: number;
  raw: number;
  gzip: number;
  brotli: number;
}

/** What a first visit fetches, and how long it takes to a first answer on this device. */
export async function firstLoadSection({ site }: BenchContext): Promise<Section> {
  const visits: FirstVisit[] = [];
  // The first visit also has the server compress its files, so it does not count.
  for (let visit = -1; visit < VISITS; visit += 1) {
    const seen = await withBrowser("none", (browser) => visitFirst(browser, site));
    if (visit >= 0) visits.push(seen);
  }
  visits.sort((a, b) => totalOf(a) - totalOf(b));
  const middle = visits[Math.floor(visits.length / 2)] as FirstVisit;
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
    ...sharesOf(middle).map(({ name, ms }) => ({
      name: `· ${name}`,
      figure: `${((100 * ms) / total).toFixed(0)} % (${msWords(ms)})`,
      numbers: { ms },
    })),
  ];
  return {
    title: "First load: an empty profile to a proofread sentence",
    rows,
    notes: [
      "Shares are those of the visit of the middle length; sizes are of gzip at level 9 and brotli at level 11.",
    ],
  };
}

function totalOf({ startMs, answeredMs }: FirstVisit): number {
  return answeredMs - startMs;
}

/** The visit cut at what had to come before the next thing could begin. */
function sharesOf(visit: FirstVisit): { name: string; ms: number }[] {
  const later = visit.fetched.filter(
    ({ startMs, endMs }) => startMs >= visit.runMs && endMs <= visit.answeredMs,
  );
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
