import type { ModelFileInput } from "../../../core/engine";

/** Names of which each model folder has one at its top. */
const TOP_FILES: ReadonlySet<string> = new Set(["config.json", "mlc-chat-config.json"]);
/** Where repositories of ONNX models keep graphs and their weights. */
const GRAPH = /\.onnx(_data[\w.]*)?$/;

/**
 * Paths inside the model's folder for files that a person chose: the folder is the one that has the configuration,
 * wherever it lies in what was chosen, and graphs that were chosen without their folder go where repositories keep
 * them. Hidden files are left out.
 */
export function modelFilesOf(chosen: readonly File[]): readonly ModelFileInput[] {
  const paths = chosen.map((file) => (file.webkitRelativePath || file.name).split("/"));
  const tops = paths.filter((path) => TOP_FILES.has(path.at(-1) ?? "")).map((path) => path.slice(0, -1));
  // Without a configuration, the folder that was chosen.
  const top = tops.sort((one, other) => one.length - other.length)[0] ?? paths[0]?.slice(0, 1) ?? [];
  const depth = chosen.some((file) => file.webkitRelativePath !== "") ? top.length : 0;
  return chosen.flatMap((file, index) => {
    const path = paths[index] ?? [];
    const isInside = top.slice(0, depth).every((part, place) => path[place] === part);
    const inside = path.slice(depth);
    if (!isInside || inside.length === 0 || inside.some((part) => part.startsWith("."))) return [];
    const name = inside.join("/");
    return [{ path: inside.length === 1 && GRAPH.test(name) ? `onnx/${name}` : name, file }];
  });
}
