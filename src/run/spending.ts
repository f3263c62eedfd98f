import { hasBudget, type SpentTotals } from "../core/budget";
import type { Engine, OutboundCall } from "../core/engine";
import { InferenceError } from "../core/errors";
import type { RunMetrics } from "../core/metrics";
import type { ModelRecord } from "../core/model";
import type { InferenceRequest, Message } from "../core/request";
import type { BudgetSignal } from "../core/route";
import { budgetLeft } from "../metrics/budget";
import type { SpendGrant } from "../platform/storage/spend-ledger";
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

/** What a call is made for: the engine and model that it goes to, and the tokens of its prompt. */
export interface CallPlace {
  engine: Engine;
  model: ModelRecord;
  inputTokens: number;
}

type SpendDependencies = Pick<RunDependencies, "spending" | "costUsd">;

/**
 * Reserves what a call may cost at most, in all tabs' ledger, before it is sent. Where a limit leaves less than the
 * longest answer would cost, the answer is bounded by what is left.
 * @throws InferenceError `budget-spent` where that is too little, `price-unknown` where a limit is set and the price is
 *   not known, `egress-denied` where the engine cannot say what it would send.
 */
export async function reserveCall(
  id: string,
  request: InferenceRequest,
  place: CallPlace,
  { spending, costUsd }: SpendDependencies,
): Promise<ReservedCall> {
  const { engine, model } = place;
  const { ledger } = spending;
  const budget = spending.budget();
  const isLimited = hasBudget(budget);
  const worst = worstCase(request, place, costUsd);
  if (worst.cost === null && isLimited) throw priceUnknown(model);
  const { mostUsd, leastUsd, inputUsd } = worst.cost ?? FREE;
  const settleQuietly = (usd: number | null) => ledger.settle(id, usd).catch(() => {});
  let usd = mostUsd;
  let settle = settleQuietly;
  try {
    const grant = await ledger.reserve({ id, mostUsd, leastUsd, inputUsd, budget });
    if (!grant.granted) throw refused(grant, model);
    if (isLimited) usd = grant.usd;
  } catch (thrown) {
    if (thrown instanceof InferenceError) throw thrown;
    // Without a limit the ledger only remembers; with one it is the limit.
    if (isLimited) throw refusal("budget-spent", "the record of what was spent cannot be written", model);
    settle = async () => {};
  }
  if (worst.cost === null)
    return { request, outbound: worst.outbound, settle: ({ hasSent }) => settle(hasSent ? null : 0) };
  const bounded = isLimited ? boundedRequest(request, worst, worst.cost, usd) : request;
  if (bounded === null) {
    await settle(0);
    throw refusal("budget-spent", "what is left would not pay for an answer", model);
  }
  return {
    request: bounded,
    outbound: bounded === request ? worst.outbound : outboundOf(engine, bounded, model),
    settle: (end) => settle(costOfLeg(end, { model, inputUsd, mostUsd: usd, costUsd })),
  };
}

/**
 * The request that {@link reserveCall} would give now. Reserves nothing.
 * @throws InferenceError as it does.
 */
export async function boundToBudget(
  request: InferenceRequest,
  place: CallPlace,
  { spending, costUsd }: SpendDependencies,
): Promise<InferenceRequest> {
  const budget = spending.budget();
  if (!hasBudget(budget)) return request;
  const { model } = place;
  const worst = worstCase(request, place, costUsd);
  if (worst.cost === null) throw priceUnknown(model);
  const grant = await spending.ledger.wouldGrant({ id: request.id, ...worst.cost, budget }).catch(() => null);
  if (grant === null) throw refusal("budget-spent", "the record of what was spent cannot be read", model);
  if (!grant.granted) throw refused(grant, model);
  const bounded = boundedRequest(request, worst, worst.cost, grant.usd);
  if (bounded === null) throw refusal("budget-spent", "what is left would not pay for an answer", model);
  return bounded;
}

/** The most that a call can come to. */
interface WorstCase {
  outbound: OutboundCall;
  mostOutput: number;
  /** Tokens that the call allows beyond those of the answer, for thinking. */
  extra: number;
  /** Null where nobody knows the price. */
  cost: WorstCost | null;
}

/** In USD: the longest answer, the shortest that makes sense, and reading alone. */
interface WorstCost {
  mostUsd: number;
  leastUsd: number;
  inputUsd: number;
}

const FREE: WorstCost = { mostUsd: 0, leastUsd: 0, inputUsd: 0 };

function worstCase(
  request: InferenceRequest,
  { engine, model, inputTokens }: CallPlace,
  costUsd: RunDependencies["costUsd"],
): WorstCase {
  const outbound = outboundOf(engine, request, model);
  const mostInput = mostInputTokens(request.messages, inputTokens);
  const extra = (outboundOf(engine, limitedTo(request, 1), model).maxOutputTokens ?? 1) - 1;
  const mostOutput = outbound.maxOutputTokens ?? model.maxOutputTokens ?? MOST_ANSWER_TOKENS + extra;
  const cost = (outputTokens: number) => costUsd(model, { inputTokens: mostInput, outputTokens });
  const inputUsd = cost(0);
  const mostUsd = cost(mostOutput);
  const leastUsd = cost(Math.min(mostOutput, USUAL_OUTPUT_TOKENS + extra));
  const isKnown = inputUsd !== undefined && mostUsd !== undefined && leastUsd !== undefined;
  return { outbound, mostOutput, extra, cost: isKnown ? { mostUsd, leastUsd, inputUsd } : null };
}

/** The request with an answer that `usd` pays for; null where they pay for none. */
function boundedRequest(
  request: InferenceRequest,
  { outbound, mostOutput, extra }: WorstCase,
  { mostUsd, inputUsd }: WorstCost,
  usd: number,
): InferenceRequest | null {
  // Without a limit in its body an answer could cost more than was reserved.
  if (usd >= mostUsd && outbound.maxOutputTokens !== undefined) return request;
  const perToken = (mostUsd - inputUsd) / mostOutput;
  const affordable =
    perToken === 0 ? mostOutput : Math.min(mostOutput, Math.floor((usd - inputUsd) / perToken));
  const own = Math.min(affordable - extra, request.params.maxOutputTokens ?? Number.POSITIVE_INFINITY);
  return own < 1 ? null : limitedTo(request, own);
}

/** The longest prompt that a text can be, in tokens. */
function mostInputTokens(messages: readonly Message[], counted: number): number {
  const encoder = new TextEncoder();
  const bytes = messages.reduce((sum, { content }) => sum + encoder.encode(content).byteLength, 0);
  const format = FORMAT_TOKENS * (messages.length + 1);
  // Attachments are counted and have no bytes here, so the count may be above them.
  return Math.max(counted, Math.min(bytes, counted * COUNT_MARGIN)) + format;
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

function refused(
  { limit, leftUsd }: Extract<SpendGrant, { granted: false }>,
  model: ModelRecord,
): InferenceError {
  return refusal("budget-spent", `the limit of the ${limit} leaves ${leftUsd} USD`, model);
}

function priceUnknown(model: ModelRecord): InferenceError {
  return refusal("price-unknown", `nobody knows the price of ${model.label}`, model);
}

function refusal(
  code: "budget-spent" | "price-unknown",
  message: string,
  model: ModelRecord,
): InferenceError {
  return new InferenceError(code, message, { engine: model.engine, model: model.id });
}
