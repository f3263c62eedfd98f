import type { ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import type { RouteMode, RoutePolicy, RouteSignals } from "../../core/route";
import { exampleModel, exampleRequest } from "../../core/test-support/example-records";

/** A specialist of the device. */
export const SPECIALIST: ModelRecord = exampleModel("specialist", { kind: "specialist" });

/** A model of an endpoint that reads text and images. */
export const CLOUD: ModelRecord = exampleModel("cloud", {
  engine: "cloud",
  modalities: ["text", "image"],
  contextWindow: 128_000,
});

/** A short free prompt. */
export const REQUEST: InferenceRequest = exampleRequest();

/** Both sides can, and nothing speaks against either. */
export const READY: RouteSignals = {
  online: true,
  cloudReady: true,
  local: "ready",
  inputTokens: 100,
  textTokens: 60,
  attachmentTypes: [],
  sensitive: false,
};

/** The device may take over from the cloud, and not the other way round. */
export function policyFor(mode: RouteMode, change: Partial<RoutePolicy> = {}): RoutePolicy {
  return { mode, allowCloudFallback: false, allowLocalFallback: true, ...change };
}
