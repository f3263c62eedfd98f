import type { ModelRecord } from "../../core/model";

/** The part of the Web Locks API that is used; undefined where there is none. */
export type Locks = Pick<LockManager, "request"> | undefined;

/** Gives the lock back; calling it again does nothing. */
export type ReleaseLock = () => void;

/**
 * Makes the caller the one owner of a model's files over all tabs.
 * @returns how to let go.
 * @throws an `AbortError` when `signal` is aborted before the lock was free.
 */
export async function takeModelLock(
  locks: Locks,
  model: ModelRecord,
  signal?: AbortSignal,
): Promise<ReleaseLock> {
  if (locks === undefined) return () => {};
  return hold(locks, model, signal === undefined ? {} : { signal });
}

/** As {@link takeModelLock}, but null where there is another owner. */
export async function tryModelLock(locks: Locks, model: ModelRecord): Promise<ReleaseLock | null> {
  if (locks === undefined) return () => {};
  return hold(locks, model, { ifAvailable: true }).catch(() => null);
}

/** @throws Error where it is taken and `ifAvailable` is set. */
async function hold(
  locks: NonNullable<Locks>,
  model: ModelRecord,
  options: LockOptions,
): Promise<ReleaseLock> {
  let release = (): void => {};
  const held = new Promise<void>((letGo) => {
    release = letGo;
  });
  await new Promise<void>((resolve, reject) => {
    locks
      .request(`nearside/${model.id}`, options, (lock) => {
        if (lock === null) throw new Error("another owner holds it");
        resolve();
        return held;
      })
      .catch(reject);
  });
  return release;
}
