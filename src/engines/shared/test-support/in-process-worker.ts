import type { WorkerLike, WorkerScope } from "../protocol";

/** A worker that shares the thread of the test; messages are still cloned and still asynchronous. */
export interface InProcessWorker extends WorkerLike {
  /** Makes it send an `error` event, as a browser's worker does when its script throws. */
  crash(message: string): void;
  readonly isTerminated: boolean;
}

/** Starts what a `*.worker.ts` would do with its global scope, in this thread, over a real MessageChannel. */
export function startInProcessWorker(start: (scope: WorkerScope) => void): InProcessWorker {
  const { port1: page, port2: worker } = new MessageChannel();
  const listeners: ((event: Event) => void)[] = [];
  let isTerminated = false;
  start({
    addEventListener: (_type, listener) => {
      worker.addEventListener("message", listener);
      worker.start();
    },
  });
  return {
    get isTerminated() {
      return isTerminated;
    },
    postMessage: (message, transfer) => page.postMessage(message, transfer),
    terminate() {
      isTerminated = true;
      page.close();
    },
    addEventListener(type, listener) {
      if (type === "error") listeners.push(listener);
    },
    crash(message) {
      const event = Object.assign(new Event("error"), { message });
      for (const listener of listeners) listener(event);
    },
  };
}
