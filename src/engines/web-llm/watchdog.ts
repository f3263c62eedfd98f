import { InferenceError } from "../../core/errors";

/**
 * The value of `promise`, unless `signal` is aborted or nothing happens for `limitMs`: a lost device or a crashed
 * GPU process can leave the library waiting for ever. The promise itself is not stopped by this.
 * @throws InferenceError `worker-timeout` or `cancelled`, or what the promise throws.
 */
export async function within<Value>(
  promise: Promise<Value>,
  limitMs: number,
  what: string,
  signal?: AbortSignal,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort: (() => void) | undefined;
  const outside = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new InferenceError("worker-timeout", `${what} took over ${limitMs} ms`, { engine: "web-llm" }),
        ),
      limitMs,
    );
    abort = () => reject(new InferenceError("cancelled", "cancelled", { engine: "web-llm" }));
    if (signal?.aborted === true) abort();
    else signal?.addEventListener("abort", abort);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, outside]);
  } finally {
    clearTimeout(timer);
    if (abort !== undefined) signal?.removeEventListener("abort", abort);
  }
}

/** The items of `source`, each within `limitMs` of the one before; leaving early also ends the source. */
export async function* eachWithin<Item>(
  source: AsyncIterable<Item>,
  firstLimitMs: number,
  limitMs: number,
  what: string,
): AsyncGenerator<Item, void, void> {
  const iterator = source[Symbol.asyncIterator]();
  let limit = firstLimitMs;
  let ended = false;
  try {
    for (;;) {
      const step = await within(iterator.next(), limit, what);
      if (step.done === true) {
        ended = true;
        return;
      }
      yield step.value;
      limit = limitMs;
    }
  } catch (thrown) {
    // What threw or hangs has nothing left to be told.
    ended = true;
    throw thrown;
  } finally {
    if (!ended) await within(Promise.resolve(iterator.return?.()), limitMs, what).catch(() => {});
  }
}
