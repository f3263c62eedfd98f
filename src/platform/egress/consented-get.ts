import { guardedFetch } from "./guarded-fetch";
import { probeEndpoint } from "./probe-endpoint";

/**
 * A GET that a person clicked for (listing an endpoint's models). It carries no text of theirs: there is no body,
 * and the address is the endpoint's own.
 * @throws InferenceError as {@link guardedFetch}.
 */
export function consentedGet(
  url: string,
  options: { headers: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Response> {
  const init = { method: "GET", headers: { ...options.headers }, signal: options.signal };
  return guardedFetch(fetch, url, init, probeEndpoint);
}
