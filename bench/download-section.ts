import { randomFillSync } from "node:crypto";
import type { Browser } from "@playwright/test";
import { slowly } from "../e2e/fixtures/model-host/faults";
import { startModelHost } from "../e2e/fixtures/model-host/model-host";
import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import type { DownloadWay } from "./page/download.worker";
import type { Row, Section } from "./report";
import { spreadWords } from "./report";
import { median, spreadOf } from "./statistics";

const AIM = 0.9;
const ROUNDS = 5;
const STAGE_ROUNDS = 3;
const MEBIBYTE = 1_048_576;

interface Shape {
  name: string;
  files: number;
  bytes: number;
  /** As ONNX models are kept. */
  mayBeInParts?: boolean;
  /** Each stage of the app's work is measured too. */
  hasStages?: boolean;
  /** As fast as loopback goes where it is absent. */
  line?: { pieceBytes: number; everyMs: number };
}

/** As WebLLM's models are cut, and as an ONNX model may be. */
const SHAPES: readonly Shape[] = [
  { name: "8 files of 32 MiB", files: 8, bytes: 32 * MEBIBYTE, hasStages: true },
  { name: "1 file of 192 MiB, which may stay in parts", files: 1, bytes: 192 * MEBIBYTE, mayBeInParts: true },
  {
    name: "8 files of 4 MiB over a line of 200 Mbit/s",
    files: 8,
    bytes: 4 * MEBIBYTE,
    line: { pieceBytes: 250_000, everyMs: 10 },
  },
];

/** What the app does and the bare side does not, a stage each. */
const STAGES = {
  app: "all that the app does",
  read: "every byte read in a worker, and dropped",
  hash: "read and hashed",
  keep: "read and put into the cache, not hashed",
} as const satisfies Partial<Record<DownloadWay, string>>;

/** A download with its checks over a bare `fetch` to the cache, from the same host in the same browser. */
export async function downloadSection({ bench }: BenchContext): Promise<Section> {
  const rows: Row[] = [];
  for (const shape of SHAPES) rows.push(...(await measure(shape, bench.url)));
  return {
    title: "Downloading: checked and kept, over a bare fetch to the cache",
    rows,
    notes: [
      "The ratio is the throughput of the app's download, hashing included, over that of `fetch` and `cache.put`, a figure a round; rounds alternate. Over loopback storage and processor are all there is, and both sides share them with the server; the last row is what a quick line leaves of the difference.",
    ],
  };
}

async function measure(shape: Shape, benchUrl: string): Promise<Row[]> {
  const files = new Map(
    Array.from({ length: shape.files }, (_, index): [string, Uint8Array] => [
      `shard_${index}.bin`,
      randomFillSync(new Uint8Array(shape.bytes)),
    ]),
  );
  const host = await startModelHost(files, { isListed: true });
  const { line, mayBeInParts = false } = shape;
  if (line !== undefined) {
    for (const path of files.keys()) host.faults.set(path, slowly(line.pieceBytes, line.everyMs));
  }
  try {
    return await withBrowser("none", async (browser) => {
      const page = await browser.newPage();
      await page.goto(benchUrl);
      const paths = [...files.keys()];
      const run = (way: DownloadWay) =>
        page.evaluate((call) => window.bench.download(call), { way, url: host.url, paths, mayBeInParts });
      const rounds: { app: number; bare: number }[] = [];
      for (let round = -1; round < ROUNDS; round += 1) {
        const bareFirst = round % 2 === 0;
        const first = await run(bareFirst ? "bare" : "app");
        const second = await run(bareFirst ? "app" : "bare");
        // The first round warms up: the host hashes its files once.
        if (round >= 0) rounds.push(bareFirst ? { bare: first, app: second } : { app: first, bare: second });
      }
      const ratio = spreadOf(rounds.map(({ app, bare }) => bare / app));
      const perSecond = (ms: number) => (shape.files * shape.bytes) / 1e6 / (ms / 1000);
      const app = spreadOf(rounds.map((round) => perSecond(round.app)));
      const bare = spreadOf(rounds.map((round) => perSecond(round.bare)));
      const whole: Row = {
        name: shape.name,
        figure: `${spreadWords(ratio)}; ${app.median.toFixed(0)} of ${bare.median.toFixed(0)} MB/s`,
        aim: `at least ${AIM}`,
        isMet: ratio.median >= AIM,
        numbers: { ratio, app, bare },
      };
      return shape.hasStages === true
        ? [whole, ...(await measureStages(browser, run, (shape.files * shape.bytes) / 1e6))]
        : [whole];
    });
  } finally {
    await host.close();
  }
}

/** The throughput of each stage over that of the bare side, in turn with it, and what both cost the browser. */
async function measureStages(
  browser: Browser,
  run: (way: DownloadWay) => Promise<number>,
  megabytes: number,
): Promise<Row[]> {
  const measured = async (way: DownloadWay) => {
    const before = await processorMs(browser);
    const tookMs = await run(way);
    return { tookMs, costMs: ((await processorMs(browser)) - before) / megabytes };
  };
  const rows: Row[] = [];
  for (const [way, name] of Object.entries(STAGES) as [keyof typeof STAGES, string][]) {
    const ratios: number[] = [];
    const costs: { bare: number; own: number }[] = [];
    for (let round = 0; round < STAGE_ROUNDS; round += 1) {
      const bare = await measured("bare");
      const own = await measured(way);
      ratios.push(bare.tookMs / own.tookMs);
      costs.push({ bare: bare.costMs, own: own.costMs });
    }
    const ratio = spreadOf(ratios);
    const own = median(costs.map((cost) => cost.own));
    const bare = median(costs.map((cost) => cost.bare));
    rows.push({
      name: `· ${name}`,
      figure: `${spreadWords(ratio)}; ${own.toFixed(1)} ms of processor time a MB, the bare side ${bare.toFixed(1)}`,
      numbers: { ratio, costs },
    });
  }
  return rows;
}

/** Of all the browser's processes so far. */
async function processorMs(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0) * 1000;
  } finally {
    await session.detach();
  }
}
