import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { RepositoryFiles } from "../../e2e/fixtures/model-host/model-host";
import { readModelConfig } from "../../src/engines/onnx/language-models/read-config";
import { createTextTokenizer, type TextTokenizer } from "../../src/engines/shared/text-tokenizer";
import { type DecoderShape, EIGHT_MILLION, parametersOf, randomDecoder } from "../models/random-decoder";

/** A model that both sides decode. */
export interface BenchModel {
  name: string;
  /** In words, for the table. */
  label: string;
  files: RepositoryFiles;
  tokenizer: TextTokenizer;
  layers: number;
  keyValueHeads: number;
  headSize: number;
  endIds: readonly number[];
}

/** Real small models that lie beside the repository on some machines. */
const SHARED =
  process.env.NEARSIDE_MODELS ?? fileURLToPath(new URL("../../../shared/models", import.meta.url));

/** As small as the smallest story model, for where that is not at hand: nothing but overhead is left. */
const SMALLEST: DecoderShape = {
  layers: 5,
  heads: 8,
  headSize: 8,
  hidden: 172,
  vocabulary: 512,
  contextWindow: 512,
};

/** Random weights in a realistic size. */
export function largeModel(): BenchModel {
  const millions = (parametersOf(EIGHT_MILLION) / 1e6).toFixed(0);
  return benchModel(
    "random-8m",
    `random weights, ${millions} M parameters, fp32`,
    randomDecoder(EIGHT_MILLION),
  );
}

/** The story model of 260 thousand parameters where it is at hand, else random weights of that size. */
export function smallModel(): BenchModel {
  const folder = `${SHARED}/stories260K`;
  if (!existsSync(`${folder}/onnx/model.onnx`)) {
    return benchModel("random-260k", "random weights, 0.3 M parameters, fp32", randomDecoder(SMALLEST));
  }
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  const files = new Map(
    paths
      .map((path): [string, Uint8Array] => [
        path.slice(folder.length + 1),
        new Uint8Array(readFileSync(path)),
      ])
      .filter(([path]) => !path.startsWith("onnx/") || path === "onnx/model.onnx"),
  );
  return benchModel("stories260K", "stories260K, 0.26 M parameters, fp32", files);
}

function benchModel(name: string, label: string, files: RepositoryFiles): BenchModel {
  const json = (path: string): unknown => JSON.parse(new TextDecoder().decode(files.get(path)));
  const config = readModelConfig(json("config.json"));
  if (config?.layers === undefined || !config.keyValueHeads || !config.headSize) {
    throw new Error(`the config of ${name} does not say what shape it has`);
  }
  return {
    name,
    label,
    files,
    tokenizer: createTextTokenizer(json("tokenizer.json"), json("tokenizer_config.json")),
    layers: config.layers,
    keyValueHeads: config.keyValueHeads,
    headSize: config.headSize,
    endIds: config.endTokenIds,
  };
}
