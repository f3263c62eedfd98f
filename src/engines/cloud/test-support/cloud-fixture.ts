import { type OpenAiServer, TEST_KEY } from "../../../../e2e/fixtures/openai-server/openai-server";
import type { Engine } from "../../../core/engine";
import { InferenceError, toWire } from "../../../core/errors";
import type { InferenceEvent } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import type { InferenceRequest } from "../../../core/request";
import type { RouteDecision } from "../../../core/route";
import type { CloudConnection } from "../../../core/settings";
import { createEgressDoor } from "../../../platform/egress/egress-door";
import { type CloudEngineOptions, createCloudEngine } from "../cloud-engine";
import { cloudModel } from "../models";

/** A request with the given parts changed. */
export function requestWith(change: Partial<InferenceRequest> = {}): InferenceRequest {
  return {
    id: "run-1",
    task: "prompt",
    text: "Tell me about tea.",
    options: {},
    messages: [{ role: "user", content: "Tell me about tea." }],
    attachments: [],
    params: {},
    sensitivity: "normal",
    output: "text",
    ...change,
  };
}

/** What a person has set up for that server. */
export function connectionTo(
  { baseUrl }: Pick<OpenAiServer, "baseUrl">,
  change: Partial<CloudConnection> = {},
): CloudConnection {
  return { providerId: "custom", baseUrl, modelName: "test-model", apiKey: TEST_KEY, ...change };
}

/** The least decision that lets a run go to the cloud. */
function cloudDecision(requestId: string, model: ModelRecord): RouteDecision {
  return {
    requestId,
    target: { location: "cloud", model },
    fallbacks: [],
    reasons: ["forced-cloud"],
    ruledOut: [],
    policy: { mode: "cloud", allowCloudFallback: false, allowLocalFallback: false },
    signals: {
      online: true,
      cloudReady: true,
      local: "none",
      inputTokens: 1,
      textTokens: 1,
      attachmentTypes: [],
      sensitive: false,
    },
    estimates: { local: null, cloud: null },
  };
}

/** The engine behind the real door and the real network, which opens for each request as `runInference` does. */
export function createCloudFixture(connection: CloudConnection, options: CloudEngineOptions = {}) {
  const door = createEgressDoor(fetch);
  const engine = createCloudEngine({ send: door.send, connection: () => connection }, options);
  const model = cloudModel(connection);
  return {
    engine,
    model,
    uploadedBytes: door.uploadedBytes,
    /** @throws InferenceError as `outbound` does. */
    openFor(request: InferenceRequest, requested: ModelRecord = model): void {
      const outbound = engine.outbound?.(request, requested);
      if (outbound === undefined) throw new Error("the engine cannot say what it would send");
      door.open(cloudDecision(request.id, requested), 0, outbound);
    },
  };
}

/** How a run went, as far as a person could see it. */
export interface Outcome {
  events: InferenceEvent[];
  text: string;
  reasoning: string;
  /** The last event of a success. */
  end: Extract<InferenceEvent, { type: "end" }> | null;
  /** The failure; null after a success. Anything but an InferenceError is thrown on. */
  error: InferenceError | null;
}

/** What one run is made of; the defaults are an ordinary run. */
export interface Ask {
  request?: InferenceRequest;
  connection?: Partial<CloudConnection>;
  options?: CloudEngineOptions;
  signal?: AbortSignal;
  onEvent?: (event: InferenceEvent) => void | Promise<void>;
}

/** One run against the server through the real engine, door and network. */
export async function ask(server: Pick<OpenAiServer, "baseUrl">, input: Ask = {}): Promise<Outcome> {
  const fixture = createCloudFixture(connectionTo(server, input.connection), {
    random: () => 1,
    ...input.options,
  });
  const request = input.request ?? requestWith();
  fixture.openFor(request);
  return outcomeOf(fixture.engine, request, fixture.model, input);
}

async function outcomeOf(
  engine: Engine,
  request: InferenceRequest,
  model: ModelRecord,
  { signal = new AbortController().signal, onEvent }: Ask,
): Promise<Outcome> {
  const events: InferenceEvent[] = [];
  let error: InferenceError | null = null;
  try {
    for await (const event of engine.run(request, model, { signal })) {
      events.push(event);
      await onEvent?.(event);
    }
  } catch (thrown) {
    if (!(thrown instanceof InferenceError)) throw thrown;
    error = thrown;
  }
  const join = (type: "text-delta" | "reasoning-delta") =>
    events.map((event) => (event.type === type ? event.text : "")).join("");
  const last = events.at(-1);
  return {
    events,
    text: join("text-delta"),
    reasoning: join("reasoning-delta"),
    end: last?.type === "end" ? last : null,
    error,
  };
}

/** Everything of an error that a log, a page or another thread could show. */
export function allWordsOf(error: InferenceError): string {
  return `${JSON.stringify(toWire(error))} ${String(error)} ${error.stack ?? ""} ${String(error.cause ?? "")}`;
}
