import { type InferenceEvent, LOAD_PHASES } from "../../../core/event";
import type { ModelRecord } from "../../../core/model";
import { type Locks, type ReleaseLock, takeModelLock, tryModelLock } from "../model-lock";

const CHANNEL_NAME = "nearside/downloads";

/** What the owner tells the other tabs. Bytes. */
interface Notice {
  modelId: string;
  loaded: number;
  total: number;
}

/** Passes events on, and tells the progress among them to other tabs that wait for the same model. */
export async function* tellProgress<Value>(
  model: ModelRecord,
  stream: AsyncGenerator<InferenceEvent, Value, void>,
): AsyncGenerator<InferenceEvent, Value, void> {
  const channel = new BroadcastChannel(CHANNEL_NAME);
  try {
    for (;;) {
      const step = await stream.next();
      if (step.done === true) return step.value;
      if (step.value.type === "load-progress") {
        const { loaded, total } = step.value;
        channel.postMessage({ modelId: model.id, loaded, total } satisfies Notice);
      }
      yield step.value;
    }
  } finally {
    await stream.return(undefined as Value).catch(() => {});
    channel.close();
  }
}

/**
 * Makes the caller the one owner of a model's files over all tabs. Where there is another, yields its progress, phase
 * `LOAD_PHASES.waiting`, until it is done.
 * @returns how to let go.
 * @throws an `AbortError` when `signal` is aborted before that.
 */
export async function* waitForTurn(
  locks: Locks,
  model: ModelRecord,
  signal: AbortSignal,
): AsyncGenerator<InferenceEvent, ReleaseLock, void> {
  const free = await tryModelLock(locks, model);
  if (free !== null) return free;
  const channel = new BroadcastChannel(CHANNEL_NAME);
  let latest: Notice | null = { modelId: model.id, loaded: 0, total: 0 };
  let wake = (): void => {};
  channel.addEventListener("message", ({ data }: MessageEvent<Notice>) => {
    if (data.modelId !== model.id) return;
    latest = data;
    wake();
  });
  let turn: ReleaseLock | null = null;
  let isOurs = false;
  const left = new AbortController();
  const asked = takeModelLock(locks, model, AbortSignal.any([signal, left.signal])).then((release) => {
    if (left.signal.aborted) release();
    else turn = release;
  });
  // A rejection is seen below, by whoever waits then.
  asked.catch(() => {});
  try {
    for (;;) {
      const heard = latest;
      latest = null;
      if (heard !== null) {
        yield { type: "load-progress", phase: LOAD_PHASES.waiting, loaded: heard.loaded, total: heard.total };
      }
      if (turn !== null) {
        isOurs = true;
        return turn;
      }
      if (latest !== null) continue;
      const more = new Promise<void>((resolve) => {
        wake = resolve;
      });
      await Promise.race([asked, more]);
    }
  } finally {
    channel.close();
    // Left while waiting, or just then.
    if (!isOurs) {
      left.abort();
      (turn as ReleaseLock | null)?.();
    }
  }
}
