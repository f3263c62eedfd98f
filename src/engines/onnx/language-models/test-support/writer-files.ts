import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const FOLDER = fileURLToPath(new URL("../../../../../public/models/writer", import.meta.url));

/** What torch computes with the weights of the language model that ships. */
export interface WriterSample {
  /** Prompts with their greedy continuations, the marker of the beginning first. */
  continuations: readonly { prompt: string; ids: readonly number[] }[];
  /** Texts with their ids, without markers. */
  tokens: readonly { text: string; ids: readonly number[] }[];
}

export function readWriterSample(): WriterSample {
  return JSON.parse(readFileSync(`${FOLDER}/sample.json`, "utf8"));
}

/** The language model that ships, laid out like a repository whose only variant is `fp32`. */
export function writerFiles(): Map<string, Uint8Array<ArrayBuffer>> {
  const read = (name: string) => new Uint8Array(readFileSync(`${FOLDER}/${name}`));
  const small = ["config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json"];
  return new Map([
    ...small.map((name): [string, Uint8Array<ArrayBuffer>] => [name, read(name)]),
    ["onnx/model.onnx", read("model.onnx")],
  ]);
}
