import { readFile } from "node:fs/promises";
import type { Browser, Page } from "@playwright/test";
import { startModelHost } from "../../e2e/fixtures/model-host/model-host";
import { withBrowser } from "../browser";
import type { BenchContext } from "../context";
import { type BenchModel, largeModel } from "../decode/bench-model";
import { msWords, type Row, type Section, spreadWords } from "../report";
import { median, spreadOf } from "../statistics";

const ROUNDS = 7;
const CYCLES = 100;
/** Cycles until the browser's own caches and pools have filled. */
const SETTLING_CYCLES = 20;
const AIM = { loadRatio: 1.1, growthShare: 0.05 };

/** Loading a model through the app's engine over the bare runtime, and whether memory comes back. */
export async function loadSection(context: BenchContext): Promise<Section> {
  const model = largeModel();
  const host = await startModelHost(model.files);
  try {
    return await withBrowser("none", async (browser) => {
      const page = await (await browser.newContext()).newPage();
      await page.goto(context.bench.url);
      const cold = await compare(page, model, host.url, "cold");
      const warm = await compare(page, model, host.url, "warm");
      const cycles = await measureCycles(browser, page, host.url);
      return {
        title: "Loading a language model on WASM: the app's engine over the bare runtime",
        rows: [cold, warm, ...cycles],
        notes: [
          "Both sides start a worker and the runtime, and make a session of the same graph; the app also checks the files it fetches, keeps them, and reads tokenizer and configuration. Rounds alternate. Memory is what the page's process holds (resident), right after an unload.",
        ],
      };
    });
  } finally {
    await host.close();
  }
}

async function compare(page: Page, model: BenchModel, url: string, kind: "cold" | "warm"): Promise<Row> {
  const { layers, keyValueHeads, headSize } = model;
  const graphUrl = `${url}/resolve/main/onnx/model.onnx`;
  const from = kind === "cold" ? ("network-to-cache" as const) : ("cache" as const);
  const loadBare = () =>
    page.evaluate(
      async (options) => {
        const startMs = performance.now();
        await window.bench.loadBare("load", options);
        const tookMs = performance.now() - startMs;
        window.bench.end("load");
        return tookMs;
      },
      { graphUrl, from, provider: "wasm" as const, layers, keyValueHeads, headSize },
    );
  const loadApp = async () => {
    if (kind === "cold") await page.evaluate((address) => window.bench.load.remove(address), url);
    const tookMs = await page.evaluate((address) => window.bench.load.prepare(address), url);
    await page.evaluate(() => window.bench.load.unload());
    return tookMs;
  };
  const rounds: { appMs: number; bareMs: number }[] = [];
  for (let round = -1; round < ROUNDS; round += 1) {
    const before = round % 2 === 0 ? await loadApp() : null;
    const bareMs = await loadBare();
    const appMs = before ?? (await loadApp());
    if (round >= 0) rounds.push({ appMs, bareMs });
  }
  const ratio = spreadOf(rounds.map(({ appMs, bareMs }) => appMs / bareMs));
  const bareMs = median(rounds.map((round) => round.bareMs));
  const appMs = median(rounds.map((round) => round.appMs));
  return {
    name: `${kind === "cold" ? "Cold: fetched, kept and loaded" : "Warm: from the cache"}, ${model.label}`,
    figure: `${spreadWords(ratio)}; ${msWords(appMs)} over ${msWords(bareMs)}`,
    aim: `at most ${AIM.loadRatio}`,
    isMet: ratio.median <= AIM.loadRatio,
    numbers: { ratio, rounds },
  };
}

async function measureCycles(browser: Browser, page: Page, url: string): Promise<Row[]> {
  const cycle = (times: number) =>
    page.evaluate(
      async ([address, count]) => {
        for (let done = 0; done < count; done += 1) {
          await window.bench.load.prepare(address);
          await window.bench.load.unload();
        }
      },
      [url, times] as const,
    );
  await cycle(SETTLING_CYCLES);
  const before = await residentBytes(browser);
  await cycle(CYCLES - SETTLING_CYCLES);
  const after = await residentBytes(browser);
  if (before === null || after === null) return [];
  const growth = (after - before) / before;
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;
  return [
    {
      name: `${CYCLES} loads and unloads: memory after ${SETTLING_CYCLES}, after all`,
      figure: `${megabytes(before)}, ${megabytes(after)} (${(growth * 100).toFixed(1)} %)`,
      aim: `grows at most ${AIM.growthShare * 100} %`,
      isMet: growth <= AIM.growthShare,
      numbers: { before, after, cycles: CYCLES },
    },
  ];
}

/** Of all renderer processes together, after a collection; null where the system does not tell. */
async function residentBytes(browser: Browser): Promise<number | null> {
  for (const context of browser.contexts()) {
    for (const page of context.pages()) await page.requestGC();
  }
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = await session.send("SystemInfo.getProcessInfo");
    let bytes = 0;
    for (const { type, id } of processInfo) {
      if (type !== "renderer") continue;
      const [, kilobytes] = /^VmRSS:\s+(\d+) kB/m.exec(await readFile(`/proc/${id}/status`, "utf8")) ?? [];
      bytes += Number(kilobytes ?? 0) * 1024;
    }
    return bytes > 0 ? bytes : null;
  } catch {
    return null;
  } finally {
    await session.detach();
  }
}
