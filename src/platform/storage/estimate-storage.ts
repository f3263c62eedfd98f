/** What the browser says of this origin's storage, in bytes; null where it does not say. */
export interface StorageEstimateReport {
  usedBytes: number | null;
  quotaBytes: number | null;
  /** Whether the browser promised not to evict it; null where it does not say. */
  persisted: boolean | null;
}

/** The part of `navigator.storage` that is used. */
export type StorageManagerLike = Partial<Pick<StorageManager, "estimate" | "persisted" | "persist">>;

/** How full the storage is. Never throws. */
export async function estimateStorage(
  storage: StorageManagerLike | undefined = browserStorage(),
): Promise<StorageEstimateReport> {
  const [estimate, persisted] = await Promise.all([
    quietly(() => storage?.estimate?.()),
    quietly(() => storage?.persisted?.()),
  ]);
  return {
    usedBytes: estimate?.usage ?? null,
    quotaBytes: estimate?.quota ?? null,
    persisted: persisted ?? null,
  };
}

/**
 * Asks the browser not to evict this origin's storage; call it after something the person did.
 * @returns whether it promised. Never throws.
 */
export async function persistStorage(
  storage: StorageManagerLike | undefined = browserStorage(),
): Promise<boolean> {
  return (await quietly(() => storage?.persist?.())) ?? false;
}

function browserStorage(): StorageManagerLike | undefined {
  return (globalThis.navigator as { storage?: StorageManagerLike } | undefined)?.storage;
}

async function quietly<T>(ask: () => Promise<T> | undefined): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
