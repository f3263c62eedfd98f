import type { AnswerDoubt, Escalation, Run } from "../core/run";
import { checkAnswer } from "../routing/check-answer";

/** What is doubtful about an answer that Auto had the device give, where the cloud may be asked; empty otherwise. */
export function answerDoubts(run: Run): readonly AnswerDoubt[] {
  const { decision, answeredBy, status } = run;
  if (status !== "done" || answeredBy?.location !== "local" || decision?.policy.mode !== "auto") return [];
  const mayAskCloud = decision.alternatives?.some(({ location }) => location === "cloud") ?? false;
  if (!mayAskCloud) return [];
  // A text can go on in many ways: that each is improbable says nothing of any.
  const reported = run.request.task === "continue" ? undefined : run.metrics?.reported?.meanTokenProbability;
  return checkAnswer({
    text: run.text,
    output: run.output,
    finishReason: run.finishReason,
    isJsonWanted: run.request.params.responseFormat !== undefined,
    ...(typeof reported === "number" ? { meanTokenProbability: reported } : {}),
  });
}

/** What the person's click on the offer starts; null where nothing is offered. */
export function offeredEscalation(run: Run): Escalation | null {
  const [doubt] = answerDoubts(run);
  return doubt === undefined ? null : { fromRunId: run.id, doubt, byRule: false };
}
