import type { Availability, ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";

/** A local model and whether it can run now. */
export interface LocalChoice {
  model: ModelRecord | null;
  availability: Availability | null;
}

/** Whether a model can serve a request at all: specialists give structures, never free text. */
export function servesRequest(model: ModelRecord, request: InferenceRequest): boolean {
  if (!model.tasks.includes(request.task)) return false;
  return model.kind === "language-model" || request.output !== "text";
}

/**
 * The first candidate that is ready, else the first that could be downloaded, else the first that cannot run, so
 * that the reason shown is the most useful one. Candidates come in order of preference.
 */
export async function chooseLocalModel(
  candidates: readonly ModelRecord[],
  availabilityOf: (model: ModelRecord) => Promise<Availability>,
): Promise<LocalChoice> {
  let best: LocalChoice = { model: null, availability: null };
  for (const model of candidates) {
    const availability = await availabilityOf(model);
    if (availability.state === "ready") return { model, availability };
    const better = best.availability === null || rank(availability) > rank(best.availability);
    if (better) best = { model, availability };
  }
  return best;
}

function rank({ state }: Availability): number {
  return state === "ready" ? 2 : state === "downloadable" ? 1 : 0;
}
