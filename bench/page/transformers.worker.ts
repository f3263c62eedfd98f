import { runtimeFilesFor } from "../../src/engines/onnx/runtime/load-runtime";
import { answerCalls } from "./call-worker";

/** The model that the worker holds, at `<host>/<name>/resolve/main/`. */
export interface TransformersModel {
  type: "load";
  host: string;
  name: string;
}

/** One greedy continuation of a text. */
export interface TransformersRun {
  type: "run";
  prompt: string;
  limit: number;
}

/** When each token was known, in ms from the start of the run, and the text of all. */
export interface TransformersResult {
  tokenMs: number[];
  text: string;
}

/** The part of Transformers.js that is used. */
interface Transformers {
  env: {
    allowLocalModels: boolean;
    useBrowserCache: boolean;
    useWasmCache: boolean;
    remoteHost: string;
    remotePathTemplate: string;
    backends: { onnx: { wasm: { wasmPaths: unknown; numThreads: number } } };
  };
  AutoTokenizer: { from_pretrained(name: string): Promise<Tokenizer> };
  AutoModelForCausalLM: {
    from_pretrained(name: string, options: { dtype: "fp32"; device: "wasm" }): Promise<Model>;
  };
  TextStreamer: new (tokenizer: Tokenizer, options: StreamerOptions) => unknown;
}

type Tokenizer = (text: string) => Record<string, unknown>;

interface Model {
  generate(options: Record<string, unknown>): Promise<unknown>;
}

interface StreamerOptions {
  skip_prompt: boolean;
  callback_function(text: string): void;
  token_callback_function(ids: bigint[]): void;
}

let library: Transformers;
let tokenizer: Tokenizer;
let model: Model;

answerCalls(async (call: TransformersModel | TransformersRun): Promise<TransformersResult | null> => {
  if (call.type === "run") return run(call);
  // Built beside this page from wherever it is installed; no part of the project.
  const address = new URL("/transformers.js", location.href).href;
  library = (await import(/* @vite-ignore */ address)) as Transformers;
  const { env } = library;
  env.allowLocalModels = false;
  env.useBrowserCache = false;
  env.useWasmCache = false;
  env.remoteHost = call.host;
  env.remotePathTemplate = "{model}/resolve/{revision}/";
  env.backends.onnx.wasm.wasmPaths = runtimeFilesFor("wasm");
  env.backends.onnx.wasm.numThreads = 1;
  tokenizer = await library.AutoTokenizer.from_pretrained(call.name);
  model = await library.AutoModelForCausalLM.from_pretrained(call.name, { dtype: "fp32", device: "wasm" });
  return null;
});

/** As a page would use it: text is streamed while it is written. */
async function run({ prompt, limit }: TransformersRun): Promise<TransformersResult> {
  const tokenMs: number[] = [];
  let text = "";
  const startMs = performance.now();
  const streamer = new library.TextStreamer(tokenizer, {
    skip_prompt: true,
    callback_function: (piece) => {
      text += piece;
    },
    token_callback_function: () => tokenMs.push(performance.now() - startMs),
  });
  await model.generate({ ...tokenizer(prompt), max_new_tokens: limit, do_sample: false, streamer });
  return { tokenMs, text };
}
