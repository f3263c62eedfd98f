import { describe, expect, it } from "vitest";
import { InferenceError } from "../core/errors";
import type { RouteDecision, RoutePolicy, RouteSignals } from "../core/route";
import type { RunAttempt } from "../core/run";
import { currentPath } from "./chat/chat-selectors";
import { createAppStore } from "./create-app-store";
import { latestOfEachPane } from "./history-slice";
import { decisionFor, type OpenStream, settle, testDependencies } from "./test-support/test-dependencies";

const LOOP = "and so on ".repeat(20);

/** A store whose person has set the rule, and the policies under which its runs were started. */
function stand(escalation: "offer" | "ask" = "ask") {
  const dependencies = testDependencies();
  const policies: RoutePolicy[] = [];
  const { stream } = dependencies.run;
  dependencies.run.stream = (request, policy, options) => {
    policies.push(policy);
    return stream(request, policy, options);
  };
  const store = createAppStore(dependencies);
  store.actions.updateSettings({ escalation });
  store.actions.setTask("prompt");
  return { dependencies, store, policies, streams: dependencies.streams };
}

interface Answer {
  text?: string;
  signals?: Partial<RouteSignals>;
  alternatives?: RouteDecision["alternatives"];
  attempts?: readonly Pick<RunAttempt, "location">[];
  meanTokenProbability?: number;
}

const BOTH: RouteDecision["alternatives"] = (["local", "cloud"] as const).map((location) => ({
  location,
  modelId: location,
  utility: 0,
  parts: {},
}));

/** The device's answer, as Auto has it given. */
async function answerHere(stream: OpenStream | undefined, answer: Answer = {}): Promise<void> {
  if (stream === undefined) throw new Error("nothing was asked");
  const { text = LOOP, signals = {}, alternatives = BOTH, attempts = [], meanTokenProbability } = answer;
  const policy: RoutePolicy = { mode: "auto", allowCloudFallback: false, allowLocalFallback: true };
  const decision = decisionFor(stream.request, policy, "local");
  stream.send(
    {
      type: "decision",
      decision: {
        ...decision,
        ...(alternatives === undefined ? {} : { alternatives }),
        signals: { ...decision.signals, ...signals },
      },
    },
    { type: "leg", location: "local", modelId: "l", modelLabel: "L", fallback: false },
    { type: "text-delta", text },
    ...attempts.map(({ location }) => ({ type: "attempt", attempt: attemptOn(location) }) as const),
    { type: "end", finishReason: "stop", usage: {} },
    ...(meanTokenProbability === undefined ? [] : [metricsWith(meanTokenProbability)]),
  );
  stream.end();
  await settle();
  // The check of answers is fetched when it is first needed.
  await import("./ruled-escalation");
  await settle();
}

function attemptOn(location: RunAttempt["location"]): RunAttempt {
  return { location, modelId: "m", modelLabel: "M", outcome: "network", retries: 0, ms: 1, sentBytes: 0 };
}

function metricsWith(meanTokenProbability: number) {
  return {
    type: "metrics",
    metrics: {
      loadMs: 0,
      e2eMs: 1,
      tokensEstimated: false,
      executionProvider: "wasm",
      costSource: "local",
      uploadedBytes: 0,
      reported: { meanTokenProbability },
    },
  } as const;
}

describe("the rule for an answer of the device that looks wrong", () => {
  it("asks the cloud by itself, keeps the answer above, and says why", async () => {
    const { store, streams, policies } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    await answerHere(streams[0]);
    expect(streams).toHaveLength(2);
    expect(policies[1]).toMatchObject({ mode: "cloud", isEscalation: true });
    const { live, shownRunIds } = store.getState();
    const [before, after] = shownRunIds.map((id) => live[id]?.run);
    expect(before).toMatchObject({ status: "done", text: LOOP, location: "local" });
    expect(after).toMatchObject({
      location: "cloud",
      groupId: before?.groupId,
      escalation: { fromRunId: before?.id, doubt: "repetition", byRule: true },
    });
    expect(after?.request).toMatchObject({ text: "hello", messages: before?.request.messages });
    streams[1]?.end();
    await settle();
    expect(latestOfEachPane(store.getState().history).map(({ id }) => id)).toEqual(shownRunIds);
  });

  it.each<[string, Answer]>([
    ["an answer without doubts", { text: "Tea is a drink." }],
    ["private text, masked or not", { signals: { privateLabels: ["person"], privacyRule: "redact" } }],
    ["a cloud that could not be asked", { alternatives: BOTH.slice(0, 1) }],
    ["a cloud that failed for it just now", { attempts: [{ location: "cloud" }, { location: "local" }] }],
  ])("asks nobody about %s", async (_, answer) => {
    const { store, streams } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    await answerHere(streams[0], answer);
    expect(streams).toHaveLength(1);
  });

  it("asks nobody where it is only to offer, and asks under no rule where the person accepts", async () => {
    const { store, streams, policies, dependencies } = stand("offer");
    store.actions.setText("hello");
    store.actions.submit("auto");
    await answerHere(streams[0]);
    expect(streams).toHaveLength(1);
    const fromRunId = streams[0]?.request.id ?? "";
    store.actions.escalate({ fromRunId, doubt: "repetition", byRule: false });
    await settle();
    expect(policies[1]?.isEscalation).toBeUndefined();
    expect(dependencies.verdicts).toEqual([["prompt", "asked-other-side", "local"]]);
  });

  it("takes what the engine says of its tokens for a doubt", async () => {
    const { store, streams } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    await answerHere(streams[0], { text: "Lima, or so.", meanTokenProbability: 0.05 });
    const id = store.getState().shownRunIds[1] ?? "";
    expect(store.getState().live[id]?.run.escalation?.doubt).toBe("unsure");
  });

  it("leaves whoever has gone on meanwhile alone", async () => {
    const { store, streams } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    const stop = store.subscribe(() => {
      const { live, shownRunIds } = store.getState();
      if (live[shownRunIds[0] ?? ""]?.run.status !== "done") return;
      stop();
      store.actions.submit("local");
    });
    await answerHere(streams[0]);
    expect(streams).toHaveLength(2);
    expect(store.getState().shownRunIds).toEqual([streams[1]?.request.id]);
  });

  it("asks nobody about a text that is to stay here by the time the device has answered", async () => {
    const { store, streams } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    store.actions.setSensitive(true);
    await answerHere(streams[0]);
    expect(streams).toHaveLength(1);
    const chat = await store.chat();
    await chat.openChat();
    chat.setMode("auto");
    chat.setMessage("hello");
    chat.send();
    chat.setKeepHere(true);
    await answerHere(streams[1]);
    expect(streams).toHaveLength(2);
  });

  it("is run again as the person's own wish, and on the device as an answer beside no other", async () => {
    const { store, streams, policies } = stand();
    store.actions.setText("hello");
    store.actions.submit("auto");
    await answerHere(streams[0]);
    streams[1]?.fail(new InferenceError("server-error", "down"));
    await settle();
    const [local, failed] = store.getState().shownRunIds;
    store.actions.runAgain(failed ?? "");
    const again = store.getState().shownRunIds[1] ?? "";
    expect(policies[2]).toMatchObject({ mode: "cloud" });
    expect(policies[2]?.isEscalation).toBeUndefined();
    expect(store.getState().live[again]?.run.escalation).toMatchObject({ fromRunId: local, byRule: false });
    streams[2]?.fail(new InferenceError("server-error", "down"));
    await settle();
    store.actions.runAgain(again, "local");
    expect(policies[3]?.mode).toBe("local");
    expect(store.getState().shownRunIds).toEqual([streams[3]?.request.id]);
  });

  it("is followed in a conversation too, where the next message goes on from the cloud's answer", async () => {
    const { store, streams, policies } = stand();
    const chat = await store.chat();
    await chat.openChat();
    chat.setMode("auto");
    chat.setMessage("hello");
    chat.send();
    await answerHere(streams[0]);
    expect(policies[1]).toMatchObject({ mode: "cloud", isEscalation: true });
    streams[1]?.send({ type: "text-delta", text: "Tea is a drink." });
    streams[1]?.end();
    await settle();
    const [, answer] = currentPath(store.getState());
    expect(answer?.role === "assistant" && answer.run.escalation).toEqual({
      fromRunId: streams[0]?.request.id,
      doubt: "repetition",
      byRule: true,
    });
    chat.setMessage("and then?");
    chat.send();
    expect(streams[2]?.request.messages.map(({ content }) => content)).toEqual([
      "hello",
      "Tea is a drink.",
      "and then?",
    ]);
  });
});
