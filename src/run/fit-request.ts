import { answerRoomTokens } from "../core/context-window";
import type { Engine } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest, Message } from "../core/request";
import type { ContextCut } from "../core/run";
import { extractSentences } from "./extract-sentences";
import { fitContext } from "./fit-context";
import type { RunDependencies } from "./run-dependencies";

/** A request that fits its model, as far as that can be known before it runs. */
export interface FittedRequest {
  request: InferenceRequest;
  /** Of the prompt; absent where it was short enough not to be counted. */
  size: { tokens: number; isExact: boolean } | null;
  cut: ContextCut | null;
}

/** What a template may add to a conversation and to each of its turns: more than any known one does. */
const TEMPLATE_TOKENS = 256;
const TURN_TOKENS = 32;
/** What chat formats add to a turn, where only its text can be counted. */
const ESTIMATED_TURN_TOKENS = 4;

/**
 * Makes a request fit the model's context window by the person's policy. The model's own tokenizer counts where the
 * engine has it; elsewhere, and where counting fails (the run will say why), it is an estimate.
 * @throws InferenceError `context-overflow` as `fitContext`, `cancelled`.
 */
export async function fitRequest(
  request: InferenceRequest,
  engine: Engine,
  model: ModelRecord,
  dependencies: RunDependencies,
  signal: AbortSignal,
): Promise<FittedRequest> {
  const { messages, params } = request;
  const unchanged: FittedRequest = { request, size: null, cut: null };
  if (model.kind === "specialist") return unchanged;
  const attachmentTokens =
    model.engine === "cloud" && request.attachments.length > 0
      ? dependencies.attachmentTokens(request, model)
      : 0;
  const known = model.contextWindow;
  if (known !== undefined) {
    const room = answerRoomTokens(params, known) + attachmentTokens;
    if (mostTokens(messages) + room <= known) return unchanged;
  }
  const exact = await exactSize(messages, engine, model, signal);
  const contextWindow = exact?.contextWindow ?? known;
  if (contextWindow === undefined) return unchanged;
  const { countTokens } = engine;
  const count =
    exact === null || countTokens === undefined
      ? estimatedCount(dependencies)
      : async (some: readonly Message[]) => (await countTokens(some, model, { signal })).tokens;
  const isExact = exact !== null;
  const fitted = await fitContext({
    messages,
    budget: Math.max(0, contextWindow - answerRoomTokens(params, contextWindow) - attachmentTokens),
    policy: dependencies.overflowPolicy(),
    count,
    isExact,
    extract: (old, sentences) => extractSentences(old, sentences, request, dependencies, signal),
  });
  return {
    request: fitted.cut === null ? request : { ...request, messages: fitted.messages },
    size: { tokens: fitted.tokens + attachmentTokens, isExact: isExact && attachmentTokens === 0 },
    cut: fitted.cut,
  };
}

/** No tokenizer makes more tokens of a text than it has bytes. */
function mostTokens(messages: readonly Message[]): number {
  const encoder = new TextEncoder();
  return messages.reduce(
    (sum, { content }) => sum + encoder.encode(content).byteLength + TURN_TOKENS,
    TEMPLATE_TOKENS,
  );
}

async function exactSize(
  messages: readonly Message[],
  engine: Engine,
  model: ModelRecord,
  signal: AbortSignal,
) {
  try {
    return (await engine.countTokens?.(messages, model, { signal })) ?? null;
  } catch (thrown) {
    const error = InferenceError.from(thrown);
    if (error.code === "cancelled") throw error;
    return null;
  }
}

function estimatedCount({ countTokens }: RunDependencies): (messages: readonly Message[]) => Promise<number> {
  const known = new Map<string, number>();
  return async (messages) => {
    let sum = 0;
    for (const { content } of messages) {
      const tokens = known.get(content) ?? (await countTokens(content)).tokens;
      known.set(content, tokens);
      sum += tokens + ESTIMATED_TURN_TOKENS;
    }
    return sum;
  };
}
