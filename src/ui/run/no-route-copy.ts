import type { Run } from "../../core/run";
import type { ErrorCopy } from "../copy/errors";
import { ERROR_COPY } from "../copy/errors";

type NoRouteCopy = ErrorCopy & { isOffer: boolean };

const OWN_STAYS: NoRouteCopy = {
  title: "Your own specialists work on this device only",
  body: "What you taught here never leaves the device, so the cloud does not do this task. Nothing was sent.",
  actions: ["run-local"],
  isOffer: true,
};

const NONE_TAUGHT: NoRouteCopy = {
  title: "There is no specialist of yours yet",
  body: "Open Teach, give ten or more examples, and train one; it takes about a second. Nothing was sent.",
  actions: ["open-teach"],
  isOffer: true,
};

const PRIVATE_STAYS: NoRouteCopy = {
  title: "Private text stays on this device",
  body: "The text holds something private, and the rule in Settings is that such text is never sent. Nothing was sent.",
  actions: ["run-local", "open-settings"],
  isOffer: true,
};

/**
 * Words for a run that no side could take, made from what was ruled out: a missing key or a missing download is
 * an offer rather than a failure. Null when the code's own words say it best.
 */
export function noRouteCopy(run: Run): NoRouteCopy | null {
  if (run.decision === null || run.decision.target !== null) return null;
  const reasons = new Set(run.decision.reasons);
  const cloudWanted = run.decision.policy.mode !== "local" && run.location !== "local";
  if (run.request.task === "own") return cloudWanted ? OWN_STAYS : NONE_TAUGHT;
  if (reasons.has("private-stays") && cloudWanted) return PRIVATE_STAYS;
  if (reasons.has("local-not-downloaded")) return { ...ERROR_COPY["model-not-downloaded"], isOffer: true };
  if (reasons.has("no-cloud-key") && cloudWanted) {
    return {
      title: "The cloud side needs an API key",
      body: "Enter the key of the endpoint in Settings. It is kept in memory only and forgotten when the page closes. Nothing was sent.",
      actions: ["enter-key", "open-settings", "run-local"],
      isOffer: true,
    };
  }
  if (reasons.has("no-cloud-model") && cloudWanted) {
    return {
      title: "No cloud model has been chosen",
      body: "Name a model of your endpoint in Settings. Nothing was sent.",
      actions: ["open-settings", "run-local"],
      isOffer: true,
    };
  }
  if (reasons.has("offline") && cloudWanted) {
    return {
      title: "There is no network",
      body: "The cloud cannot be reached. Tasks with a built-in model work offline.",
      actions: ["try-again", "run-local"],
      isOffer: false,
    };
  }
  return null;
}
