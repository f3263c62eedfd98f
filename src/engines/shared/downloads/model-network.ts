import type { ModelNetwork } from "../../../core/engine";

/** Every file from its own origin. */
export const OPEN_NETWORK: ModelNetwork = { host: null, airGap: false };

/** Where a file is asked for: at its own address, or under the same path at the mirror. */
export function addressOn(url: string, { host }: Pick<ModelNetwork, "host">): string {
  if (host === null) return url;
  const { pathname, search } = new URL(url);
  return host.replace(/\/+$/, "") + pathname + search;
}
