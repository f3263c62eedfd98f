import type { Browser, Page } from "@playwright/test";
import { waitUntilAtRest } from "../../e2e/fixtures/app-at-rest";
import { AppPage } from "../../e2e/fixtures/app-page";
import { type ModelHost, REPOSITORY_NAME } from "../../e2e/fixtures/model-host/model-host";
import type { Site } from "../../e2e/fixtures/site";
import { addOnnxModel, modelEntry } from "../../e2e/pages/models-page";
import { traceMainThread } from "../main-thread";
import type { BareResult } from "../page/bare-decode.worker";
import { median, type Spread, spreadOf } from "../statistics";
import type { BenchModel } from "./bench-model";
import { installPaintWatch, type WatchedRun } from "./paint-watch";

/** Where and how often to measure. */
export interface DecodePlan {
  browser: Browser;
  site: Site;
  benchUrl: string;
  models: ModelHost;
  provider: "wasm" | "webgpu";
  /** Tokens a run at most. */
  limit: number;
  /** Runs of each side that count, at most. */
  rounds: number;
  /** Whether the bench's page can run Transformers.js too. */
  hasTransformers: boolean;
}

/** What came out for one model. */
export interface DecodeFigures {
  tokens: number;
  rounds: number;
  /** Rate of the app over the rate of the bare loop, a figure a round. */
  ratio: Spread;
  /** A bare run over the next one: what is only noise. */
  noise: Spread;
  bareMsPerToken: number;
  appMsPerToken: number;
  /** What the engine itself took in its worker: to the last token, not to the paint. */
  engineMsPerToken: number;
  /** Processor time a token. */
  cpu: { bareMs: number; appWorkerMs: number; appMainMs: number; ratio: Spread };
  transformers?: { ratio: Spread; msPerToken: number };
}

/** Tens of megabytes are checked and stored; a busy machine takes its time. */
const DOWNLOAD_LIMIT_MS = 300_000;

/** Where a machine is slow, fewer rounds must do. */
const LEAST_ROUNDS = 3;
const BUDGET_MS = 60_000;
/** Rounds whose processor time is taken as well. */
const CPU_ROUNDS = 3;

const PROMPT = "Once upon a time there was a little house by the sea, and";

/** Alternates runs of the app, of the bare loop and, where it is there, of Transformers.js. @throws Error */
export async function measureDecode(model: BenchModel, plan: DecodePlan): Promise<DecodeFigures> {
  const app = await openApp(model, plan);
  const bench = await openBench(model, plan);
  try {
    const promptIds = model.tokenizer.encode(PROMPT, true);
    const runBare = () =>
      bench.evaluate(([name, run]) => window.bench.runBare(name, run), [
        model.name,
        { promptIds, limit: plan.limit, endIds: model.endIds },
      ] as const);
    const runTransformers = () =>
      bench.evaluate(([name, run]) => window.bench.runTransformers(name, run), [
        `transformers/${model.name}`,
        { prompt: PROMPT, limit: plan.limit },
      ] as const);
    const runApp = () => app.page.evaluate(() => window.paintWatch.run("On device"));
    const readText = () => app.page.evaluate(() => window.paintWatch.text("On device"));

    const rounds: Round[] = [];
    const startMs = performance.now();
    for (let round = -1; round < plan.rounds; round += 1) {
      if (round >= LEAST_ROUNDS && performance.now() - startMs > BUDGET_MS) break;
      const isAppFirst = round % 2 === 0;
      const before = isAppFirst ? await runApp() : null;
      const bare = await runBare();
      const seen = before ?? (await runApp());
      const transformers = plan.hasTransformers ? (await runTransformers()).tokenMs : null;
      checkSame(model, { ...seen, text: await readText() }, bare, plan.provider);
      if (round >= 0) rounds.push({ ...compare(seen, bare), bare, transformers });
    }
    const cpu: CpuRound[] = [];
    for (let round = 0; round < CPU_ROUNDS; round += 1) {
      const bare = await traceMainThread(plan.browser, bench, runBare);
      const seen = await traceMainThread(plan.browser, app.page, runApp);
      const tokens = bare.result.ids.length;
      cpu.push({
        bareMs: bare.tasks.workerCpuMs / tokens,
        appWorkerMs: seen.tasks.workerCpuMs / tokens,
        appMainMs: seen.tasks.cpuMs / tokens,
      });
    }
    return summarise(rounds, cpu);
  } finally {
    await app.page.context().close();
    await bench.context().close();
  }
}

/** Processor time a token, prefill included. */
interface CpuRound {
  bareMs: number;
  appWorkerMs: number;
  appMainMs: number;
}

interface Round {
  /** Tokens that were painted after the first paint. */
  tokens: number;
  appMs: number;
  bareMs: number;
  engineMsPerToken: number;
  bare: BareResult;
  transformers: number[] | null;
}

async function openApp(model: BenchModel, plan: DecodePlan): Promise<AppPage> {
  const page = await (await plan.browser.newContext()).newPage();
  await page.addInitScript(installPaintWatch);
  const app = new AppPage(page, plan.site);
  await app.goto("/models");
  const address = plan.models.url;
  await addOnnxModel(app, { address, name: model.name, quantisation: "fp32" });
  const entry = modelEntry(app, model.name);
  await entry.getByRole("button", { name: `Download ${model.name}` }).click();
  await entry.getByText("Ready", { exact: true }).waitFor({ timeout: DOWNLOAD_LIMIT_MS });
  await waitUntilAtRest(app);
  await app.open("Work");
  await app.chooseTask("Free prompt");
  await app.chooseRoute("On device");
  await page.getByLabel("Tokens at most").fill(String(plan.limit));
  await page.getByLabel("Temperature").fill("0");
  await app.prompt.fill(PROMPT);
  return app;
}

async function openBench(model: BenchModel, plan: DecodePlan): Promise<Page> {
  const page = await (await plan.browser.newContext()).newPage();
  await page.goto(plan.benchUrl);
  const { name, layers, keyValueHeads, headSize } = model;
  const { provider } = plan;
  const graphUrl = `${plan.models.url}/resolve/main/onnx/model.onnx`;
  await page.evaluate(([id, options]) => window.bench.loadBare(id, options), [
    name,
    { graphUrl, provider, layers, keyValueHeads, headSize },
  ] as const);
  if (plan.hasTransformers) {
    await page.evaluate(([id, options]) => window.bench.loadTransformers(id, options), [
      `transformers/${name}`,
      { host: plan.models.origin, name: REPOSITORY_NAME },
    ] as const);
  }
  return page;
}

/** Both must have written the same, where the app was meant to compute; a comparison of different work is none. */
function checkSame(
  model: BenchModel,
  seen: WatchedRun & { text: string },
  bare: BareResult,
  provider: string,
): void {
  if (seen.status !== "Done")
    throw new Error(`the app ended with “${seen.status}”: ${seen.text.slice(0, 200)}`);
  if (seen.figures["Ran on"] !== provider) {
    throw new Error(`the app ran on ${seen.figures["Ran on"]} instead of ${provider}`);
  }
  const letters = (text: string) => text.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
  const wanted = letters(model.tokenizer.decode(bare.ids));
  if (letters(seen.text) !== wanted) {
    throw new Error(`the app wrote “${seen.text.slice(0, 80)}…”, the bare loop “${wanted.slice(0, 80)}…”`);
  }
}

/**
 * The time that both took for the same tokens: from those of the first paint, whose share of the text tells how many
 * they are, to the last.
 */
function compare(seen: WatchedRun, { ids, tokenMs }: BareResult): Omit<Round, "bare" | "transformers"> {
  const first = seen.paints[0];
  const last = seen.paints.at(-1);
  if (first === undefined || last === undefined || first === last) {
    throw new Error("the app painted its answer in one frame; ask for more tokens");
  }
  const shown = Math.max(1, Math.round((ids.length * first.characters) / last.characters));
  return {
    tokens: ids.length - shown,
    appMs: last.ms - first.ms,
    bareMs: (tokenMs.at(-1) ?? 0) - (tokenMs[shown - 1] ?? 0),
    engineMsPerToken: Number(seen.figures["decodeMs (reported)"]) / (ids.length - 1),
  };
}

function summarise(rounds: readonly Round[], cpu: readonly CpuRound[]): DecodeFigures {
  const perToken = (pick: (round: Round) => number) => spreadOf(rounds.map(pick)).median;
  const whole = ({ tokenMs }: BareResult) => (tokenMs.at(-1) ?? 0) - (tokenMs[0] ?? 0);
  const transformers = rounds.flatMap(({ transformers: tokenMs, bare }) =>
    tokenMs === null
      ? []
      : [{ ms: (tokenMs.at(-1) ?? 0) - (tokenMs[0] ?? 0), tokens: tokenMs.length - 1, bare }],
  );
  return {
    tokens: rounds[0]?.bare.ids.length ?? 0,
    rounds: rounds.length,
    ratio: spreadOf(rounds.map(({ appMs, bareMs }) => bareMs / appMs)),
    noise: spreadOf(
      rounds.slice(1).map(({ bare }, index) => whole(bare) / whole((rounds[index] as Round).bare)),
    ),
    bareMsPerToken: perToken(({ bareMs, tokens }) => bareMs / tokens),
    appMsPerToken: perToken(({ appMs, tokens }) => appMs / tokens),
    engineMsPerToken: perToken(({ engineMsPerToken }) => engineMsPerToken),
    cpu: {
      bareMs: median(cpu.map(({ bareMs }) => bareMs)),
      appWorkerMs: median(cpu.map(({ appWorkerMs }) => appWorkerMs)),
      appMainMs: median(cpu.map(({ appMainMs }) => appMainMs)),
      ratio: spreadOf(cpu.map(({ bareMs, appWorkerMs }) => bareMs / appWorkerMs)),
    },
    ...(transformers.length === 0
      ? {}
      : {
          transformers: {
            ratio: spreadOf(
              transformers.map(({ ms, tokens, bare }) => whole(bare) / (bare.ids.length - 1) / (ms / tokens)),
            ),
            msPerToken: spreadOf(transformers.map(({ ms, tokens }) => ms / tokens)).median,
          },
        }),
  };
}
