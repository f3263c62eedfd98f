import type { Locks } from "../model-lock";

/** One tab's or worker's view of the locks. */
export interface LockClient {
  locks: NonNullable<Locks>;
  /** Frees whatever it holds, as the end of a worker does. */
  die(): void;
}

/** The part of the browser's Web Locks that is used, in memory, for Node: one holder a name, in the order of asking. */
export function createMemoryLocks(): { client(): LockClient } {
  const last = new Map<string, Promise<unknown>>();
  /** Holders and those who wait, by name. */
  const claims = new Map<string, number>();
  const claim = (name: string, change: number) => claims.set(name, (claims.get(name) ?? 0) + change);

  function client(): LockClient {
    const held = new Set<() => void>();
    const request = async (
      name: string,
      { signal, ifAvailable = false }: LockOptions,
      work: (lock: Lock | null) => Promise<unknown>,
    ): Promise<unknown> => {
      if (ifAvailable && (claims.get(name) ?? 0) > 0) return work(null);
      claim(name, 1);
      const before = last.get(name) ?? Promise.resolve();
      let free: () => void = () => {};
      const freed = new Promise<void>((resolve) => {
        free = resolve;
      });
      held.add(free);
      last.set(
        name,
        before.then(() => freed),
      );
      const aborted = new Promise((_, reject) =>
        signal?.addEventListener("abort", () => reject(signal.reason)),
      );
      try {
        signal?.throwIfAborted();
        await Promise.race([before, aborted]);
        return await work({ name, mode: "exclusive" });
      } finally {
        claim(name, -1);
        free();
        held.delete(free);
      }
    };
    return {
      locks: { request: request as unknown as LockManager["request"] },
      die() {
        for (const free of held) free();
      },
    };
  }

  return { client };
}
