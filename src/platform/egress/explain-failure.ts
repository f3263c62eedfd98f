import { InferenceError } from "../../core/errors";
import { isLoopback, isOnline } from "../network";
import type { ProbeEndpoint } from "./probe-endpoint";

/**
 * Why a call got no response, as far as a browser can tell (row C5): the network is off, this page may not reach local
 * addresses, a server is there but shut to pages, or nothing answered.
 * @returns an InferenceError `local-network-denied`, `cors-refused` or `network`.
 */
export async function explainFailure(
  url: string,
  cause: unknown,
  { probe, signal }: { probe: ProbeEndpoint; signal: AbortSignal },
): Promise<InferenceError> {
  const { origin } = new URL(url);
  if (isLoopback(url)) {
    if (await isLocalNetworkDenied()) {
      const message = "the browser denies this page the local network";
      return new InferenceError("local-network-denied", message, { cause });
    }
  } else if (!isOnline()) {
    return new InferenceError("network", "no answer while offline", {
      cause,
      retryable: false,
      detail: "This browser says that it is offline.",
    });
  }
  switch (await probe(url, signal)) {
    case "shut":
      return new InferenceError("cors-refused", "a server is there, but it lets no page read its answers", {
        cause,
        detail: `${origin} answers, but not to pages of ${globalThis.location?.origin ?? "this origin"}.`,
      });
    case "open":
      return new InferenceError("network", "the connection broke before any answer", {
        cause,
        detail: `${origin} answers pages, but this call was closed before an answer came.`,
      });
    case "unknown":
      return new InferenceError("network", "no answer", { cause, detail: `Nothing answered at ${origin}.` });
  }
}

/**
 * Chrome asks before a page may reach local addresses; newer versions name loopback apart. Where nobody has agreed yet
 * (the question was dismissed) the call was blocked all the same, unless the page itself comes from this machine.
 */
async function isLocalNetworkDenied(): Promise<boolean> {
  const states = await Promise.all(["loopback-network", "local-network-access"].map(permissionState));
  if (states.includes("denied")) return true;
  const undecided = states.includes("prompt") && !states.includes("granted");
  return undecided && !isLoopback(globalThis.location?.href ?? "");
}

/** null where the browser does not know the permission. */
async function permissionState(name: string): Promise<PermissionState | null> {
  try {
    return (await globalThis.navigator.permissions.query({ name: name as PermissionName })).state;
  } catch {
    return null;
  }
}
