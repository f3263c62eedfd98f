import type { Engine } from "../../core/engine";
import { fromWire, InferenceError, toWire } from "../../core/errors";
import type { InferenceEvent } from "../../core/event";
import type { ModelRecord } from "../../core/model";
import type { InferenceRequest } from "../../core/request";

/** What an engine is tested with. No test library is needed, so that the same checks run in Node and in a page. */
export interface EngineContractSubject {
  /** A fresh engine for each check. */
  createEngine: () => Engine | Promise<Engine>;
  /** A model that is ready, and a request that it serves; a language model should answer in at least four deltas. */
  model: ModelRecord;
  request: InferenceRequest;
  /** A run that must fail, and with what. */
  failing: { model: ModelRecord; request: InferenceRequest; code: InferenceError["code"] };
  /** Whether two runs at once wait for each other (local) or go side by side (cloud). */
  overlap: "serialised" | "side-by-side";
}

/** One promise of the contract; `check` throws an `Error` that says what was broken. */
export interface ContractCheck {
  title: string;
  check(subject: EngineContractSubject): Promise<void>;
}

/** How long one step of a check may take before it counts as hanging, in ms. */
const STEP_LIMIT_MS = 20_000;

/** Everything that `Engine` promises and that can be seen from the outside. */
export const ENGINE_CONTRACT: readonly ContractCheck[] = [
  {
    title: "says whether a model can run, and does not throw",
    async check({ createEngine, model, failing }) {
      const engine = await createEngine();
      const { state } = await engine.availability(model);
      assert(state === "ready", `the model is ${state}, not ready`);
      await engine.availability(failing.model);
    },
  },
  {
    title: "streams load-progress, one load-end, an answer, one end, and nothing after it",
    async check({ createEngine, model, request }) {
      const engine = await createEngine();
      const run = await collect(engine.run(request, model, live()));
      if (run.error !== undefined) throw run.error;
      assertComplete(run.events);
      const iterator = engine.run(request, model, live())[Symbol.asyncIterator]();
      let last = await iterator.next();
      while (last.done !== true) last = await iterator.next();
      assert((await iterator.next()).done === true, "an event came after the end");
      await engine.unload();
    },
  },
  {
    title: "prepares with load-progress and one load-end only",
    async check({ createEngine, model }) {
      const engine = await createEngine();
      const { events, error } = await collect(engine.prepare(model, live()));
      if (error !== undefined) throw error;
      const types = events.map(({ type }) => type);
      assert(types.at(-1) === "load-end", `the last event is ${types.at(-1)}`);
      assert(
        types.slice(0, -1).every((type) => type === "load-progress"),
        `it yielded ${types.join(", ")}`,
      );
      await engine.unload();
    },
  },
  {
    title: "throws `cancelled` before the first event when it was aborted before it began",
    async check({ createEngine, model, request }) {
      const engine = await createEngine();
      const { events, error } = await collect(
        engine.run(request, model, { signal: AbortSignal.abort(new DOMException("x", "AbortError")) }),
      );
      assertCode(error, "cancelled");
      assert(events.length === 0, `it yielded ${events.length} events`);
      await engine.unload();
    },
  },
  {
    title: "throws `cancelled` when aborted at each early event, within a second, and runs again",
    async check({ createEngine, model, request }) {
      const engine = await createEngine();
      for (const at of [1, 2, 3]) {
        const controller = new AbortController();
        let seen = 0;
        let abortedMs = 0;
        const { events, error } = await collect(
          engine.run(request, model, { signal: controller.signal }),
          () => {
            seen += 1;
            if (seen !== at) return;
            abortedMs = performance.now();
            controller.abort();
          },
        );
        if (abortedMs === 0) continue;
        const hadEnd = events.slice(0, at).some(({ type }) => type === "end");
        if (hadEnd) continue;
        assertCode(error, "cancelled");
        assert(performance.now() - abortedMs < 1000, "it took a second or more to stop");
        assert(events.length === at, `${events.length - at} events came after the abort`);
      }
      assertComplete(await all(engine.run(request, model, live())));
      await engine.unload();
    },
  },
  {
    title: "stops when the loop is left early, and runs again",
    async check({ createEngine, model, request }) {
      const engine = await createEngine();
      for await (const event of engine.run(request, model, live())) if (event.type === "load-end") break;
      assertComplete(await all(engine.run(request, model, live())));
      await engine.unload();
    },
  },
  {
    title: "fails with an InferenceError that survives `postMessage`, and runs again",
    async check({ createEngine, model, request, failing }) {
      const engine = await createEngine();
      const { events, error } = await collect(engine.run(failing.request, failing.model, live()));
      assertCode(error, failing.code);
      assert(!events.some(({ type }) => type === "end"), "it ended and failed");
      const wire = toWire(error as InferenceError);
      const back = toWire(fromWire(structuredClone(wire)));
      assert(JSON.stringify(back) === JSON.stringify(wire), "the error changed on the wire");
      assertComplete(await all(engine.run(request, model, live())));
      await engine.unload();
    },
  },
  {
    title: "runs again after `unload`, which may be called twice and before any run",
    async check({ createEngine, model, request }) {
      const engine = await createEngine();
      await within(engine.unload(), "unload");
      assertComplete(await all(engine.run(request, model, live())));
      await within(engine.unload(), "unload");
      await within(engine.unload(), "unload");
      assertComplete(await all(engine.run(request, model, live())));
      await engine.unload();
    },
  },
  {
    title: "keeps two overlapping runs apart",
    async check({ createEngine, model, request, overlap }) {
      const engine = await createEngine();
      const order: number[] = [];
      const both = await Promise.all(
        [0, 1].map((run) => collect(engine.run(request, model, live()), () => order.push(run))),
      );
      for (const { events, error } of both) {
        if (error !== undefined) throw error;
        assertComplete(events);
      }
      const switches = order.filter((run, index) => index > 0 && run !== order[index - 1]).length;
      if (overlap === "serialised") assert(switches === 1, `the runs took turns ${switches} times`);
      await engine.unload();
    },
  },
];

function live(): { signal: AbortSignal } {
  return { signal: new AbortController().signal };
}

interface Collected {
  events: InferenceEvent[];
  error?: unknown;
}

async function collect(stream: AsyncIterable<InferenceEvent>, onEvent?: () => void): Promise<Collected> {
  const events: InferenceEvent[] = [];
  const iterator = stream[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await within(iterator.next(), "the next event");
      if (next.done === true) return { events };
      events.push(next.value);
      onEvent?.();
    }
  } catch (error) {
    return { events, error };
  }
}

async function all(stream: AsyncIterable<InferenceEvent>): Promise<InferenceEvent[]> {
  const { events, error } = await collect(stream);
  if (error !== undefined) throw error;
  return events;
}

async function within<Value>(promise: Promise<Value>, what: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new Error(`${what} did not come within ${STEP_LIMIT_MS} ms`)),
      STEP_LIMIT_MS,
    );
  });
  try {
    return await Promise.race([promise, limit]);
  } finally {
    clearTimeout(timer);
  }
}

/** One letter an event, so that the order of a whole stream is one pattern. */
const LETTERS: Record<InferenceEvent["type"], string> = {
  "load-progress": "p",
  "load-end": "L",
  "retry-wait": "w",
  "text-delta": "t",
  "reasoning-delta": "r",
  output: "o",
  end: "E",
};

function assertComplete(events: readonly InferenceEvent[]): void {
  const word = events.map(({ type }) => LETTERS[type]).join("");
  assert(/^p*L[wrt]*o?E$/.test(word), `the events came in the order ${word}`);
  assert(
    events.every((event) => event.type !== "text-delta" || event.text !== ""),
    "a delta was empty",
  );
}

function assertCode(error: unknown, code: InferenceError["code"]): void {
  if (!(error instanceof InferenceError)) {
    throw new Error(`expected an InferenceError \`${code}\`, got ${String(error)}`, { cause: error });
  }
  assert(error.code === code, `expected \`${code}\`, got \`${error.code}\`: ${error.message}`);
}

function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(message);
}
