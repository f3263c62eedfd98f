import type { SpentTotals } from "../core/budget";
import type { Conversation, Turn } from "../core/conversation";
import type { Completion, ModelFileInput } from "../core/engine";
import type { InferenceEvent } from "../core/event";
import type { Availability, Location, ModelRecord } from "../core/model";
import type { ModelTrial } from "../core/model-trial";
import type { PrivacyChoices } from "../core/privacy";
import type { InferenceRequest } from "../core/request";
import type { LearntRoutes, RouteDecision, RoutePolicy, RouteVerdict } from "../core/route";
import type { Run, RunEvent } from "../core/run";
import type { ConsentAnswer, OutboundProposal } from "../core/run-privacy";
import type { CloudConnection, Settings } from "../core/settings";
import type { TaskId } from "../core/task";
import type { LinearWeights, TaughtSpecialist } from "../core/taught";
import type { Teacher } from "../engines/taught/teacher/teacher";
import type { DownloadQueue } from "../platform/storage/download-queue";

/** Which side of a Compare a run is; absent in the other modes. */
export type ComparePane = "local" | "cloud";

/** One use case: stream a run, or only decide and estimate it. */
export interface RunPort {
  /** @throws InferenceError as `runInference` does. */
  stream(
    request: InferenceRequest,
    policy: RoutePolicy,
    options: { pane?: ComparePane; signal: AbortSignal },
  ): AsyncIterable<RunEvent>;
  /**
   * What would happen now: the decision with estimates of both sides, once more where private text was still being looked
   * for. Sends nothing.
   */
  preview(request: InferenceRequest, policy: RoutePolicy, signal: AbortSignal): AsyncIterable<RouteDecision>;
  /** What would leave for the cloud, exactly. Sends nothing. @throws InferenceError `detector-failed`, `egress-denied` */
  proposal(request: InferenceRequest, signal: AbortSignal): Promise<OutboundProposal>;
  /** What a run that has shown its proposal and waits would send under other choices. @throws InferenceError */
  waitingProposal(requestId: string, choices: PrivacyChoices): Promise<OutboundProposal>;
  /** Answers a run that has shown its proposal and waits. */
  answerConsent(requestId: string, answer: ConsentAnswer): void;
  /** Loads the built-in model that serves a task, so that a run need not wait for it. Never throws. */
  warm(task: TaskId): Promise<void>;
}

/** A row of the provider menu. */
export interface ProviderChoice {
  id: string;
  label: string;
  /** Empty where only the person knows it. */
  baseUrl: string;
  needsKey: boolean;
  /** What to enter as a key, or how to let a browser in. */
  keyHint: string;
  /** A page of the provider's own. */
  docs?: string;
  /** Model names to start with; the first is the default. */
  suggestedModels: readonly string[];
}

/** A figure of a card: what was measured on which texts, and how many they were. */
export interface CardScore {
  set: string;
  metric: string;
  value: string;
  count: number | null;
}

/** What the card of an embedded model tells; null where it does not say. */
export interface ModelCard {
  /** What it does. */
  description: string;
  /** How it does it. */
  method: string | null;
  scores: readonly CardScore[];
  /** Others that were scored alike. */
  others: readonly { name: string; scores: readonly CardScore[] }[];
  /** Known misses, in sentences. */
  misses: readonly string[];
  /** What it was trained on, with licences. */
  data: readonly string[];
  /** What was left aside, and why. */
  notUsed: string | null;
  speed: string | null;
  parameters: number | null;
  /** The script that makes it, in the repository. */
  trainedBy: string | null;
}

/** One model of an endpoint's own list. */
export interface ListedModel {
  name: string;
  /** ISO date on which the endpoint shuts it down, where it says so. */
  shutdownDate?: string;
}

/** Models on both sides. */
export interface ModelsPort {
  /** Models that ship with the app. */
  embedded(): readonly ModelRecord[];
  /** Language models that can run here: the catalogue and the person's own. */
  local(settings: Settings): readonly ModelRecord[];
  /** Fetches the lists that `local` is made of; until then it is short. Never throws. */
  loadCatalogue(): Promise<void>;
  /** Known cloud models with prices. */
  cloud(settings: Settings): readonly ModelRecord[];
  providers(): readonly ProviderChoice[];
  /** Why no text can be sent to a base URL, in words; null when it can. */
  baseUrlProblem(baseUrl: string): string | null;
  /** Never downloads. */
  availability(model: ModelRecord): Promise<Availability>;
  /** Fetches what is missing of a model and keeps it; only from a click. */
  download(model: ModelRecord, signal: AbortSignal): AsyncIterable<InferenceEvent>;
  /** Loads a model; where its engine cannot only download, it does that too. Only from a click. */
  prepare(model: ModelRecord, signal: AbortSignal): AsyncIterable<InferenceEvent>;
  /** Keeps files from disk as the model's. @throws InferenceError, also where its engine takes none. */
  importFiles(
    model: ModelRecord,
    files: readonly ModelFileInput[],
    signal: AbortSignal,
  ): AsyncIterable<InferenceEvent>;
  /** Deletes damaged files. @returns their paths. @throws InferenceError, also where its engine keeps none. */
  repair(model: ModelRecord, signal: AbortSignal): AsyncGenerator<InferenceEvent, readonly string[], void>;
  /** Deletes a downloaded model's files. */
  remove(model: ModelRecord): Promise<void>;
  /**
   * Times the built-in models on WASM and on WebGPU, and has each use the quicker one; ends when a run begins. What was
   * timed before is left out unless `again` is set. @throws InferenceError
   */
  compareProviders(again: boolean): Promise<void>;
  /** The model that is set up, as far as it is known; its date of shutdown is of interest (row C19). */
  cloudChoice(settings: Settings): ModelRecord;
  /** Asks the endpoint for its models. @throws InferenceError */
  listCloud(connection: CloudConnection, signal: AbortSignal): Promise<readonly ListedModel[]>;
  /** How language models did when they were first loaded here, by id. */
  trials(): Readonly<Record<string, ModelTrial>>;
  /** Forgets a trial, so that the model counts as untried. */
  forgetTrial(modelId: string): void;
  /** Labels of models whose load ended with the tab that did it; each is told once and counts as tried (row L4). */
  takeCrashes(): Promise<readonly string[]>;
  /** The card shipped beside an embedded model; null where there is none. */
  card(model: ModelRecord): Promise<ModelCard | null>;
}

/** The model that ships with the app and goes on with a text while it is typed. Sends nothing. */
export interface WriterPort {
  /** Loads it, so that it answers within a few hundredths of a second. @throws InferenceError */
  prepare(signal: AbortSignal): Promise<void>;
  /** What comes next within the line; null where nothing is probable enough. @throws InferenceError */
  complete(text: string, signal: AbortSignal): Promise<Completion | null>;
}

/** Runs kept on this device. */
export interface HistoryPort {
  /** Newest first, as many as one page has, from before a moment on; corrupt records are left out and counted. */
  load(options?: { before?: number; limit?: number }): Promise<{ runs: readonly Run[]; quarantined: number }>;
  /** @throws when the record could not be written (storage full, blocked). */
  save(run: Run): Promise<void>;
  remove(runIds: readonly string[]): Promise<void>;
  clear(): Promise<void>;
}

/** Runs, and conversations with their turns. */
export interface HistoryContents {
  runs: readonly Run[];
  conversations: readonly Conversation[];
  turns: readonly Turn[];
}

/** How many records of a file were new here, and how many could not be read. */
export interface ImportResult {
  runs: number;
  conversations: number;
  turns: number;
  quarantined: number;
}

/** All that is kept as one file, and back. */
export interface TransferPort {
  /** What is kept and what is only in memory, as a file's text that `importFile` reads back. */
  exportText(inMemory: HistoryContents): Promise<string>;
  /** Adds what is not here yet, all or nothing. @throws when the file cannot be read. */
  importFile(file: Blob): Promise<ImportResult>;
}

/** Conversations kept on this device. */
export interface ConversationsPort {
  /** Newest first; damaged ones are left out and counted. */
  list(): Promise<{ conversations: readonly Conversation[]; quarantined: number }>;
  /** The newest turns of the path that ends with `lastId`; empty where reading all takes no longer. */
  recent(conversationId: string, lastId: string, most: number): Promise<readonly Turn[]>;
  /** All turns of one conversation. */
  turns(conversationId: string): Promise<{ turns: readonly Turn[]; quarantined: number }>;
  /** Writes or replaces, all or nothing. @throws as `HistoryPort.save` does. */
  save(conversation: Conversation, turns: readonly Turn[]): Promise<void>;
  remove(conversationId: string): Promise<void>;
  clear(): Promise<void>;
}

/** Teaching specialists, and those that were taught. */
export interface TeachingPort {
  teacher: Teacher;
  kept: {
    /** Without their weights, newest first; damaged ones are left out and counted. */
    list(): Promise<{ specialists: readonly TaughtSpecialist[]; quarantined: number }>;
    /**
     * Writes or replaces one, with the weights of new versions. @throws as `HistoryPort.save` does, and StorageError
     * `outdated` where another tab has written since.
     */
    save(
      specialist: TaughtSpecialist,
      fresh?: readonly { version: number; weights: LinearWeights }[],
    ): Promise<void>;
    weights(specialistId: string, version: number): Promise<LinearWeights | null>;
    remove(specialistId: string): Promise<void>;
  };
  /** The version in use as a file's text. */
  format(specialist: TaughtSpecialist, weights: LinearWeights, options: { withExamples: boolean }): string;
  /** @throws with words for the person when the text is no such file. */
  parse(text: string): { specialist: TaughtSpecialist; weights: LinearWeights };
}

/** What the cloud cost on this device, in all tabs. */
export interface SpendingPort {
  totals(): Promise<SpentTotals>;
  /** What was spent on each day, oldest first; days whose costs are not known are counted. */
  days(): Promise<readonly { day: string; usd: number; unknown: number }[]>;
  clear(): Promise<void>;
}

/** Settings kept on this device; keys are never part of them. */
export interface SettingsPort {
  load(): Settings;
  /** @throws when the browser refuses. */
  save(settings: Settings): void;
}

/** The unsent text, kept over a reload of the tab. */
export interface DraftPort {
  load(): string | null;
  save(draft: string): void;
}

/** Kinds of banners that were dismissed for good. */
export interface DismissalsPort {
  load(): readonly string[];
  save(kinds: readonly string[]): void;
}

/** What this browser can do. */
export interface DevicePort {
  online(): boolean;
  /** Calls back on every change; returns the way to stop. */
  onOnlineChange(listener: (online: boolean) => void): () => void;
  /** Whether WebGPU can be used, and why not. Feature names are WebGPU's own. */
  webgpu(): Promise<WebGpuStatus>;
  /** How full this origin's storage is. Never throws. */
  storage(): Promise<StorageFacts>;
  /** Asks the browser not to evict this origin's storage. @returns whether it promised. Never throws. */
  persistStorage(): Promise<boolean>;
  /** Fetches what the built-in models need to work offline. Never throws. */
  keepOffline(): Promise<Extract<OfflineKit, "kept" | "skipped" | "failed">>;
}

/** What the browser says of this origin's storage, in bytes; null where it does not say. */
export interface StorageFacts {
  usedBytes: number | null;
  quotaBytes: number | null;
  /** Whether it promised not to evict it. */
  persisted: boolean | null;
}

/** Ids of the models whose files were complete when last seen; kept over a reload. */
export interface KeptModelsPort {
  load(): readonly string[];
  save(modelIds: readonly string[]): void;
}

/** The app's other tabs; `platform/tabs.ts` has the words. */
export interface TabsPort {
  readonly id: string;
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  isAlive(tabId: string): Promise<boolean>;
}

/** Whether the built-in models are kept whole on this device; `skipped` where the person saves data. */
export type OfflineKit = "unknown" | "keeping" | "kept" | "skipped" | "failed";

/** The answer of the WebGPU probe. */
export type WebGpuStatus =
  | { state: "available"; adapter: string; hasF16: boolean }
  | { state: "missing"; reason: string };

/** Time and paints, so that tests need not wait. */
export interface SchedulerPort {
  /** Monotonic, ms. */
  nowMs(): number;
  /** Wall clock, ms since the epoch; only for dates. */
  dateMs(): number;
  /** Calls once before the next paint, or soon when the page is hidden. Returns the way to cancel. */
  beforePaint(callback: () => void): () => void;
  /** Calls once after a delay. Returns the way to cancel. */
  after(delayMs: number, callback: () => void): () => void;
}

/** What the router learns from a person in this browser. */
export interface RoutingPort {
  learnt(): LearntRoutes;
  /** Notes what was said of an answer of `side` to a task. */
  judge(task: TaskId, verdict: RouteVerdict, side: Location): void;
  forget(): void;
}

/** Everything the store needs from the outside; `main.tsx` wires it. */
export interface StoreDependencies {
  run: RunPort;
  models: ModelsPort;
  writer: WriterPort;
  /** Fetches the code for it when first asked. */
  openRouting(): Promise<RoutingPort>;
  history: HistoryPort;
  /** Fetches the code for it when first asked. */
  openConversations(): Promise<ConversationsPort>;
  /** Fetches the code for it when first asked. */
  openTransfer(): Promise<TransferPort>;
  /** Fetches the code for it when first asked. */
  openTeaching(): Promise<TeachingPort>;
  spending: SpendingPort;
  settings: SettingsPort;
  draft: DraftPort;
  chatDraft: DraftPort;
  dismissals: DismissalsPort;
  device: DevicePort;
  keptModels: KeptModelsPort;
  downloadQueue: DownloadQueue;
  tabs: TabsPort;
  scheduler: SchedulerPort;
  newId(): string;
}
