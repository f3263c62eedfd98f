import { InferenceError, isAbort } from "../../core/errors";
import { explainFailure } from "./explain-failure";
import type { ProbeEndpoint } from "./probe-endpoint";

/** What {@link guardedFetch} sends; a signal is always given. */
export interface GuardedRequest extends RequestInit {
  headers: Record<string, string>;
  signal: AbortSignal;
}

/**
 * `fetch` without cookies, referrer, cache or redirects, with failures told apart as far as a browser can.
 * @throws InferenceError `cancelled`, `redirect-refused`, `local-network-denied`, `cors-refused` or `network`.
 */
export async function guardedFetch(
  fetchFunction: typeof fetch,
  url: string,
  init: GuardedRequest,
  probe: ProbeEndpoint,
): Promise<Response> {
  let response: Response;
  try {
    response = await fetchFunction(url, {
      ...init,
      credentials: "omit",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      redirect: "manual",
    });
  } catch (thrown) {
    const failure =
      isAbort(thrown) || init.signal.aborted
        ? null
        : await explainFailure(url, thrown, { probe, signal: init.signal });
    if (failure === null || init.signal.aborted) {
      throw new InferenceError("cancelled", "cancelled", { cause: thrown });
    }
    throw failure;
  }
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    void response.body?.cancel();
    throw new InferenceError("redirect-refused", "the server answered with a redirect; it was not followed");
  }
  return response;
}
