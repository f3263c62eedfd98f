import type { ModelRecord } from "../core/model";
import type { RouteSignals } from "../core/route";

/** Tokens that `model` reads of a request: the text alone, or the whole prompt. */
export function inputTokensOf(signals: RouteSignals, model: ModelRecord): number {
  return model.kind === "specialist" ? signals.textTokens : signals.inputTokens;
}
