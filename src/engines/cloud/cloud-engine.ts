import type { Engine, OutboundCall } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { Availability, ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import type { CloudConnection } from "../../core/settings";
import type { EngineDependencies } from "../shared/engine-dependencies";
import { cloudError } from "./classify-error";
import { authHeaders, connectionProblem, endpointUrl } from "./endpoint";
import { outputLimit, toWireBody } from "./mapping";
import { findProvider } from "./providers";
import { readAnswerStream } from "./read-stream";
import { openAnswer } from "./send-with-retries";
import { type CloudTimeouts, DEFAULT_TIMEOUTS } from "./timeouts";

/** What a test may set. */
export interface CloudEngineOptions {
  /** Wins over the provider's own limits and the defaults. */
  timeouts?: Partial<CloudTimeouts>;
  /** From 0 to 1; takes its share off each backoff. */
  random?: () => number;
}

/**
 * The client of any OpenAI-compatible endpoint. It cannot fetch: it asks `dependencies.send`, which lets out only the
 * body that `outbound` named for that run.
 */
export function createCloudEngine(
  dependencies: EngineDependencies,
  { timeouts = {}, random = Math.random }: CloudEngineOptions = {},
): Engine {
  return {
    id: "cloud",
    location: "cloud",

    async availability(model): Promise<Availability> {
      const problem = callProblem(dependencies.connection(model), model);
      return problem === null ? { state: "ready" } : { state: "unavailable", reason: problem };
    },

    outbound(request, model) {
      return toOutboundCall(request, model, requireConnection(dependencies, model));
    },

    async *run(request, model, { signal }): AsyncGenerator<InferenceEvent> {
      throwIfAborted(signal, model);
      const connection = requireConnection(dependencies, model);
      const call = toOutboundCall(request, model, connection);
      const { quirks } = findProvider(connection.providerId);
      // There is nothing to load; everything from here on, waits for retries included, is time to the first token.
      yield { type: "load-end", executionProvider: "remote" };
      const open = yield* openAnswer({
        send: (attemptSignal) =>
          dependencies.send(request.id, {
            url: call.url,
            headers: { "content-type": "application/json", ...authHeaders(connection) },
            body: call.body,
            signal: attemptSignal,
          }),
        signal,
        timeouts: { ...DEFAULT_TIMEOUTS, ...quirks.timeouts, ...timeouts },
        random,
        model,
        apiKey: connection.apiKey,
      });
      try {
        yield* readAnswerStream(open.response, open);
      } finally {
        open.watch.dispose();
      }
    },

    async *prepare(model, { signal }): AsyncGenerator<InferenceEvent> {
      throwIfAborted(signal, model);
      requireConnection(dependencies, model);
      yield { type: "load-end", executionProvider: "remote" };
    },

    // Nothing of a cloud model is held here; a run that is going on is ended by its own signal.
    async unload() {},
  };
}

function callProblem(connection: CloudConnection | null, model: ModelRecord): string | null {
  const problem = connectionProblem(connection);
  if (problem !== null) return problem;
  if (model.source.type !== "provider") return "this model is not at an endpoint";
  const { providerId, baseUrl = connection?.baseUrl } = model.source;
  const current = findProvider(connection?.providerId ?? "").id;
  if (providerId !== current) return `the model is at ${providerId}, but ${current} is set up`;
  return baseUrl === connection?.baseUrl ? null : "the model is at another address than the one set up";
}

/** @throws InferenceError `no-route`, or `auth` when only the key is at fault. */
function requireConnection(dependencies: EngineDependencies, model: ModelRecord): CloudConnection {
  const connection = dependencies.connection(model);
  const problem = callProblem(connection, model);
  if (connection !== null && problem === null) return connection;
  const onlyTheKey = connection !== null && callProblem({ ...connection, apiKey: "any" }, model) === null;
  throw cloudError(onlyTheKey ? "auth" : "no-route", problem ?? "no endpoint is set up", {
    model,
    apiKey: "",
  });
}

/** @throws InferenceError `attachment-unsupported` or `input-empty`. */
function toOutboundCall(
  request: InferenceRequest,
  model: ModelRecord,
  connection: CloudConnection,
): OutboundCall {
  const refused = request.attachments.find(({ type }) => !model.modalities.includes(type));
  if (refused !== undefined) {
    throw cloudError("attachment-unsupported", `${model.id} takes no ${refused.type}`, { model, apiKey: "" });
  }
  if (request.messages.length === 0 && request.attachments.length === 0) {
    throw cloudError("input-empty", "there is nothing to send", { model, apiKey: "" });
  }
  const name = model.source.type === "provider" ? model.source.name : connection.modelName.trim();
  const provider = findProvider(connection.providerId);
  const body = toWireBody(request, name, provider, model.maxOutputTokens);
  const maxOutputTokens = outputLimit(request, name, model.maxOutputTokens);
  return {
    url: endpointUrl(connection, "/chat/completions"),
    body,
    bytes: new TextEncoder().encode(body).length,
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

function throwIfAborted(signal: AbortSignal, model: ModelRecord): void {
  if (signal.aborted) {
    throw new InferenceError("cancelled", "cancelled", { engine: "cloud", model: model.id });
  }
}
