import type { InferenceRequest, Message } from "../core/request";
import type { AnswerPart, Run } from "../core/run";
import { buildRequest } from "../tasks";

/** The person's side of the conversation cannot be empty, and models differ in what they make of an open answer. */
const GO_ON =
  "Your answer above broke off. Go on exactly where it stops. Do not repeat any of it and do not comment on it.";

/** Whether a run broke off with text that another side could go on with. */
export function canContinue({ status, text, output, request, answeredBy }: Run): boolean {
  return (
    status === "failed" && text !== "" && output === null && request.output === "text" && answeredBy !== null
  );
}

/** The request of a run that broke off, with what was written of the answer so far. */
export function continuedRequest(
  { request, text }: Pick<Run, "request" | "text">,
  id: string,
): InferenceRequest {
  const { task, options, attachments, sensitivity, privacy } = request;
  // What only goes on with texts is given one text.
  if (task === "continue") {
    const whole = buildRequest(
      task,
      { text: request.text + text, options },
      { id, attachments, sensitivity },
    );
    return privacy === undefined ? whole : { ...whole, privacy };
  }
  return {
    ...request,
    id,
    messages: [
      ...withOwnAttachments(request),
      { role: "assistant", content: text },
      { role: "user", content: GO_ON },
    ],
  };
}

/** What stands before the seam of the run that goes on. */
export function partsBefore({ text, continues = [], answeredBy }: Run): readonly AnswerPart[] {
  if (answeredBy === null) return continues;
  const { location, modelLabel } = answeredBy;
  return [...continues, { text, location, modelLabel }];
}

/** Attachments go with the last message of the user unless told otherwise, and that is a new one now. */
function withOwnAttachments({ messages, attachments }: InferenceRequest): readonly Message[] {
  if (attachments.length === 0 || messages.some(({ attachmentCount }) => attachmentCount !== undefined))
    return messages;
  const last = messages.findLastIndex(({ role }) => role === "user");
  return messages.map((message, index) =>
    index === last ? { ...message, attachmentCount: attachments.length } : message,
  );
}
