import type { Conversation, Turn } from "../../core/conversation";
import type { InferenceEvent } from "../../core/event";
import type { Availability, ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import type { RouteDecision, RoutePolicy } from "../../core/route";
import type { Run, RunEvent } from "../../core/run";
import { DEFAULT_SETTINGS } from "../../platform/storage/settings-store";
import type { ConversationsPort, RoutingPort, SchedulerPort, StoreDependencies } from "../dependencies";

/** Time that only moves when told to; frames are fired by hand. */
export interface ManualScheduler extends SchedulerPort {
  /** Fires what waits for a paint. Returns how many callbacks there were. */
  paint(): number;
  /** Moves the monotonic clock and fires timers that are due. */
  advance(ms: number): void;
}

/** A scheduler for tests. */
export function manualScheduler(): ManualScheduler {
  let nowMs = 0;
  const paints = new Set<() => void>();
  const timers = new Set<{ dueMs: number; callback: () => void }>();
  return {
    nowMs: () => nowMs,
    dateMs: () => 1_700_000_000_000 + nowMs,
    beforePaint(callback) {
      paints.add(callback);
      return () => paints.delete(callback);
    },
    after(delayMs, callback) {
      const timer = { dueMs: nowMs + delayMs, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    paint() {
      const due = [...paints];
      paints.clear();
      for (const callback of due) callback();
      return due.length;
    },
    advance(ms) {
      nowMs += ms;
      for (const timer of [...timers]) {
        if (timer.dueMs > nowMs) continue;
        timers.delete(timer);
        timer.callback();
      }
    },
  };
}

/** A local model for decisions in tests. */
export const TEST_MODEL: ModelRecord = {
  id: "test/model",
  label: "Test model",
  engine: "scripted",
  kind: "language-model",
  tasks: ["proofread", "prompt"],
  source: { type: "none" },
  downloadBytes: 0,
  requiredFeatures: [],
  modalities: ["text"],
  license: "Apache-2.0",
};

/** A decision for the given side. */
export function decisionFor(
  request: InferenceRequest,
  policy: RoutePolicy,
  location: "local" | "cloud",
): RouteDecision {
  return {
    requestId: request.id,
    target: { location, model: TEST_MODEL },
    fallbacks: [],
    reasons: [location === "local" ? "forced-local" : "forced-cloud"],
    ruledOut: [],
    policy,
    signals: {
      online: true,
      cloudReady: true,
      local: "ready",
      inputTokens: 1,
      textTokens: 1,
      attachmentTypes: [],
      sensitive: false,
    },
    estimates: { local: null, cloud: null },
  };
}

/** One stream under the test's control. */
export interface OpenStream {
  request: InferenceRequest;
  pane: "local" | "cloud" | null;
  signal: AbortSignal;
  send(...events: RunEvent[]): void;
  end(): void;
  fail(error: unknown): void;
}

/** Dependencies whose streams, storage and time the test drives. */
export interface TestDependencies extends StoreDependencies {
  scheduler: ManualScheduler;
  streams: OpenStream[];
  saved: Run[];
  /** What the next save throws; null saves. */
  saveFailure: { current: unknown };
  previews: InferenceRequest[];
  /** What the router was told of answers. */
  verdicts: Parameters<RoutingPort["judge"]>[];
  /** What was kept of conversations. */
  keptChat: { conversations: Map<string, Conversation>; turns: Map<string, Turn> };
}

/** Builds them; nothing waits for real time. */
export function testDependencies(kept: readonly Run[] = []): TestDependencies {
  const scheduler = manualScheduler();
  const streams: OpenStream[] = [];
  const saved: Run[] = [];
  const previews: InferenceRequest[] = [];
  const saveFailure: { current: unknown } = { current: null };
  const keptChat: TestDependencies["keptChat"] = { conversations: new Map(), turns: new Map() };
  const verdicts: TestDependencies["verdicts"] = [];
  let lastId = 0;
  return {
    scheduler,
    streams,
    saved,
    saveFailure,
    previews,
    keptChat,
    verdicts,
    run: {
      stream(request, _policy, { pane, signal }) {
        const { stream, events } = openStream(request, pane ?? null, signal);
        streams.push(stream);
        return events;
      },
      warm: async () => {},
      async *preview(request, policy) {
        previews.push(request);
        yield decisionFor(request, policy, "local");
      },
      proposal: () => Promise.reject(new Error("no proposal was expected")),
      waitingProposal: () => Promise.reject(new Error("no proposal was expected")),
      answerConsent: () => {},
    },
    openRouting: async () => ({
      learnt: () => ({ scores: [], tasks: {} }),
      judge: (...verdict) => void verdicts.push(verdict),
      forget: () => {},
    }),
    spending: {
      totals: async () => ({ dayUsd: 0, monthUsd: 0 }),
      days: async () => [],
      clear: async () => {},
    },
    writer: { prepare: async () => {}, complete: async () => null },
    models: {
      embedded: () => [],
      local: () => [TEST_MODEL],
      loadCatalogue: async () => {},
      cloud: () => [],
      providers: () => [
        {
          id: "one",
          label: "One",
          baseUrl: "https://one.example/v1",
          needsKey: true,
          keyHint: "",
          suggestedModels: ["m1"],
        },
        {
          id: "two",
          label: "Two",
          baseUrl: "https://two.example/v1",
          needsKey: true,
          keyHint: "",
          suggestedModels: ["m2"],
        },
      ],
      baseUrlProblem: () => null,
      availability: async (): Promise<Availability> => ({ state: "ready" }),
      download: async function* (): AsyncGenerator<InferenceEvent> {},
      prepare: async function* (): AsyncGenerator<InferenceEvent> {
        yield { type: "load-end", executionProvider: "script" };
      },
      importFiles: async function* (): AsyncGenerator<InferenceEvent> {},
      // biome-ignore lint/correctness/useYield: it has no progress to tell
      repair: async function* (): AsyncGenerator<InferenceEvent, readonly string[], void> {
        return [];
      },
      remove: async () => {},
      compareProviders: async () => {},
      cloudChoice: () => TEST_MODEL,
      listCloud: async () => [{ name: "m1" }],
      trials: () => ({}),
      forgetTrial: () => {},
      takeCrashes: async () => [],
      card: async () => null,
    },
    history: {
      load: async () => ({ runs: kept, quarantined: 0 }),
      async save(run) {
        if (saveFailure.current !== null) throw saveFailure.current;
        saved.push(run);
      },
      remove: async () => {},
      clear: async () => {},
    },
    settings: { load: () => DEFAULT_SETTINGS, save: () => {} },
    draft: { load: () => null, save: () => {} },
    chatDraft: { load: () => null, save: () => {} },
    openConversations: async () => keepChatIn(keptChat, saveFailure),
    openTransfer: async () => ({
      exportText: async (contents) => JSON.stringify(contents),
      importFile: async () => ({ runs: 0, conversations: 0, turns: 0, quarantined: 0 }),
    }),
    openTeaching: async () => {
      throw new Error("this test opens no Teach page");
    },
    dismissals: { load: () => [], save: () => {} },
    device: {
      storage: async () => ({ usedBytes: 0, quotaBytes: 1e9, persisted: false }),
      persistStorage: async () => true,
      keepOffline: async () => "kept",
      online: () => true,
      onOnlineChange: () => () => {},
      webgpu: async () => ({ state: "missing", reason: "no adapter" }),
    },
    keptModels: inMemory(),
    downloadQueue: inMemory(),
    tabs: { id: "tab", post: () => {}, onMessage: () => () => {}, isAlive: async () => true },
    newId: () => {
      lastId += 1;
      return `id-${lastId}`;
    },
  };
}

function keepChatIn(
  { conversations, turns }: TestDependencies["keptChat"],
  saveFailure: TestDependencies["saveFailure"],
): ConversationsPort {
  return {
    list: async () => ({ conversations: [...conversations.values()], quarantined: 0 }),
    turns: async (id) => ({
      turns: [...turns.values()].filter((turn) => turn.conversationId === id),
      quarantined: 0,
    }),
    async recent(id, lastId, most) {
      if (turns.size <= 400) return [];
      const path: Turn[] = [];
      for (let at: string | null = lastId; at !== null && path.length < most; ) {
        const turn: Turn | undefined = turns.get(at);
        if (turn?.conversationId !== id) break;
        path.unshift(turn);
        at = turn.parentId;
      }
      return path;
    },
    async save(conversation, changed) {
      if (saveFailure.current !== null) throw saveFailure.current;
      conversations.set(conversation.id, conversation);
      for (const turn of changed) turns.set(turn.id, turn);
    },
    async remove(id) {
      conversations.delete(id);
      for (const turn of [...turns.values()]) if (turn.conversationId === id) turns.delete(turn.id);
    },
    async clear() {
      conversations.clear();
      turns.clear();
    },
  };
}

function inMemory<Value>(first: readonly Value[] = []) {
  let kept = first;
  return {
    load: () => kept,
    save(next: readonly Value[]) {
      kept = next;
    },
  };
}

function openStream(request: InferenceRequest, pane: "local" | "cloud" | null, signal: AbortSignal) {
  const queue: RunEvent[] = [];
  let ended = false;
  let failure: { error: unknown } | null = null;
  let wake: () => void = () => {};
  const stream: OpenStream = {
    request,
    pane,
    signal,
    send(...events) {
      queue.push(...events);
      wake();
    },
    end() {
      ended = true;
      wake();
    },
    fail(error) {
      failure = { error };
      wake();
    },
  };
  signal.addEventListener("abort", () => stream.fail(new DOMException("aborted", "AbortError")));
  async function* events(): AsyncGenerator<RunEvent> {
    while (true) {
      const event = queue.shift();
      if (event !== undefined) {
        yield event;
        continue;
      }
      if (failure !== null) throw failure.error;
      if (ended) return;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return { stream, events: events() };
}

/** Lets every promise that is ready go on. */
export async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
}
