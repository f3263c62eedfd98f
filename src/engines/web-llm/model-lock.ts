import type { ModelRecord } from "../../core/model";

/** The part of the Web Locks API that is used; undefined where there is none. */
export type Locks = Pick<LockManager, "request"> | undefined;

/**
 * Makes the caller the one owner of a model's files over all tabs.
 * @returns how to let go.
 * @throws an `AbortError` when `signal` is aborted before the lock was free.
 */
export async function takeModelLock(
  locks: Locks,
  model: ModelRecord,
  signal?: AbortSignal,
): Promise<() => void> {
  if (locks === undefined) return () => {};
  let release = (): void => {};
  const held = new Promise<void>((letGo) => {
    release = letGo;
  });
  await new Promise<void>((resolve, reject) => {
    locks
      .request(`nearside/${model.id}`, signal === undefined ? {} : { signal }, () => {
        resolve();
        return held;
      })
      .catch(reject);
  });
  return release;
}
