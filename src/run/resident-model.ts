import type { Engine } from "../core/engine";
import type { ModelRecord } from "../core/model";

/** What keeping one language model in memory stands on. */
export interface ResidentModelScope {
  /** Calls once after a delay in ms. Returns the way to cancel. */
  after(delayMs: number, callback: () => void): () => void;
  /** Minutes without a run after which memory is freed; 0 = never. Read after each run. */
  idleMinutes(): number;
  /** Notes that a model is being loaded, should the browser end the tab meanwhile. @returns how to note the end. */
  beginLoad(model: { modelId: string; label: string }): () => void;
}

/** Sees to it that at most one language model is in memory, whichever engine has it. */
export interface ResidentModel {
  /** Whether a language model is in memory now. */
  holds(model: ModelRecord): boolean;
  /**
   * Streams `start` of a model on `engine`. A language model of another engine is unloaded first, after its run in
   * progress; when no run has come for the idle time, the memory of this one is freed too. Models that ship with
   * the app pass through: they are small.
   */
  stream<Event extends { type: string }>(
    engine: Engine,
    model: ModelRecord,
    start: () => AsyncIterable<Event>,
  ): AsyncGenerator<Event, void, void>;
}

const MS_PER_MINUTE = 60_000;

/** Nothing is in memory at first. */
export function createResidentModel(scope: ResidentModelScope): ResidentModel {
  let resident: { engine: Engine; modelId: string | null } | null = null;
  let users = 0;
  let cancelIdle: (() => void) | null = null;
  /** Switches of engine, one after the other. */
  let switching: Promise<void> = Promise.resolve();

  function enter(engine: Engine): Promise<void> {
    cancelIdle?.();
    cancelIdle = null;
    users += 1;
    switching = switching.then(async () => {
      if (resident !== null && resident.engine !== engine) await resident.engine.unload("language-model");
      resident = { engine, modelId: resident?.engine === engine ? resident.modelId : null };
    });
    return switching;
  }

  function leave(): void {
    users -= 1;
    const minutes = scope.idleMinutes();
    if (users > 0 || minutes <= 0) return;
    cancelIdle = scope.after(minutes * MS_PER_MINUTE, () => {
      cancelIdle = null;
      switching = switching.then(async () => {
        if (users > 0) return;
        const idle = resident?.engine;
        resident = null;
        await idle?.unload("language-model");
      });
    });
  }

  return {
    holds: (model) => resident?.modelId === model.id,
    async *stream(engine, model, start) {
      if (
        model.kind !== "language-model" ||
        model.source.type === "embedded" ||
        engine.location !== "local"
      ) {
        yield* start();
        return;
      }
      let endLoad: (() => void) | null = null;
      try {
        await enter(engine);
        const isLoaded = resident?.modelId === model.id;
        if (!isLoaded) endLoad = scope.beginLoad({ modelId: model.id, label: model.label });
        for await (const event of start()) {
          if (event.type === "load-end") {
            endLoad?.();
            if (resident?.engine === engine) resident.modelId = model.id;
          }
          yield event;
        }
      } catch (thrown) {
        // A failed model is out of memory: the next run loads it again.
        if (resident?.engine === engine) resident.modelId = null;
        throw thrown;
      } finally {
        endLoad?.();
        leave();
      }
    },
  };
}
