import type { ModelRecord } from "../core/model";
import type { CloudConnection, ProviderSettings } from "../core/settings";
import { baseUrlProblem } from "../engines/cloud/endpoint";
import { cloudModel } from "../engines/cloud/models";
import { findProvider } from "../engines/cloud/providers";
import { estimateRun, type PastRun } from "../metrics/estimate";
import { costUsd } from "../metrics/prices";
import { isLoopback } from "../platform/network";
import type { EndpointRests } from "../platform/storage/endpoint-rests";
import { orderEndpoints } from "../run/order-endpoints";
import type { CloudSide } from "../run/run-dependencies";
import { withPrice } from "../run/with-price";
import type { AppState } from "../store/app-state";
import { connectionTo, endpointsOf, keyFor } from "../store/selectors";

/** What the endpoints are read from. */
export interface CloudSideHost {
  getState(): Pick<AppState, "settings" | "keys">;
  rests: EndpointRests;
  pastRuns(): readonly PastRun[];
}

/** The cloud side as set up now. */
export function readCloudSide({ getState, rests, pastRuns }: CloudSideHost): CloudSide {
  const { settings, keys } = getState();
  const switchedOn = endpointsOf(settings).filter(({ isOff }) => !isOff);
  const lacks = switchedOn.map((endpoint) => lackOf(endpoint, keyFor({ keys }, endpoint.baseUrl)));
  const inOrder = switchedOn.map((endpoint) => ({
    endpoint,
    model: withPrice(cloudModel(endpoint), settings.priceOverrides),
  }));
  const callable = inOrder.filter((_, index) => lacks[index] === null);
  const [firstLack] = lacks;
  if (callable.length === 0) {
    const shown = inOrder.slice(0, firstLack === "no-key" ? 1 : 0);
    return { endpoints: shown.map(toEndpoint), missing: firstLack ?? "no-provider" };
  }
  const estimate = (model: ModelRecord) => estimateOf(model, pastRuns());
  const ordered = orderEndpoints(callable, settings.providerOrder, {
    costUsd: (model) => estimate(model).costUsd,
    totalMs: (model) => estimate(model).totalMs,
  });
  return { endpoints: ordered.map(toEndpoint) };

  function toEndpoint({ endpoint: { baseUrl }, model }: (typeof inOrder)[number]) {
    return { model, loopback: isLoopback(baseUrl), restSeconds: rests.secondsLeft(baseUrl) };
  }
}

/** The connection to the endpoint that a model is at; null where it is not among those switched on. */
export function connectionOf(
  { source }: ModelRecord,
  state: Pick<AppState, "settings" | "keys">,
): CloudConnection | null {
  if (source.type !== "provider") return null;
  const endpoint = endpointsOf(state.settings).find(
    ({ baseUrl, modelName, providerId, isOff }) =>
      !isOff &&
      baseUrl === source.baseUrl &&
      modelName.trim() === source.name &&
      findProvider(providerId).id === source.providerId,
  );
  return endpoint === undefined ? null : connectionTo(state, endpoint);
}

function lackOf(
  { providerId, baseUrl, modelName }: ProviderSettings,
  key: string,
): CloudSide["missing"] | null {
  if (baseUrlProblem(baseUrl) !== null) return "no-provider";
  if (modelName === "") return "no-model";
  return findProvider(providerId).needsKey && key === "" ? "no-key" : null;
}

/** What a request of an ordinary size would take; its cost and time compare endpoints. */
function estimateOf(model: ModelRecord, pastRuns: readonly PastRun[]) {
  return estimateRun({
    task: "prompt",
    model,
    location: "cloud",
    inputTokens: 1000,
    pastRuns,
    costUsd: (usage) => costUsd(model.price, usage),
  });
}
