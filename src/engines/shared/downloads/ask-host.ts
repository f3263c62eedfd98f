/** What is asked for on a host, and whether caches on the way may answer. */
export interface HostAddress {
  address: string;
  cache: RequestCache;
}

/**
 * Asks a host of models, telling it nothing of the page: for all that is at the address, or for the bytes from `first` to
 * `last`, to the end where there is no `last`. @throws as `fetch` does.
 */
export function askHost(
  { address, cache }: HostAddress,
  range: { first: number; last?: number } | null,
  fetch: typeof globalThis.fetch,
  signal: AbortSignal,
): Promise<Response> {
  return fetch(address, {
    signal,
    cache,
    credentials: "omit",
    referrerPolicy: "no-referrer",
    // `If-Range` would need a permission that hosts do not give to other origins, so answers are compared.
    ...(range === null ? {} : { headers: { range: `bytes=${range.first}-${range.last ?? ""}` } }),
  });
}
