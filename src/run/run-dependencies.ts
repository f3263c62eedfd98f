import type { BudgetSettings } from "../core/budget";
import type { Engine } from "../core/engine";
import type { Usage } from "../core/event";
import type { EngineId, ModelRecord } from "../core/model";
import type { StructuredOutput } from "../core/output";
import type { InferenceRequest } from "../core/request";
import type { DeviceSignal, LearntRoutes } from "../core/route";
import type { ConsentAnswer } from "../core/run-privacy";
import type { EnergySettings, OverflowPolicy } from "../core/settings";
import type { PastRun } from "../metrics/estimate";
import type { TokenCount } from "../metrics/token-count/token-counter";
import type { Clock } from "../platform/clock";
import type { EgressDoor } from "../platform/egress/egress-door";
import type { EndpointRests } from "../platform/storage/endpoint-rests";
import type { SpendLedger } from "../platform/storage/spend-ledger";
import type { ProposeUnder } from "./privacy/consent-desk";
import type { PrivacyGuard } from "./privacy/privacy-guard";
import type { ResidentModel } from "./resident-model";

/** One endpoint as set up now, with its model. */
export interface CloudEndpoint {
  model: ModelRecord;
  /** Whether the endpoint is this machine, which needs no network. */
  loopback: boolean;
  /** Seconds for which it is to be left aside, because it failed lately; 0 = none. */
  restSeconds: number;
}

/** The cloud side as set up now. */
export interface CloudSide {
  /** In the order in which they are asked. Where none can be called, the first as far as it is set up, or none. */
  endpoints: readonly CloudEndpoint[];
  /** Why none can be called. */
  missing?: "no-key" | "no-model" | "no-provider";
}

/** The person's limits, and what was spent of them. */
export interface Spending {
  budget(): BudgetSettings;
  ledger: SpendLedger;
}

/** Everything `runInference` stands on; `main.tsx` wires it. */
export interface RunDependencies {
  loadEngine(id: EngineId): Promise<Engine>;
  door: EgressDoor;
  clock: Clock;
  isOnline(): boolean;
  /** Local models that could serve the request, the preferred one first. */
  localCandidates(request: InferenceRequest): readonly ModelRecord[];
  cloudSide(): CloudSide;
  /** How often endpoints failed lately, and how long each is left aside for it. */
  rests: EndpointRests;
  countTokens(text: string): Promise<TokenCount>;
  estimateTokens(text: string): number;
  /** Tokens of attachments on the cloud's own scale; an estimate. */
  attachmentTokens(request: InferenceRequest, model: ModelRecord): number;
  costUsd(model: ModelRecord, usage: Usage): number | undefined;
  energy(): EnergySettings;
  /** Looks for private text before anything leaves. */
  privacy: PrivacyGuard;
  /** What the person says to the proposal that the run has just shown. @throws InferenceError `cancelled`. */
  consent(requestId: string, propose: ProposeUnder, signal: AbortSignal): Promise<ConsentAnswer>;
  spending: Spending;
  /** What keeps one language model in memory at a time. */
  resident: ResidentModel;
  /** What happens to a conversation that is longer than the model's context window. */
  overflowPolicy(): OverflowPolicy;
  /** Whether only what the question asks about is sent of a long context. */
  condenses(): boolean;
  /** What verdicts and past prompts have taught the router; scores of prompts that ran are added. */
  routeMemory: { read(): LearntRoutes; addScore(score: number): void };
  /** Battery and network, as far as the browser tells. */
  deviceState(): DeviceSignal;
  /** Decode speed of a local model in its trial, where it had one. */
  trialTokensPerSecond(modelId: string): number | undefined;
  pastRuns: { samples(): readonly PastRun[]; add(run: PastRun & { at: number }): void };
  /** Reads a language model's answer into the task's shape. @throws InferenceError `output-unreadable` */
  parse(request: InferenceRequest, answer: string): Promise<StructuredOutput>;
  /** Adds what fixed rules find to a structured result of the device. */
  enrich(request: InferenceRequest, output: StructuredOutput): StructuredOutput;
}
