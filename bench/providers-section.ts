import { ONNX_EMBEDDED_MODELS } from "../src/engines/onnx/models";
import { hasGraph } from "../src/engines/onnx/provider/choose-provider";
import { SAMPLE_WORDS } from "../src/engines/onnx/provider/sample-request";
import { withBrowser } from "./browser";
import type { BenchContext } from "./context";
import { msWords, type Row, type Section } from "./report";
import { spreadOf } from "./statistics";

const TURNS = 3;

/** Each built-in model that has a graph on WASM and on WebGPU, by the comparison that the app itself makes. */
export async function providersSection(context: BenchContext): Promise<Section> {
  const rows = await withBrowser("software", async (browser) => {
    const page = await (await browser.newContext()).newPage();
    await page.goto(context.bench.url);
    const found: Row[] = [];
    for (const model of ONNX_EMBEDDED_MODELS) {
      const { id, label, kind } = model;
      const name = `${label}, ${kind === "specialist" ? `${SAMPLE_WORDS} words` : "a token"}`;
      if (!hasGraph(model)) {
        found.push({ name, figure: "no graph: plain script on either", numbers: {} });
        continue;
      }
      const turns: { wasmMs: number; webgpuMs: number | null }[] = [];
      for (let turn = 0; turn < TURNS; turn += 1) {
        turns.push(await page.evaluate((modelId) => window.bench.compareProviders(modelId), id));
      }
      found.push({ name, figure: figureOf(turns), numbers: { turns } });
    }
    return found;
  });
  return {
    title: "Built-in models on WASM (one thread) and on WebGPU, the software adapter",
    rows,
    notes: [
      "The app makes the same comparison on the device of whoever uses it, and takes WebGPU where it needs at most " +
        "0.8 of the time. A software adapter computes on the processor, so that these ratios say nothing of a graphics card.",
    ],
  };
}

function figureOf(turns: readonly { wasmMs: number; webgpuMs: number | null }[]): string {
  const wasm = spreadOf(turns.map(({ wasmMs }) => wasmMs));
  const both = turns.flatMap(({ wasmMs, webgpuMs }) => (webgpuMs === null ? [] : [{ wasmMs, webgpuMs }]));
  if (both.length === 0) return `${msWords(wasm.median)} on WASM; does not run on WebGPU`;
  const webgpu = spreadOf(both.map(({ webgpuMs }) => webgpuMs));
  const ratio = spreadOf(both.map(({ wasmMs, webgpuMs }) => webgpuMs / wasmMs));
  const spread = `${ratio.median.toFixed(1)} (${ratio.min.toFixed(1)} to ${ratio.max.toFixed(1)})`;
  return `${msWords(wasm.median)} on WASM, ${msWords(webgpu.median)} on WebGPU: ${spread} times as long`;
}
