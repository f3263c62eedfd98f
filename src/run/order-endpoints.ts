import type { ModelRecord } from "../core/model";
import type { ProviderOrder } from "../core/settings";

/** What endpoints are compared by, for a request of an ordinary size; undefined = not known. */
export interface EndpointFigures {
  costUsd(model: ModelRecord): number | undefined;
  /** As past runs on this device took. */
  totalMs(model: ModelRecord): number | undefined;
}

/** Endpoints by the person's wish. Equal ones keep their order; those of which nothing is known come last. */
export function orderEndpoints<Endpoint extends { model: ModelRecord }>(
  endpoints: readonly Endpoint[],
  order: ProviderOrder,
  { costUsd, totalMs }: EndpointFigures,
): readonly Endpoint[] {
  if (order === "mine") return endpoints;
  const figure = ({ model }: Endpoint): number =>
    (order === "price" ? costUsd(model) : totalMs(model)) ?? Number.MAX_VALUE;
  return endpoints.toSorted((one, other) => figure(one) - figure(other));
}
