import type { Availability, ModelRecord } from "../../core/model";

/** What is remembered after a look, and what the browser took away meanwhile (row S3). */
export interface KeptReview {
  keptIds: readonly string[];
  evicted: readonly ModelRecord[];
}

/**
 * Compares what was complete when last seen with what is now. A model that is being fetched is not judged, one that
 * only cannot run now is no loss, and one that left the list is forgotten.
 */
export function reviewKept(
  keptIds: readonly string[],
  models: readonly ModelRecord[],
  availability: Readonly<Record<string, Availability>>,
  isBusy: (modelId: string) => boolean,
): KeptReview {
  const before = new Set(keptIds);
  const kept: string[] = [];
  const evicted: ModelRecord[] = [];
  for (const model of models) {
    if (model.source.type !== "hugging-face") continue;
    const state = availability[model.id]?.state;
    const isGone = state === "downloadable" && before.has(model.id) && !isBusy(model.id);
    if (isGone) evicted.push(model);
    else if (state === "ready" || before.has(model.id)) kept.push(model.id);
  }
  return { keptIds: kept, evicted };
}
