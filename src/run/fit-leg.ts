import type { Engine } from "../core/engine";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest } from "../core/request";
import type { Condensed, ContextCut } from "../core/run";
import { condenseForCloud } from "./condense/condense-for-cloud";
import { fitRequest } from "./fit-request";
import type { RunDependencies } from "./run-dependencies";

/** A request as a model is asked, before money and private text are seen to. */
export interface FittedLeg {
  request: InferenceRequest;
  /** What was left out because the question does not ask for it; null where nothing was. */
  condensed: Condensed | null;
  /** What was left out because the model cannot read it; null where nothing was. */
  cut: ContextCut | null;
  size: { inputTokens: number; isExact: boolean };
}

/**
 * Leaves out of a request what need not go to the cloud, and what does not fit the model. `counted` are the tokens of
 * all of it.
 * @throws InferenceError as `fitRequest`.
 */
export async function fitLeg(
  whole: InferenceRequest,
  { engine, model }: { engine: Engine; model: ModelRecord },
  counted: { tokens: number; isExact: boolean },
  dependencies: RunDependencies,
  signal: AbortSignal,
): Promise<FittedLeg> {
  const condensed = engine.location === "cloud" ? condenseForCloud(whole, model, dependencies) : null;
  const given = condensed?.request ?? whole;
  const { request, size, cut } = await fitRequest(given, engine, model, dependencies, signal);
  const saved = condensed === null ? 0 : condensed.facts.tokensBefore - condensed.facts.tokensAfter;
  return {
    request,
    condensed: condensed?.facts ?? null,
    cut,
    size: {
      inputTokens: size?.tokens ?? Math.max(0, counted.tokens - saved),
      isExact: size?.isExact ?? counted.isExact,
    },
  };
}
