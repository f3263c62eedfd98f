import type { Attachment, InferenceRequest, Sensitivity } from "../core/request";
import type { TaskId } from "../core/task";
import { ask } from "./ask/ask";
import { chat } from "./chat/chat";
import { continueText } from "./continue/continue";
import { keyPoints } from "./key-points/key-points";
import { language } from "./language/language";
import { moderate } from "./moderate/moderate";
import { own } from "./own/own";
import { prompt } from "./prompt/prompt";
import { proofread } from "./proofread/proofread";
import { reply } from "./reply/reply";
import { rewrite } from "./rewrite/rewrite";
import { sensitive } from "./sensitive/sensitive";
import { summarise } from "./summarise/summarise";
import type { TaskDefinition, TaskInput } from "./task-definition";
import { tone } from "./tone/tone";
import { translate } from "./translate/translate";

export type { TaskDefinition, TaskInput, TaskOption } from "./task-definition";

/** Every task by id. A missing entry does not compile. */
export const TASKS = {
  proofread,
  summarise,
  "key-points": keyPoints,
  tone,
  moderate,
  sensitive,
  language,
  own,
  rewrite,
  reply,
  translate,
  continue: continueText,
  ask,
  prompt,
  chat,
} as const satisfies Record<TaskId, TaskDefinition>;

/** The task's definition, as the common type. */
export function taskDefinition(id: TaskId): TaskDefinition {
  return TASKS[id];
}

/** Builds the one request that every engine takes. Attachments a task does not use are left out. */
export function buildRequest(
  taskId: TaskId,
  input: TaskInput,
  extra: { id: string; attachments: readonly Attachment[]; sensitivity: Sensitivity },
): InferenceRequest {
  const task = taskDefinition(taskId);
  return {
    id: extra.id,
    task: taskId,
    text: input.text,
    options: input.options,
    messages: task.messages(input),
    attachments: task.acceptsAttachments ? extra.attachments : [],
    params: task.params(input),
    sensitivity: extra.sensitivity,
    output: task.output(input),
  };
}
