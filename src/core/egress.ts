/** One request through the door, on behalf of one run. */
export interface EgressRequest {
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Must be the very body that the grant was opened for. */
  body: string;
  signal: AbortSignal;
}

/**
 * Sends on behalf of the run `requestId`. Redirects are never followed.
 * @throws InferenceError `egress-denied` unless a grant for that run, address and body is open;
 *   `network`, `cors-refused`, `local-network-denied` or `redirect-refused` when the request itself fails.
 */
export type EgressSend = (requestId: string, request: EgressRequest) => Promise<Response>;
