import { InferenceError } from "../core/errors";

/**
 * Imports a part of the app that is not in the first load.
 * @throws InferenceError `app-part-missing` when it cannot be fetched: offline, or replaced by a new deploy (row P2).
 */
export async function loadPart<Part>(load: () => Promise<Part>): Promise<Part> {
  try {
    return await load();
  } catch (thrown) {
    if (thrown instanceof InferenceError) throw thrown;
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    throw new InferenceError("app-part-missing", detail, { detail, cause: thrown });
  }
}

/** {@link loadPart} once; an import that failed is tried again the next time. */
export function partOnce<Part>(load: () => Promise<Part>): () => Promise<Part> {
  let loading: Promise<Part> | null = null;
  return () => {
    loading ??= loadPart(load).catch((thrown) => {
      loading = null;
      throw thrown;
    });
    return loading;
  };
}
