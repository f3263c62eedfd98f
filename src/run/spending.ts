import { hasBudget, type SpentTotals } from "../core/budget";
import type { Engine, OutboundCall } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { RunMetrics } from "../core/metrics";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest, Message } from "../core/request";
import type { BudgetSignal } from "../core/route";
import { budgetLeft } from "../metrics/budget";
import type { RunDependencies } from "./run-dependencies";

/** Our count is right for one family of models; others make more tokens of the same text, but never one a byte. */
const COUNT_MARGIN = 2;
/** What a chat format may add to a conversation and to each message. */
const FORMAT_TOKENS = 16;
/** The longest answer of a model whose limit nobody knows, so that there is a worst case at all. */
const MOST_ANSWER_TOKENS = 4096;
/** An answer that nobody can guess the length of. */
const USUAL_OUTPUT_TOKENS = 256;

/** What a budget says of one more request to a model; undefined where no limit is set. */
export function budgetSignal(
  request: InferenceRequest,
  model: ModelRecord,
  inputTokens: number,
  spent: SpentTotals | null,
  { spending, costUsd }: Pick<RunDependencies, "spending" | "costUsd">,
): BudgetSignal | undefined {
  const budget = spending.budget();
  if (!hasBudget(budget)) return undefined;
  // A ledger that cannot be read keeps no limit: nothing may be spent.
  const { leftUsd, tightest, usedShare } =
    spent === null ? { leftUsd: 0, tightest: null, usedShare: 1 } : budgetLeft(budget, spent);
  const needUsd = costUsd(model, {
    inputTokens: mostInputTokens(request.messages, inputTokens),
    outputTokens: Math.min(request.params.maxOutputTokens ?? USUAL_OUTPUT_TOKENS, USUAL_OUTPUT_TOKENS),
  });
  const isSpent = needUsd !== undefined && needUsd > leftUsd;
  return {
    usedShare,
    leftUsd,
    ...(isSpent ? { spent: tightest ?? "day" } : {}),
    ...(needUsd === undefined ? { isPriceUnknown: true } : {}),
  };
}

/** A call that may be sent, and the reservation that it stands on. */
export interface ReservedCall {
  request: InferenceRequest;
  outbound: OutboundCall;
  /** Puts what the leg really cost in place of the reservation. Never throws. */
  settle(end: LegEnd): Promise<void>;
}

/** How a leg ended. */
export interface LegEnd {
  /** Null where it answered. */
  error: InferenceError | null;
  metrics: RunMetrics | null;
  hasSent: boolean;
}

/**
 * Reserves what a call may cost at most, in all tabs' ledger, before it is sent. Where a limit leaves less than the
 * longest answer would cost, the answer is bounded by what is left.
 * @throws InferenceError `budget-spent` where that is too little, `price-unknown` where a limit is set and the price is
 *   not known, `egress-denied` where the engine cannot say what it would send.
 */
export async function reserveCall(
  id: string,
  request: InferenceRequest,
  { engine, model, inputTokens }: { engine: Engine; model: ModelRecord; inputTokens: number },
  { spending, costUsd }: Pick<RunDependencies, "spending" | "costUsd">,
): Promise<ReservedCall> {
  const outbound = outboundOf(engine, request, model);
  const budget = spending.budget();
  const isLimited = hasBudget(budget);
  const mostInput = mostInputTokens(request.messages, inputTokens);
  const extra = extraTokens(request, (each) => outboundOf(engine, each, model));
  const mostOutput = outbound.maxOutputTokens ?? model.maxOutputTokens ?? MOST_ANSWER_TOKENS + extra;
  const cost = (outputTokens: number) => costUsd(model, { inputTokens: mostInput, outputTokens });
  const inputUsd = cost(0);
  const mostUsd = cost(mostOutput);
  const leastUsd = cost(Math.min(mostOutput, USUAL_OUTPUT_TOKENS + extra));
  if (inputUsd === undefined || mostUsd === undefined || leastUsd === undefined) {
    if (isLimited) throw refusal("price-unknown", `nobody knows the price of ${model.label}`, model);
    const reserved = await reserve(0, 0, 0);
    return { request, outbound, settle: ({ hasSent }) => reserved.settle(hasSent ? null : 0) };
  }
  const reserved = await reserve(mostUsd, leastUsd, inputUsd);
  const settle = (end: LegEnd) =>
    reserved.settle(costOfLeg(end, { model, inputUsd, mostUsd: reserved.usd, costUsd }));
  if (!isLimited || reserved.usd >= mostUsd) {
    // Without a limit in its body an answer could cost more than was reserved.
    if (!isLimited || outbound.maxOutputTokens !== undefined) return { request, outbound, settle };
  }
  const perToken = (mostUsd - inputUsd) / mostOutput;
  const affordable = Math.min(
    mostOutput,
    perToken === 0 ? mostOutput : Math.floor((reserved.usd - inputUsd) / perToken),
  );
  const own = Math.min(affordable - extra, request.params.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  if (own < 1) {
    await reserved.settle(0);
    throw refusal("budget-spent", "what is left would not pay for an answer", model);
  }
  const bounded = limitedTo(request, own);
  return { request: bounded, outbound: outboundOf(engine, bounded, model), settle };

  async function reserve(most: number, least: number, input: number) {
    const settleQuietly = (usd: number | null) => spending.ledger.settle(id, usd).catch(() => {});
    try {
      const grant = await spending.ledger.reserve({
        id,
        mostUsd: most,
        leastUsd: least,
        inputUsd: input,
        budget,
      });
      if (grant.granted) return { usd: isLimited ? grant.usd : most, settle: settleQuietly };
      throw refusal("budget-spent", `the limit of the ${grant.limit} leaves ${grant.leftUsd} USD`, model);
    } catch (thrown) {
      if (thrown instanceof InferenceError) throw thrown;
      // Without a limit the ledger only remembers; with one it is the limit.
      if (isLimited) throw refusal("budget-spent", "the record of what was spent cannot be written", model);
      return { usd: most, settle: async () => {} };
    }
  }
}

/** The longest prompt that a text can be, in tokens. */
function mostInputTokens(messages: readonly Message[], counted: number): number {
  const encoder = new TextEncoder();
  const bytes = messages.reduce((sum, { content }) => sum + encoder.encode(content).byteLength, 0);
  const format = FORMAT_TOKENS * (messages.length + 1);
  // Attachments are counted and have no bytes here, so the count may be above them.
  return Math.max(counted, Math.min(bytes, counted * COUNT_MARGIN)) + format;
}

/** Tokens that a call allows beyond those of the answer, for thinking. */
function extraTokens(
  request: InferenceRequest,
  outboundFor: (request: InferenceRequest) => OutboundCall,
): number {
  return (outboundFor(limitedTo(request, 1)).maxOutputTokens ?? 1) - 1;
}

function limitedTo(request: InferenceRequest, maxOutputTokens: number): InferenceRequest {
  return { ...request, params: { ...request.params, maxOutputTokens } };
}

/** What a leg cost: as measured, else what can be told of it, and never more than was reserved for it. */
function costOfLeg(
  { error, metrics, hasSent }: LegEnd,
  {
    model,
    inputUsd,
    mostUsd,
    costUsd,
  }: { model: ModelRecord; inputUsd: number; mostUsd: number; costUsd: RunDependencies["costUsd"] },
): number {
  if (!hasSent) return 0;
  if (error === null && metrics?.costUsd !== undefined) return metrics.costUsd;
  if (error !== null && isUncharged(error)) return 0;
  const { inputTokens, outputTokens } = metrics ?? {};
  if (inputTokens !== undefined && outputTokens !== undefined)
    return Math.min(mostUsd, costUsd(model, { inputTokens, outputTokens }) ?? mostUsd);
  return error?.code === "cancelled" ? Math.min(mostUsd, inputUsd) : mostUsd;
}

/** Refused with a status, or never reached: nothing was read, so nothing is charged. */
function isUncharged({ code, status }: InferenceError): boolean {
  if (status !== undefined && status >= 400) return true;
  return ["network", "cors-refused", "local-network-denied", "redirect-refused"].includes(code);
}

function outboundOf(engine: Engine, request: InferenceRequest, model: ModelRecord): OutboundCall {
  if (!engine.outbound)
    throw new InferenceError("egress-denied", "this engine cannot say what it would send");
  return engine.outbound(request, model);
}

function refusal(
  code: "budget-spent" | "price-unknown",
  message: string,
  model: ModelRecord,
): InferenceError {
  return new InferenceError(code, message, { engine: model.engine, model: model.id });
}
