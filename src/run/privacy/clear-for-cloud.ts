import type { Engine, OutboundCall } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { ModelRecord } from "../../core/model";
import type { PrivacyChoices } from "../../core/privacy";
import type { InferenceRequest } from "../../core/request";
import type { RunEvent } from "../../core/run";
import type { OutboundProposal, RunPrivacy } from "../../core/run-privacy";
import type { RunDependencies } from "../run-dependencies";
import { originOf, privacyRule } from "./privacy-rule";
import { type ProtectedRequest, protectRequest } from "./protect-request";

/** A request that may leave the device, and the one call that the door is to be opened for. */
export interface ClearedRequest {
  request: InferenceRequest;
  privacy: RunPrivacy;
  call: OutboundCall;
}

type ClearanceDependencies = Pick<RunDependencies, "privacy" | "clock" | "consent">;

/** Longer bodies are not kept in the receipt. */
const LONGEST_KEPT_BYTES = 32 * 1024;

/**
 * Makes a request fit to leave: looks through it, masks, and asks the person where the rule says so. Yields what is
 * asked and what was done. Whatever fails, nothing leaves.
 * @throws InferenceError `detector-failed`, `egress-denied`, `cancelled` when the person says no.
 */
export async function* clearForCloud(
  request: InferenceRequest,
  engine: Engine,
  model: ModelRecord,
  dependencies: ClearanceDependencies,
  signal: AbortSignal,
): AsyncGenerator<Extract<RunEvent, { type: "consent" | "privacy" }>, ClearedRequest> {
  const rule = privacyRule(request, originOf(model), dependencies.privacy.settings());
  const protectUnder = (choices: PrivacyChoices) =>
    protectRequest({ ...request, privacy: choices }, choices.rule ?? rule, dependencies, signal);
  const propose = async (choices: PrivacyChoices) => proposalOf(await protectUnder(choices), engine, model);
  let guarded = await protectRequest(request, rule, dependencies, signal);
  let proposal = proposalOf(guarded, engine, model);
  let isAgreed = rule !== "ask" || guarded.marks.every((marks) => marks.length === 0);
  while (!isAgreed) {
    yield { type: "consent", proposal };
    const answer = await dependencies.consent(request.id, propose, signal);
    if (answer.type === "refuse") throw new InferenceError("cancelled", "the person did not let it be sent");
    guarded = await protectUnder(answer.choices);
    proposal = proposalOf(guarded, engine, model);
    // What was shown is what leaves: anything else is asked about again.
    isAgreed = proposal.call.body === answer.body;
  }
  const { call } = proposal;
  const isKept = call.bytes <= LONGEST_KEPT_BYTES;
  const privacy = { ...guarded.privacy, ...(isKept ? { sentBody: call.body } : {}) };
  yield { type: "privacy", privacy };
  return { request: guarded.request, privacy, call };
}

/** What a person is shown of a request: its body is what the engine would send. */
export function proposalOf(
  { request, privacy, marks }: ProtectedRequest,
  engine: Engine,
  model: ModelRecord,
): OutboundProposal {
  if (!engine.outbound)
    throw new InferenceError("egress-denied", "this engine cannot say what it would send");
  return {
    modelLabel: model.label,
    rule: privacy.rule,
    messages: request.messages.map(({ role, content }, index) => ({
      role,
      text: content,
      marks: marks[index] ?? [],
    })),
    redactions: privacy.redactions,
    attachments: request.attachments.length,
    call: engine.outbound(request, model),
  };
}
