import type { EgressRequest, EgressSend } from "../../core/egress";
import type { OutboundCall } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import { type Leg, type RouteDecision, targetOfLeg } from "../../core/route";
import { guardedFetch } from "./guarded-fetch";
import type { ProbeEndpoint } from "./probe-endpoint";

/** The only way out for a person's text. Closed until a decision opens it, and for that run and body alone. */
export interface EgressDoor {
  /**
   * Opens for exactly one address and body, for the run the decision was made for. A second call for the same run
   * replaces what it was open for.
   * @throws InferenceError `egress-denied` unless that leg of the decision goes to the cloud, and to that address.
   */
  open(decision: RouteDecision, leg: Leg, outbound: OutboundCall): void;
  /** See {@link EgressSend}. */
  send: EgressSend;
  /** Closes for that run. Does nothing when it is not open. */
  close(requestId: string): void;
  /** Bytes of bodies handed to the network for that run, failed attempts included. Kept until {@link forget}. */
  uploadedBytes(requestId: string): number;
  /** Forgets the count of a run that has ended. */
  forget(requestId: string): void;
}

interface Grant {
  url: string;
  body: string;
  bytes: number;
}

/** Makes a closed door over `fetch`. `probe` finds out more about an address that did not answer. */
export function createEgressDoor(
  fetchFunction: typeof fetch,
  probe: ProbeEndpoint = async () => "unknown",
): EgressDoor {
  const grants = new Map<string, Grant>();
  const uploaded = new Map<string, number>();

  return {
    open(decision, leg, outbound) {
      grants.delete(decision.requestId);
      refuseUnlessCloud(decision, leg, outbound);
      grants.set(decision.requestId, {
        url: outbound.url,
        body: outbound.body,
        bytes: new TextEncoder().encode(outbound.body).length,
      });
    },

    async send(requestId, request) {
      const grant = grants.get(requestId);
      if (!grant) throw denied("no decision has opened the door for this run");
      refuseUnlessCovered(grant, request);
      uploaded.set(requestId, (uploaded.get(requestId) ?? 0) + grant.bytes);
      const init = {
        method: "POST",
        headers: { ...request.headers },
        body: grant.body,
        signal: request.signal,
      };
      return guardedFetch(fetchFunction, grant.url, init, probe);
    },

    close(requestId) {
      grants.delete(requestId);
    },

    uploadedBytes: (requestId) => uploaded.get(requestId) ?? 0,

    forget(requestId) {
      uploaded.delete(requestId);
    },
  };
}

function refuseUnlessCloud(decision: RouteDecision, leg: Leg, { url }: OutboundCall): void {
  const side = targetOfLeg(decision, leg);
  if (side?.location !== "cloud") throw denied(`leg ${leg} of this decision does not go to the cloud`);
  const { source } = side.model;
  if (source.type === "provider" && source.baseUrl !== undefined && !haveOneOrigin(source.baseUrl, url))
    throw denied("the address is not at the endpoint of this leg");
  if (decision.signals.sensitive) throw denied("the text is marked to stay on this device");
  if (decision.policy.mode === "local") throw denied("the person chose On device");
  if (decision.target?.location !== "cloud" && !decision.policy.allowCloudFallback)
    throw denied("no cloud fallback is allowed");
}

function haveOneOrigin(one: string, other: string): boolean {
  return URL.canParse(one) && URL.canParse(other) && new URL(one).origin === new URL(other).origin;
}

function refuseUnlessCovered(grant: Grant, request: EgressRequest): void {
  if (request.url !== grant.url) throw denied("the address is not the one that was decided on");
  if (request.body !== grant.body) throw denied("the body is not the one that was decided on");
}

function denied(message: string): InferenceError {
  return new InferenceError("egress-denied", message);
}
