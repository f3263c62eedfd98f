import type { CloudConnection } from "../../core/settings";
import { cloudError } from "./classify-error";
import { authHeaders, connectionProblem, endpointUrl } from "./endpoint";
import { type ListedModel, readModelList } from "./mapping";
import { findProvider } from "./providers";

export type { ListedModel } from "./mapping";

/**
 * The GET that lists an endpoint's models. It carries no text of the person's; sending it is the egress layer's work.
 * @throws InferenceError `no-route` when the endpoint cannot be called as it is set up (the model's name is not needed).
 */
export function modelListRequest(connection: CloudConnection): {
  url: string;
  headers: Record<string, string>;
} {
  const problem = connectionProblem({ ...connection, modelName: "any" });
  if (problem !== null) throw cloudError("no-route", problem, { apiKey: connection.apiKey });
  const { modelsPath } = findProvider(connection.providerId).quirks;
  return { url: endpointUrl(connection, modelsPath), headers: authHeaders(connection) };
}

/**
 * Reads the text of a successful answer to {@link modelListRequest}, in the server's order.
 * @throws InferenceError `malformed-response` when it is no list of models.
 */
export function parseModelList(text: string): ListedModel[] {
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
      { apiKey: "" },
      { detail: text },
    );
  }
  return models;
}
