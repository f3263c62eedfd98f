import type {
  ChatCompletionChunk,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
  ChatCompletionRequestStreaming,
} from "@mlc-ai/web-llm";
import { InferenceError } from "../../core/errors";
import type { FinishReason, InferenceEvent, ReportedFigures, Usage } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import { createThinkingSplitter } from "../shared/split-thinking";
import type { Thinking } from "./models";
import { escapeSpecialText, unescapeSpecialText } from "./special-text";

/** The library's request, and what must be known of it to read the answer. */
export interface MappedRequest {
  body: ChatCompletionRequestStreaming;
  /** Whether invisible characters were put in, so that they must be taken out of the answer. */
  escaped: boolean;
  /** Whether the whole prompt is read anew; a longer conversation may reuse what was read before. */
  isFreshPrompt: boolean;
}

/**
 * Our request in the library's words: `max_tokens` (it ignores `max_completion_tokens`), `json_object` with a
 * schema (it ignores `json_schema`), system text first and only there, special strings broken.
 * @throws InferenceError `attachment-unsupported` for what the model cannot take, `input-empty` without a user turn.
 */
export function toChatCompletion(
  request: Pick<InferenceRequest, "messages" | "attachments" | "params">,
  model: ModelRecord,
  thinking: Thinking,
): MappedRequest {
  let escaped = false;
  const breakUp = (text: string): string => {
    const result = escapeSpecialText(text);
    escaped ||= result.escaped;
    return result.text;
  };
  const system = request.messages
    .filter((message) => message.role === "system")
    .map((message) => breakUp(message.content))
    .join("\n\n");
  const turns = request.messages.filter((message) => message.role !== "system");
  if (turns.at(-1)?.role !== "user") {
    throw new InferenceError("input-empty", "the last message is not the user's", { engine: "web-llm" });
  }
  const images = imageParts(request, model);
  const messages: ChatCompletionMessageParam[] = system === "" ? [] : [{ role: "system", content: system }];
  turns.forEach((turn, index) => {
    const content = breakUp(turn.content);
    if (turn.role === "assistant") messages.push({ role: "assistant", content });
    else if (index === turns.length - 1 && images.length > 0) {
      messages.push({ role: "user", content: [{ type: "text", text: content }, ...images] });
    } else messages.push({ role: "user", content });
  });
  const { maxOutputTokens, temperature, topP, seed, stop, responseFormat } = request.params;
  return {
    escaped,
    isFreshPrompt: turns.length === 1,
    body: {
      messages,
      stream: true,
      stream_options: { include_usage: true },
      ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
      ...(temperature === undefined ? {} : { temperature }),
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined || stop.length === 0 ? {} : { stop: [...stop] }),
      ...(responseFormat === undefined
        ? {}
        : { response_format: { type: "json_object", schema: JSON.stringify(responseFormat.schema) } }),
      // A schema holds from the first token, so there is no room to think in.
      ...(thinking === "off" || (thinking === "on" && responseFormat !== undefined)
        ? { extra_body: { enable_thinking: false } }
        : {}),
    },
  };
}

function imageParts(
  request: Pick<InferenceRequest, "attachments">,
  model: ModelRecord,
): ChatCompletionContentPart[] {
  return request.attachments.map((attachment) => {
    if (attachment.type !== "image" || !model.modalities.includes("image")) {
      throw new InferenceError("attachment-unsupported", `${model.id} takes no ${attachment.type}`, {
        engine: "web-llm",
        model: model.id,
      });
    }
    return {
      type: "image_url",
      image_url: { url: `data:${attachment.mimeType};base64,${attachment.data}` },
    };
  });
}

/**
 * Our events from the library's chunks. An answer that the library broke off gives no `end`.
 * @throws InferenceError `stream-truncated` when the stream stops without a finish reason, `cancelled` when it
 *   stopped because it was interrupted.
 */
export async function* fromChunks(
  chunks: AsyncIterable<ChatCompletionChunk>,
  mapped: MappedRequest,
  thinking: Thinking,
): AsyncGenerator<InferenceEvent, void, void> {
  const splitter = thinking === "none" ? null : createThinkingSplitter();
  let finish: ChatCompletionChunk.Choice["finish_reason"] = null;
  let usage: ChatCompletionChunk["usage"];
  for await (const chunk of chunks) {
    usage = chunk.usage ?? usage;
    const choice = chunk.choices[0];
    if (choice === undefined) continue;
    finish = choice.finish_reason ?? finish;
    const raw = choice.delta.content ?? "";
    const text = mapped.escaped ? unescapeSpecialText(raw) : raw;
    if (text === "") continue;
    if (splitter === null) yield { type: "text-delta", text };
    else yield* splitter.push(text);
  }
  if (splitter !== null) yield* splitter.flush();
  if (finish === null) {
    throw new InferenceError("stream-truncated", "the stream ended without a finish reason", {
      engine: "web-llm",
    });
  }
  if (finish === "abort") {
    throw new InferenceError("cancelled", "generation was interrupted", { engine: "web-llm" });
  }
  yield {
    type: "end",
    finishReason: FINISH_REASONS[finish],
    usage: toUsage(usage, mapped),
    ...(usage === undefined ? {} : { reported: toReported(usage) }),
  };
}

const FINISH_REASONS = {
  stop: "stop",
  length: "length",
  tool_calls: "tool-calls",
} as const satisfies Record<string, FinishReason>;

/** `prompt_tokens` counts only what was newly read, so it is the input only when nothing could be reused. */
function toUsage(usage: ChatCompletionChunk["usage"], mapped: MappedRequest): Usage {
  if (usage === undefined) return {};
  return {
    ...(mapped.isFreshPrompt ? { inputTokens: usage.prompt_tokens } : {}),
    outputTokens: usage.completion_tokens,
  };
}

/** The library's own account, in our units; its time to the first token is the prefill alone. */
function toReported(usage: NonNullable<ChatCompletionChunk["usage"]>): ReportedFigures {
  const { extra } = usage;
  const figures: Record<string, number> = {
    newPromptTokens: usage.prompt_tokens,
    e2eMs: extra.e2e_latency_s * 1000,
    prefillMs: extra.time_to_first_token_s * 1000,
    tpotMs: extra.time_per_output_token_s * 1000,
    prefillTokensPerSecond: extra.prefill_tokens_per_s,
    decodeTokensPerSecond: extra.decode_tokens_per_s,
  };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => Number.isFinite(value)));
}
