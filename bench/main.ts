import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startSite } from "../e2e/fixtures/site";
import { startBenchPage } from "./bench-page";
import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import { largeDecodeSection, smallDecodeSection, webGpuDecodeSection } from "./decode/decode-section";
import { downloadSection } from "./download-section";
import { firstLoadSection } from "./first-load/first-load-section";
import { loadSection } from "./load/load-section";
import { describeMachine } from "./machine";
import { privacySection } from "./privacy-section";
import { providersSection } from "./providers-section";
import { machineLine, renderSection, type Section } from "./report";
import { routingSection } from "./routing-section";
import { specialistsSection } from "./specialists-section";
import { streamSection } from "./stream/stream-section";
import { teachSection } from "./teach-section";

/** Every part by the name that `--only` takes, in the order of the report. */
const PARTS = {
  decode: largeDecodeSection,
  "decode-small": smallDecodeSection,
  "decode-webgpu": webGpuDecodeSection,
  routing: routingSection,
  privacy: privacySection,
  load: loadSection,
  "first-load": firstLoadSection,
  stream: streamSection,
  specialists: specialistsSection,
  providers: providersSection,
  download: downloadSection,
  teach: teachSection,
} as const satisfies Record<string, (context: BenchContext) => Promise<Section>>;

/** The longest that one part may take. */
const PART_LIMIT_MS = 30 * 60_000;

type PartName = keyof typeof PARTS;

/**
 * Measures and prints. A timing never fails the run; a part that cannot be measured does, after the others.
 * @returns the exit code
 */
export async function runBench(commandLine: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...commandLine],
    options: { json: { type: "string" }, only: { type: "string" }, transformers: { type: "string" } },
  });
  const names = partsOf(values.only);
  const transformers = values.transformers === undefined ? null : resolve(values.transformers);
  const machine = describeMachine(
    await withBrowser("none", async (browser) => `Chromium ${browser.version()}`),
  );
  const site = await startSite();
  const bench = await startBenchPage(transformers);
  const context: BenchContext = { site, bench, hasTransformers: transformers !== null };
  const sections: Section[] = [];
  try {
    for (const name of names) {
      console.error(`measuring: ${name}`);
      const section = await withinLimit(PARTS[name](context)).catch((thrown) => failed(name, thrown));
      sections.push(section);
      console.log(renderSection(section));
    }
  } finally {
    await bench.close();
    await site.stop();
  }
  const about = machine.finish();
  console.log(machineLine(about));
  if (values.json !== undefined) {
    await writeFile(values.json, `${JSON.stringify({ machine: about, sections }, null, 2)}\n`);
  }
  return sections.some(({ problem }) => problem !== undefined) ? 1 : 0;
}

function partsOf(only: string | undefined): PartName[] {
  const all = Object.keys(PARTS) as PartName[];
  if (only === undefined) return all;
  const wanted = only.split(",");
  const unknown = wanted.find((name) => !all.some((known) => known === name));
  if (unknown !== undefined) throw new Error(`There is no part “${unknown}”; there are ${all.join(", ")}.`);
  return all.filter((name) => wanted.includes(name));
}

/** A page that never answers must not hang the bench. @throws Error */
async function withinLimit<Result>(work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    const message = `it took longer than ${PART_LIMIT_MS / 60_000} minutes`;
    timer = setTimeout(() => reject(new Error(message)), PART_LIMIT_MS);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}

function failed(name: string, thrown: unknown): Section {
  console.error(thrown instanceof Error ? (thrown.stack ?? thrown.message) : thrown);
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const [problem = message] = message.split("\n");
  return { title: name, rows: [], notes: [], problem };
}
