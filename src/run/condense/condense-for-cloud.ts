import type { ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import type { Condensed } from "../../core/run";
import type { RunDependencies } from "../run-dependencies";
import { condenseRequest } from "./condense-request";

/** A request as it goes to the cloud with less context, and what that spares; null where all of it goes. */
export function condenseForCloud(
  request: InferenceRequest,
  model: ModelRecord,
  { condenses, estimateTokens, costUsd }: Pick<RunDependencies, "condenses" | "estimateTokens" | "costUsd">,
): { request: InferenceRequest; facts: Condensed } | null {
  if (!condenses()) return null;
  const condensed = condenseRequest(request, estimateTokens);
  if (condensed === null) return null;
  const { tokensBefore, tokensAfter } = condensed;
  const savedUsd = costUsd(model, { inputTokens: tokensBefore - tokensAfter, outputTokens: 0 });
  return {
    request: condensed.request,
    facts: { tokensBefore, tokensAfter, ...(savedUsd === undefined ? {} : { savedUsd }) },
  };
}
