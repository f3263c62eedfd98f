import type { ModelRecord } from "../../../core/model";
import { embeddedFilesOf, readEmbeddedFile } from "../specialists/embedded-files";
import { type ModelStore, openModelStore, placeOf } from "./model-store";

/** The files of a model that loading reads, wherever they are kept. */
export interface ModelFiles extends Pick<ModelStore, "readManifest" | "read" | "forget"> {
  /** Which of them is the graph. */
  graphPath: string;
}

/** The graph of a model that ships with the app. */
const EMBEDDED_GRAPH = "model.onnx";

/**
 * Files of a downloaded model, or of one that ships with the app; only the latter may make a request, to the app's own
 * server.
 * @throws InferenceError `model-missing` as `placeOf`.
 */
export async function openModelFiles(model: ModelRecord, caches: CacheStorage): Promise<ModelFiles> {
  const { source } = model;
  if (source.type === "embedded") return embeddedFiles(source.folder);
  return { ...(await openModelStore(model, caches)), graphPath: placeOf(model).graphPath };
}

function embeddedFiles(folder: string): ModelFiles {
  return {
    graphPath: EMBEDDED_GRAPH,
    readManifest: async () => ({
      isComplete: true,
      files: Object.entries(embeddedFilesOf(folder)).map(([path, { bytes }]) => ({ path, bytes })),
    }),
    read: (path) => readEmbeddedFile(folder, path),
    // Each reading compares the hash and drops what is damaged.
    forget: async () => {},
  };
}
