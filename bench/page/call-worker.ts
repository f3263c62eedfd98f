/** What a worker of the bench answers. */
type Answer<Result> = { result: Result } | { error: string };

/** Posts one call to a worker and waits for its answer. Calls to one worker must not overlap. @throws Error */
export function callWorker<Call, Result>(worker: Worker, call: Call): Promise<Result> {
  return new Promise((resolve, reject) => {
    const fail = (event: Event) =>
      reject(new Error("message" in event ? String(event.message) : `the worker sent ${event.type}`));
    worker.addEventListener("error", fail, { once: true });
    worker.addEventListener(
      "message",
      ({ data }: MessageEvent<Answer<Result>>) => {
        worker.removeEventListener("error", fail);
        if ("error" in data) reject(new Error(data.error));
        else resolve(data.result);
      },
      { once: true },
    );
    worker.postMessage(call);
  });
}

/** The worker's side: answers each call with what `work` gives or throws. */
export function answerCalls<Call, Result>(work: (call: Call) => Promise<Result>): void {
  addEventListener("message", ({ data }: MessageEvent<Call>) => {
    work(data).then(
      (result) => postMessage({ result }),
      (thrown) =>
        postMessage({ error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) }),
    );
  });
}
