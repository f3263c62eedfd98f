import { forwardPassOf } from "../../src/engines/onnx/runtime/forward-pass";
import { createSessionOpener } from "../../src/engines/onnx/runtime/open-session";
import { SPECIALISTS } from "../../src/engines/onnx/specialists";
import type { ForwardPass, TensorData } from "../../src/engines/onnx/specialists/specialist";
import { answerCalls } from "./call-worker";

/** What to run and how often. */
export interface SpecialistCall {
  folder: string;
  text: string;
  /** Runs that count; some more go before them. */
  rounds: number;
}

/** Times of each round in ms. */
export interface SpecialistFigures {
  wholeMs: number[];
  /** The same passes through the same graphs, alone; empty where the specialist has no graph. */
  bareMs: number[];
  passes: number;
}

const WARM_ROUNDS = 3;

/** The specialist as the app runs it, in turn with the bare passes that it makes. */
async function measure({ folder, text, rounds }: SpecialistCall): Promise<SpecialistFigures> {
  const importLoader = SPECIALISTS[folder];
  if (importLoader === undefined) throw new Error(`there is no specialist ${folder}`);
  const openSession = createSessionOpener("wasm");
  const readFile = async (name: string) => {
    const response = await fetch(`/models/${folder}/${name}`);
    if (!response.ok) throw new Error(`/models/${folder}/${name} gave ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  };
  /** The passes of the last whole run. */
  let seen: { pass: ForwardPass; feeds: Record<string, TensorData> }[] = [];
  const run = await (await importLoader())({
    readFile,
    async createForwardPass(file) {
      const { session, Tensor } = await openSession(await readFile(file));
      const pass = forwardPassOf(session, Tensor);
      return (feeds) => {
        seen.push({ pass, feeds });
        return pass(feeds);
      };
    },
  });

  const figures: SpecialistFigures = { wholeMs: [], bareMs: [], passes: 0 };
  for (let round = -WARM_ROUNDS; round < rounds; round += 1) {
    seen = [];
    const wholeMs = await timed(() => run(text, {}));
    const passes = seen;
    const bareMs = await timed(async () => {
      for (const { pass, feeds } of passes) await pass(feeds);
    });
    if (round < 0) continue;
    figures.wholeMs.push(wholeMs);
    if (passes.length > 0) figures.bareMs.push(bareMs);
    figures.passes = passes.length;
  }
  return figures;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now();
  await work();
  return performance.now() - startMs;
}

answerCalls(measure);
