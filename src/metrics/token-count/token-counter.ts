import { estimateTokens } from "../estimate-tokens";
import { type CountReply, type CountRequest, READY } from "./token-count-protocol";

/** A number of tokens; `exact` only where o200k_base itself counted an uncut text. */
export interface TokenCount {
  tokens: number;
  exact: boolean;
}

/** Counts in a worker that is ended when a text takes too long. */
export interface TokenCounter {
  /** Never throws and never takes longer than the limit: then it is an estimate. Texts wait for one another. */
  count(text: string): Promise<TokenCount>;
}

/** The part of `Worker` that is used. */
export type CountingWorker = Pick<Worker, "postMessage" | "terminate" | "addEventListener">;

/** The first count also waits for a table of about a megabyte; where that takes longer, it goes on loading. */
const FIRST_LIMIT_MS = 4000;
const LIMIT_MS = 1000;
const REMEMBERED_TEXTS = 8;

/** Makes a counter; the worker starts with the first count. */
export function createTokenCounter(
  startWorker: () => CountingWorker = () =>
    new Worker(new URL("./token-count.worker.ts", import.meta.url), { type: "module" }),
): TokenCounter {
  let worker: CountingWorker | null = null;
  let isReady = false;
  let lastId = 0;
  const waiting = new Map<number, (reply: CountReply | null) => void>();
  const remembered = new Map<string, TokenCount>();
  let queue: Promise<unknown> = Promise.resolve();

  function start(): CountingWorker {
    const started = startWorker();
    started.addEventListener("message", ({ data }: MessageEvent<CountReply | typeof READY>) => {
      if (data === READY) isReady = true;
      else settle(data.id, data);
    });
    started.addEventListener("error", () => replaceWorker());
    return started;
  }

  function settle(id: number, reply: CountReply | null): void {
    waiting.get(id)?.(reply);
    waiting.delete(id);
  }

  function replaceWorker(): void {
    worker?.terminate();
    worker = null;
    isReady = false;
    for (const id of [...waiting.keys()]) settle(id, null);
  }

  async function ask(text: string): Promise<TokenCount> {
    const id = ++lastId;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const reply = await new Promise<CountReply | null>((resolve) => {
      waiting.set(id, resolve);
      const giveUp = () => (isReady ? replaceWorker() : settle(id, null));
      timer = setTimeout(giveUp, isReady ? LIMIT_MS : FIRST_LIMIT_MS);
      try {
        worker ??= start();
        const request: CountRequest = { id, text };
        worker.postMessage(request);
      } catch {
        replaceWorker();
      }
    });
    clearTimeout(timer);
    return reply
      ? { tokens: reply.tokens, exact: reply.exact }
      : { tokens: estimateTokens(text), exact: false };
  }

  return {
    count(text) {
      if (text === "") return Promise.resolve({ tokens: 0, exact: true });
      const known = remembered.get(text);
      if (known) return Promise.resolve(known);
      const result = queue.then(() => ask(text));
      queue = result;
      return result.then((count) => {
        remembered.set(text, count);
        const oldest = remembered.keys().next().value;
        if (remembered.size > REMEMBERED_TEXTS && oldest !== undefined) remembered.delete(oldest);
        return count;
      });
    },
  };
}
