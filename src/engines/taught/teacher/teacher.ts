import { fromWire, InferenceError } from "../../../core/errors";
import type { TeacherCall, TeacherQuestions, TeacherReply, TeacherTopic } from "./teacher-protocol";

/** What a question may be asked with. */
export interface AskOptions {
  signal?: AbortSignal;
  /** Told the share that is done, 0 to 1. */
  onShare?: (share: number) => void;
}

/** Trains and uses taught specialists in a worker, so that the page never waits. Makes no request. */
export interface Teacher {
  /** @throws InferenceError what the worker failed with, `worker-crashed`, or `cancelled`. */
  ask<Topic extends TeacherTopic>(
    topic: Topic,
    ask: TeacherQuestions[Topic]["ask"],
    options?: AskOptions,
  ): Promise<TeacherQuestions[Topic]["answer"]>;
}

/** The part of `Worker` that is used. */
export interface TeachingWorker {
  postMessage(call: TeacherCall): void;
  terminate(): void;
  addEventListener(type: "message", listener: (event: MessageEvent<TeacherReply>) => void): void;
  addEventListener(type: "error", listener: (event: ErrorEvent) => void): void;
}

interface Waiting {
  resolve(answer: TeacherQuestions[TeacherTopic]["answer"]): void;
  reject(error: InferenceError): void;
  onShare: (share: number) => void;
}

/** The worker starts with the first question. Arithmetic hears no message, so an abort ends the worker. */
export function createTeacher(startWorker: () => TeachingWorker = startTeacherWorker): Teacher {
  let worker: TeachingWorker | null = null;
  let lastId = 0;
  const waiting = new Map<number, Waiting>();

  function start(): TeachingWorker {
    const started = startWorker();
    started.addEventListener("message", ({ data }) => {
      const asked = waiting.get(data.id);
      if (data.type === "share") return asked?.onShare(data.share);
      waiting.delete(data.id);
      if (data.type === "done") asked?.resolve(data.answer);
      else asked?.reject(fromWire(data.error));
    });
    started.addEventListener("error", ({ message }) => end("worker-crashed", message));
    return started;
  }

  /** Ends the worker; all that waited for it fail alike, and the next question starts a new one. */
  function end(code: "worker-crashed" | "cancelled", message: string): void {
    worker?.terminate();
    worker = null;
    const failed = [...waiting.values()];
    waiting.clear();
    for (const { reject } of failed) reject(new InferenceError(code, message, { engine: "taught" }));
  }

  return {
    ask(topic, ask, { signal, onShare = () => {} } = {}) {
      return new Promise((resolve, reject) => {
        const cancel = () => end("cancelled", "cancelled");
        if (signal?.aborted === true) {
          reject(new InferenceError("cancelled", "cancelled", { engine: "taught" }));
          return;
        }
        lastId += 1;
        signal?.addEventListener("abort", cancel, { once: true });
        const settled = () => signal?.removeEventListener("abort", cancel);
        waiting.set(lastId, {
          resolve(answer) {
            settled();
            resolve(answer as never);
          },
          reject(error) {
            settled();
            reject(error);
          },
          onShare,
        });
        worker ??= start();
        worker.postMessage({ id: lastId, topic, ask } as TeacherCall);
      });
    },
  };
}

function startTeacherWorker(): TeachingWorker {
  return new Worker(new URL("./teacher.worker.ts", import.meta.url), { type: "module", name: "teacher" });
}
