import type { ModelRecord } from "../../core/model";
import { fetchOwnFile } from "../../platform/own-files";

/**
 * The parsed `card.json` of an embedded model; null for any other model.
 * @throws TypeError when it cannot be fetched, SyntaxError when it is not JSON.
 */
export async function readCardFile(model: ModelRecord): Promise<unknown> {
  if (model.source.type !== "embedded") return null;
  const response = await fetchOwnFile(`models/${model.source.folder}/card.json`);
  return response.ok ? response.json() : null;
}
