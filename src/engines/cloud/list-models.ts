import { InferenceError } from "../../core/errors";
import type { CloudConnection } from "../../core/settings";
import { classifyResponse, cloudError } from "./classify-error";
import { authHeaders, connectionProblem, endpointUrl } from "./endpoint";
import { type ListedModel, readModelList } from "./mapping";
import { findProvider } from "./providers";
import { readBodyStart } from "./read-body";
import { DEFAULT_TIMEOUTS } from "./timeouts";

/** A GET that the egress layer makes on a person's click. */
export type ConsentedGet = (
  url: string,
  options: { headers: Readonly<Record<string, string>>; signal: AbortSignal },
) => Promise<Response>;

/**
 * Asks an endpoint for its models, in its own order. The call carries no text of the person's.
 * @throws InferenceError `no-route` when the endpoint cannot be called as it is set up (a model's name is not needed),
 *   `auth` when only the key is at fault, `connect-timeout` after `limitMs`, `malformed-response`, or what the endpoint's refusal stands for.
 */
export async function listModels(
  connection: CloudConnection,
  get: ConsentedGet,
  signal: AbortSignal,
  limitMs = DEFAULT_TIMEOUTS.connectMs,
): Promise<ListedModel[]> {
  const { apiKey } = connection;
  const endpoint = { ...connection, modelName: "any" };
  const problem = connectionProblem(endpoint);
  if (problem !== null) {
    const onlyTheKey = connectionProblem({ ...endpoint, apiKey: "any" }) === null;
    throw cloudError(onlyTheKey ? "auth" : "no-route", problem, { apiKey });
  }
  const { modelsPath } = findProvider(connection.providerId).quirks;
  const limit = AbortSignal.timeout(limitMs);
  const stop = AbortSignal.any([signal, limit]);
  try {
    const headers = authHeaders(connection);
    const response = await get(endpointUrl(connection, modelsPath), { headers, signal: stop });
    if (!response.ok) {
      const body = await readBodyStart(response, stop);
      throw classifyResponse({ status: response.status, body }, { apiKey });
    }
    return parseModelList(await response.text(), apiKey);
  } catch (thrown) {
    if (signal.aborted) throw cloudError("cancelled", "cancelled", { apiKey });
    if (limit.aborted) throw cloudError("connect-timeout", `no list within ${limitMs} ms`, { apiKey });
    throw InferenceError.from(thrown, "network");
  }
}

/** Reads the text of a list of models. @throws InferenceError `malformed-response` when it is none. */
export function parseModelList(text: string, apiKey: string): ListedModel[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const models = readModelList(json);
  if (models === null) {
    throw cloudError(
      "malformed-response",
      "the answer is not a list of models",
      { apiKey },
      { detail: text },
    );
  }
  return models;
}
