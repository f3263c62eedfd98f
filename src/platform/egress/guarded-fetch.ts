import { InferenceError, isAbort } from "../../core/errors";
import { isLoopback, isOnline } from "../network";

/**
 * `fetch` without cookies, referrer, cache or redirects, with failures told apart as far as a browser can.
 * @throws InferenceError `cancelled`, `redirect-refused`, `local-network-denied` or `network`.
 */
export async function guardedFetch(
  fetchFunction: typeof fetch,
  url: string,
  init: RequestInit,
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
    if (isAbort(thrown) || init.signal?.aborted)
      throw new InferenceError("cancelled", "cancelled", { cause: thrown });
    throw await explainFailure(url, thrown);
  }
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
    throw new InferenceError("redirect-refused", "the server answered with a redirect; it was not followed");
  }
  return response;
}

async function explainFailure(url: string, cause: unknown): Promise<InferenceError> {
  if (isLoopback(url) && (await isLocalNetworkDenied())) {
    return new InferenceError("local-network-denied", "the browser denies this page the local network", {
      cause,
    });
  }
  const where = isLoopback(url) ? "on this machine" : isOnline() ? "on the network" : "while offline";
  return new InferenceError("network", `no answer ${where}`, {
    cause,
    retryable: isLoopback(url) || isOnline(),
  });
}

/** Chrome asks before a public page may reach local addresses; other browsers do not know the permission. */
async function isLocalNetworkDenied(): Promise<boolean> {
  try {
    const name = "local-network-access" as PermissionName;
    const status = await globalThis.navigator.permissions.query({ name });
    return status.state === "denied";
  } catch {
    return false;
  }
}
