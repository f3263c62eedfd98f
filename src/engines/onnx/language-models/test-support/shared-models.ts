import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Real small models that lie beside the repository on some machines; their weights are not part of it. */
const FOLDER =
  process.env.NEARSIDE_MODELS ?? fileURLToPath(new URL("../../../../../../shared/models", import.meta.url));

/** Whether they are here. */
export const HAS_SHARED_MODELS = existsSync(`${FOLDER}/stories260K/onnx/model.onnx`);

/** The files of one model by their path in its repository. */
export function readSharedModel(name: string): Map<string, Uint8Array<ArrayBuffer>> {
  const paths = readdirSync(`${FOLDER}/${name}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
  return new Map(
    paths.map((path) => [path.slice(`${FOLDER}/${name}/`.length), new Uint8Array(readFileSync(path))]),
  );
}

/** A prompt, and what llama2.c writes with the same weights: the ids of prompt and continuation, and their text. */
export interface Reference {
  prompt: string;
  ids: number[];
  text: string;
}

/** All references, in the order of `prompts.txt`. */
export function readReferences(): Reference[] {
  const read = (name: string) => readFileSync(`${FOLDER}/reference/${name}`, "utf8");
  return read("prompts.txt")
    .replace(/\n$/, "")
    .split("\n")
    .map((prompt, index) => ({
      prompt,
      ids: read(`${index}.ids`).trim().split(/\s+/).map(Number),
      // llama2.c ends with a line break of its own.
      text: read(`${index}.txt`).replace(/\n$/, ""),
    }));
}
