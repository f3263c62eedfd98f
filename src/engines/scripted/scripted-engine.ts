import type { Engine } from "../../core/engine";
import { InferenceError } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { Availability, ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";
import { nextTurn, pause } from "./pause";
import { defaultSteps, type Script, type ScriptStep } from "./script";

export type { Script, ScriptStep } from "./script";

/** A scripted engine also tells what was asked of it. */
export interface ScriptedEngine extends Engine {
  /** Every request that `run` was given, oldest first. */
  readonly requests: readonly InferenceRequest[];
  /** Ids of the models that were prepared or loaded on demand, oldest first. */
  readonly loads: readonly string[];
}

/**
 * An engine that does exactly what `script` says: for tests and screenshots, never in the shipped menu.
 * Same script, same events, in the same order; gaps are real time.
 */
export function createScriptedEngine(script: Script = {}): ScriptedEngine {
  const requests: InferenceRequest[] = [];
  const loads: string[] = [];
  const downloaded = new Set<string>();
  let loadedId: string | null = null;
  const location = script.location ?? "local";

  function stateOf(model: ModelRecord): Availability {
    const given = script.availability ?? { state: "ready" };
    return given.state === "downloadable" && downloaded.has(model.id) ? { state: "ready" } : given;
  }

  async function* load(model: ModelRecord, signal: AbortSignal): AsyncGenerator<InferenceEvent> {
    throwIfAborted(signal);
    if (loadedId !== model.id) {
      const total = script.load?.steps ?? 1;
      for (let loaded = 1; loaded <= total; loaded += 1) {
        await pause(script.load?.gapMs ?? 0, signal);
        yield { type: "load-progress", phase: "scripted", loaded, total };
      }
      if (script.load?.fail !== undefined) throw script.load.fail;
      throwIfAborted(signal);
      loadedId = model.id;
      loads.push(model.id);
    }
    const executionProvider = script.executionProvider ?? (location === "cloud" ? "remote" : "script");
    yield { type: "load-end", executionProvider };
  }

  return {
    id: "scripted",
    location,
    requests,
    loads,
    async availability(model) {
      return stateOf(model);
    },
    async *prepare(model, { signal }) {
      const state = stateOf(model);
      if (state.state === "unavailable") throw new InferenceError("model-missing", state.reason);
      yield* load(model, signal);
      downloaded.add(model.id);
    },
    async *run(request, model, { signal }) {
      const runIndex = requests.push(request) - 1;
      const state = stateOf(model);
      if (state.state === "unavailable") throw new InferenceError("model-missing", state.reason);
      if (state.state === "downloadable") {
        throw new InferenceError("model-not-downloaded", `${model.id} is not downloaded`, {
          model: model.id,
        });
      }
      yield* load(model, signal);
      const given = script.steps ?? defaultSteps;
      const steps = typeof given === "function" ? given(request, model, runIndex) : given;
      let deltas = 0;
      for (const step of steps) {
        for await (const event of play(step, script.gapMs ?? 0, signal)) {
          if (event.type === "text-delta") deltas += 1;
          yield event;
        }
      }
      throwIfAborted(signal);
      yield {
        type: "end",
        finishReason: script.finishReason ?? "stop",
        usage: script.usage ?? { inputTokens: countWords(request.text), outputTokens: deltas },
        ...(script.reported === undefined ? {} : { reported: script.reported }),
      };
    },
    async unload() {
      loadedId = null;
    },
  };
}

async function* play(step: ScriptStep, gapMs: number, signal: AbortSignal): AsyncGenerator<InferenceEvent> {
  switch (step.type) {
    case "delta":
      await pause(step.gapMs ?? gapMs, signal);
      yield {
        type: "text-delta",
        text: step.text,
        ...(step.tokens === undefined ? {} : { tokens: step.tokens }),
      };
      return;
    case "reasoning":
      await pause(step.gapMs ?? gapMs, signal);
      yield { type: "reasoning-delta", text: step.text };
      return;
    case "output":
      await pause(step.gapMs ?? gapMs, signal);
      yield { type: "output", output: step.output };
      return;
    case "retry-wait": {
      const { attempt, delayMs, reason } = step;
      yield { type: "retry-wait", attempt, delayMs, reason };
      await pause(delayMs, signal);
      return;
    }
    case "wait":
      await pause(step.delayMs, signal);
      return;
    case "hang":
      await pause(Number.POSITIVE_INFINITY, signal);
      return;
    case "fail":
      throwIfAborted(signal);
      throw step.error;
    case "flood":
      yield* flood(step, signal);
  }
}

async function* flood(
  step: Extract<ScriptStep, { type: "flood" }>,
  signal: AbortSignal,
): AsyncGenerator<InferenceEvent> {
  const startedMs = performance.now();
  let sent = 0;
  while (sent < step.deltas) {
    const due =
      step.deltasPerMs === undefined
        ? step.deltas
        : Math.min(step.deltas, Math.ceil((performance.now() - startedMs + 1) * step.deltasPerMs));
    for (; sent < due; sent += 1) {
      throwIfAborted(signal);
      yield { type: "text-delta", text: step.text, tokens: 1 };
    }
    await nextTurn();
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new InferenceError("cancelled", "cancelled", { engine: "scripted" });
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}
