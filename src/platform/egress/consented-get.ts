import { guardedFetch } from "./guarded-fetch";

/**
 * A GET that a person clicked for (listing an endpoint's models). It carries no text of theirs: there is no body,
 * and the address is the endpoint's own.
 * @throws InferenceError as {@link guardedFetch}.
 */
export function consentedGet(
  url: string,
  options: { headers: Readonly<Record<string, string>>; signal: AbortSignal },
): Promise<Response> {
  return guardedFetch(fetch, url, { method: "GET", headers: { ...options.headers }, signal: options.signal });
}
