import type { ModelRecord } from "../../../core/model";
import type { InferenceRequest } from "../../../core/request";

/** Words of the text that a specialist is timed on. */
export const SAMPLE_WORDS = 128;

/** 64 words, with a slip and some names in them. */
const PASSAGE =
  "Dear Maria, thank you for the notes from Lisbon. We agreed with Martin Weber of Northwind that the new bridge " +
  "over the river will be closed from Monday on, becouse the old cables have to be replaced. Please tell the team in " +
  "Dublin before Friday. The second part of the report is late, but I hope to send it to you later this week. ";

/** Tokens that a language model writes: a cache that grows is part of the work. */
const TOKENS = 16;

/** The work on which a built-in model is timed, the same each time. */
export function sampleRequest(model: ModelRecord): InferenceRequest {
  const isWriter = model.kind === "language-model";
  const text = isWriter ? PASSAGE.trim() : PASSAGE.repeat(2);
  return {
    id: "sample",
    task: model.tasks[0] ?? "prompt",
    text,
    options: {},
    messages: [{ role: "user", content: text }],
    attachments: [],
    params: isWriter ? { temperature: 0, maxOutputTokens: TOKENS } : {},
    sensitivity: "normal",
    output: "text",
  };
}
