import * as v from "valibot";
import { InferenceError } from "../../core/errors";
import { readJsonObject } from "./json-answer";

/**
 * The answer's JSON object in the shape of `schema`.
 * @throws InferenceError `output-unreadable` when there is no such object.
 */
export function readAnswer<Output>(
  schema: v.BaseSchema<unknown, Output, v.BaseIssue<unknown>>,
  answer: string,
): Output {
  const result = v.safeParse(schema, readJsonObject(answer));
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new InferenceError("output-unreadable", `answer has another shape: ${issue.message}`, {
    detail: answer,
  });
}
