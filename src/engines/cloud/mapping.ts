import type { FinishReason, ReportedFigures, Usage } from "../../core/event";
import type { Attachment, InferenceRequest, Message } from "../../core/request";
import { isReasoningModel } from "./model-name";
import type { CloudProvider } from "./providers";

/**
 * Hidden thinking counts against the output limit, so models that think get this much on top of what the answer
 * needs; without it a short limit is spent before the first word.
 */
const THINKING_TOKENS = 4096;

/** The most tokens that a call lets a model write, thinking included; undefined where the request sets no limit. */
export function outputLimit(
  { params }: InferenceRequest,
  modelName: string,
  maxOutputTokens: number = Number.POSITIVE_INFINITY,
): number | undefined {
  if (params.maxOutputTokens === undefined) return undefined;
  const thinking = isReasoningModel(modelName) ? THINKING_TOKENS : 0;
  return Math.min(params.maxOutputTokens + thinking, maxOutputTokens);
}

/** The JSON body of a chat completion, in a fixed order of fields, so that equal requests give equal bytes. */
export function toWireBody(
  request: InferenceRequest,
  modelName: string,
  provider: CloudProvider,
  maxOutputTokens: number = Number.POSITIVE_INFINITY,
): string {
  const { params } = request;
  const thinks = isReasoningModel(modelName);
  const limit = params.maxOutputTokens;
  const useOldField = provider.quirks.outputLimitField === "max_tokens" || !thinks;
  return JSON.stringify({
    model: modelName,
    messages: toWireMessages(request),
    stream: true,
    ...(provider.quirks.includeUsage ? { stream_options: { include_usage: true } } : {}),
    ...(limit === undefined
      ? {}
      : useOldField
        ? { max_tokens: Math.min(limit, maxOutputTokens) }
        : { max_completion_tokens: Math.min(limit + THINKING_TOKENS, maxOutputTokens) }),
    ...(params.temperature === undefined || thinks ? {} : { temperature: params.temperature }),
    ...(params.topP === undefined || thinks ? {} : { top_p: params.topP }),
    ...(params.seed === undefined ? {} : { seed: params.seed }),
    ...(params.stop === undefined || params.stop.length === 0 || thinks ? {} : { stop: params.stop }),
    ...(params.responseFormat === undefined
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: {
              // The wire allows letters, digits, dashes and underscores only.
              name: params.responseFormat.name.replace(/[^a-zA-Z0-9_-]/g, "_").slice(0, 64),
              strict: true,
              schema: params.responseFormat.schema,
            },
          },
        }),
  });
}

type WirePart =
  | { type: "text"; text: string }
  | { type: "image_url"; image_url: { url: string; detail: "auto" | "low" | "high" } }
  | { type: "input_audio"; input_audio: { data: string; format: "wav" | "mp3" } };

interface WireMessage {
  role: Message["role"];
  content: string | WirePart[];
}

/** Attachments travel as parts of their own messages, or else of the last user message. */
function toWireMessages({ messages, attachments }: InferenceRequest): WireMessage[] {
  const parts = attachments.map(toWirePart);
  if (messages.some(({ attachmentCount }) => attachmentCount !== undefined)) return withOwn(messages, parts);
  const wire = messages.map((message) => withParts(message, []));
  if (parts.length === 0) return wire;
  const last = messages.findLastIndex(({ role }) => role === "user");
  const message = messages[last];
  if (message === undefined) return [...wire, { role: "user", content: parts }];
  return wire.with(last, withParts(message, parts));
}

/** Counted from the end: of a conversation that was made to fit the first messages may be missing. */
function withOwn(messages: readonly Message[], parts: readonly WirePart[]): WireMessage[] {
  let end = parts.length;
  const fromTheEnd = [...messages].reverse().map((message) => {
    const start = Math.max(0, end - (message.attachmentCount ?? 0));
    const own = parts.slice(start, end);
    end = start;
    return withParts(message, own);
  });
  return fromTheEnd.reverse();
}

function withParts({ role, content }: Message, parts: readonly WirePart[]): WireMessage {
  if (parts.length === 0) return { role, content };
  return { role, content: [...(content === "" ? [] : [textPart(content)]), ...parts] };
}

function textPart(text: string): WirePart {
  return { type: "text", text };
}

function toWirePart(attachment: Attachment): WirePart {
  if (attachment.type === "image") {
    const url = `data:${attachment.mimeType};base64,${attachment.data}`;
    return { type: "image_url", image_url: { url, detail: attachment.detail } };
  }
  const format = attachment.mimeType === "audio/wav" ? "wav" : "mp3";
  return { type: "input_audio", input_audio: { data: attachment.data, format } };
}

/** What a server said of a failure, in whatever shape. */
export interface WireFailure {
  message: string;
  /** `code` and `type` of the error object, where they are words. */
  codes: readonly string[];
  /** A numeric `code` or `status` between 400 and 599. */
  status?: number;
}

/** One chunk of a stream, or a whole plain answer, with our own names. Absent parts are empty. */
export interface AnswerPart {
  text: string;
  reasoning: string;
  refusal: string;
  finishReason: FinishReason | null;
  usage: Usage | null;
  failure: WireFailure | null;
  reported: ReportedFigures;
}

/**
 * Reads a chunk or a whole answer, however it is dressed: null deltas, no choices, `message` in place of `delta`,
 * content in parts, thinking under either name, usage beside or inside the choice, and errors.
 * @returns null when it is not an object.
 */
export function readAnswerPart(json: unknown): AnswerPart | null {
  const chunk = asRecord(json);
  if (chunk === null) return null;
  const choice = firstChoice(chunk.choices);
  const delta = asRecord(choice?.delta) ?? asRecord(choice?.message) ?? {};
  const content = readContent(delta.content);
  const reasoning = asText(delta.reasoning_content) || asText(delta.reasoning);
  return {
    text: content.text,
    reasoning: reasoning + content.reasoning,
    refusal: asText(delta.refusal),
    finishReason: readFinishReason(choice?.finish_reason),
    usage: readUsage(chunk.usage) ?? readUsage(asRecord(chunk.x_groq)?.usage) ?? readUsage(choice?.usage),
    failure: readFailure(chunk) ?? choiceFailure(choice),
    reported: readReported(chunk),
  };
}

function firstChoice(choices: unknown): Record<string, unknown> | null {
  if (!Array.isArray(choices)) return null;
  const records = choices.map(asRecord).filter((choice) => choice !== null);
  return records.find((choice) => (choice.index ?? 0) === 0) ?? null;
}

function readContent(content: unknown): { text: string; reasoning: string } {
  if (!Array.isArray(content)) return { text: asText(content), reasoning: "" };
  let text = "";
  let reasoning = "";
  for (const part of content.map(asRecord)) {
    if (part?.type === "thinking") reasoning += readContent(part.thinking).text || asText(part.thinking);
    else text += asText(part?.text);
  }
  return { text, reasoning };
}

/** The common names, and those that gateways let through from other vendors. */
const FINISH_REASONS: Readonly<Record<string, FinishReason>> = {
  length: "length",
  max_tokens: "length",
  model_length: "length",
  content_filter: "content-filter",
  safety: "content-filter",
  refusal: "refusal",
  tool_calls: "tool-calls",
  tool_use: "tool-calls",
  function_call: "tool-calls",
};

/** Any other word is an end like any other; `error` is none. */
function readFinishReason(value: unknown): FinishReason | null {
  if (typeof value !== "string" || value === "" || value === "error") return null;
  const name = value.toLowerCase();
  return (Object.hasOwn(FINISH_REASONS, name) ? FINISH_REASONS[name] : undefined) ?? "stop";
}

function choiceFailure(choice: Record<string, unknown> | null): WireFailure | null {
  if (choice === null) return null;
  const failure = readFailure(choice);
  if (failure !== null) return failure;
  return choice.finish_reason === "error" ? { message: "the server ended with an error", codes: [] } : null;
}

/** Errors as `{"error": {...}}`, `{"error": "..."}`, vLLM's `{"object": "error", ...}` and `{"detail": ...}`. */
export function readFailure(body: Readonly<Record<string, unknown>>): WireFailure | null {
  const { error } = body;
  if (typeof error === "string" && error !== "") return { message: error, codes: [] };
  const record = asRecord(error);
  if (record !== null) return failureOf(record);
  if (body.object === "error" || body.type === "error") return failureOf(body);
  if (typeof body.detail === "string" && body.choices === undefined) {
    return { message: body.detail, codes: [] };
  }
  return null;
}

/** The failure in a body that is an error as a whole: also a bare `message`. */
export function readErrorBody(json: unknown): WireFailure | null {
  const body = asRecord(Array.isArray(json) ? json[0] : json);
  if (body === null) return typeof json === "string" ? { message: json, codes: [] } : null;
  return readFailure(body) ?? (asText(body.message) === "" ? null : failureOf(body));
}

function failureOf(record: Readonly<Record<string, unknown>>): WireFailure {
  const codes = [record.code, record.type, record.status].filter((code) => typeof code === "string");
  const status = [record.code, record.status].map(Number).find((code) => code >= 400 && code <= 599);
  const nested = asRecord(record.error);
  const message =
    asText(record.message) || asText(nested?.message) || codes.join(" ") || "an error without words";
  return { message, codes, ...(status === undefined ? {} : { status }) };
}

/** Token figures under the names that servers use; null when there are none. */
export function readUsage(value: unknown): Usage | null {
  const usage = asRecord(value);
  if (usage === null) return null;
  const input = asRecord(usage.prompt_tokens_details) ?? asRecord(usage.input_tokens_details) ?? {};
  const output = asRecord(usage.completion_tokens_details) ?? asRecord(usage.output_tokens_details) ?? {};
  const named: { [K in keyof Usage]: number | undefined } = {
    inputTokens: asCount(usage.prompt_tokens) ?? asCount(usage.input_tokens),
    outputTokens: asCount(usage.completion_tokens) ?? asCount(usage.output_tokens),
    cachedInputTokens: asCount(input.cached_tokens) ?? asCount(usage.prompt_cache_hit_tokens),
    audioInputTokens: asCount(input.audio_tokens),
    imageInputTokens: asCount(input.image_tokens),
    reasoningTokens: asCount(output.reasoning_tokens),
    audioOutputTokens: asCount(output.audio_tokens),
    costUsd: asAmount(usage.cost),
  };
  const known = Object.entries(named).filter(([, count]) => count !== undefined);
  return known.length === 0 ? null : (Object.fromEntries(known) as Usage);
}

/** What the server says of itself: the model that answered, and llama.cpp's timings. */
function readReported(chunk: Readonly<Record<string, unknown>>): ReportedFigures {
  const timings = asRecord(chunk.timings);
  const reported: Record<string, number | string> = {};
  if (asText(chunk.model) !== "") reported.model = asText(chunk.model);
  const prefillMs = asAmount(timings?.prompt_ms);
  const decodePerSecond = asAmount(timings?.predicted_per_second);
  if (prefillMs !== undefined) reported.prefillMs = prefillMs;
  if (decodePerSecond !== undefined) reported.decodeTokensPerSecond = decodePerSecond;
  return reported;
}

/** One model of an endpoint's list. */
export interface ListedModel {
  name: string;
  /** ISO date on which the provider shuts it down. */
  shutdownDate?: string;
  /** Tokens. */
  contextWindow?: number;
}

/** The models in any of the list shapes in use: `data`, `models`, or a bare array; null when it is none of them. */
export function readModelList(json: unknown): ListedModel[] | null {
  const body = asRecord(json);
  const rows = [json, body?.data, body?.models].find((list) => Array.isArray(list));
  if (!Array.isArray(rows)) return null;
  return rows.flatMap((row) => {
    const model = asRecord(row);
    const name = asText(model?.id) || asText(model?.name) || asText(model?.model) || asText(row);
    if (name === "") return [];
    const shutdownDate = readDate(model?.shutdown_date ?? model?.deprecation_date);
    const contextWindow = asCount(model?.context_length) ?? asCount(model?.max_model_len);
    return [
      {
        name,
        ...(shutdownDate === undefined ? {} : { shutdownDate }),
        ...(contextWindow === undefined || contextWindow === 0 ? {} : { contextWindow }),
      },
    ];
  });
}

/** ISO text or seconds since the epoch, as an ISO date. */
function readDate(value: unknown): string | undefined {
  const date = new Date(typeof value === "number" ? value * 1000 : asText(value));
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString().slice(0, 10);
}

function asRecord(value: unknown): Record<string, unknown> | null {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function asAmount(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function asCount(value: unknown): number | undefined {
  const amount = asAmount(value);
  return amount === undefined ? undefined : Math.round(amount);
}
