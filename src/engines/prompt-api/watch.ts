import { InferenceError } from "../../core/errors";

/**
 * The value of `promise`, unless `signal` is aborted or nothing happens for `limitMs`. The promise itself goes on.
 * @throws InferenceError `cancelled` or `worker-timeout`, or what the promise throws.
 */
export async function within<Value>(
  promise: Promise<Value>,
  limitMs: number,
  signal: AbortSignal,
): Promise<Value> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let abort = (): void => {};
  const outside = new Promise<never>((_, reject) => {
    const fail = (code: "cancelled" | "worker-timeout", message: string) =>
      reject(new InferenceError(code, message, { engine: "prompt-api" }));
    abort = () => fail("cancelled", "cancelled");
    if (Number.isFinite(limitMs)) {
      timer = setTimeout(
        () => fail("worker-timeout", `the browser's model took over ${limitMs} ms`),
        limitMs,
      );
    }
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort);
  });
  promise.catch(() => {});
  try {
    return await Promise.race([promise, outside]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}
