import type { LinearWeights, TaughtSpecialist } from "../../core/taught";
import { type Connection, type DamagedRecord, quarantine, writeAll } from "./history-database";
import { StorageError } from "./storage-error";
import { readTaught, readWeights } from "./taught-schema";

/** Specialists that the person taught, kept on this device. Every method throws `StorageError` and nothing else. */
export interface TaughtStore {
  /** All of them without their weights, the newest first. `quarantined` counts damaged ones, put aside. */
  list(): Promise<{ specialists: readonly TaughtSpecialist[]; quarantined: number }>;
  /**
   * Writes or replaces one and the weights of its new versions, if there are some; drops weights it no longer has. Its
   * `revision` must be higher than that of what is kept.
   * @throws StorageError `outdated` where it is not: another tab was first. Nothing is written then.
   */
  save(specialist: TaughtSpecialist, fresh?: readonly TaughtWeights[]): Promise<void>;
  /** The weights of one version; null where they are missing or damaged. */
  weights(specialistId: string, version: number): Promise<LinearWeights | null>;
  /** Deletes one with all its weights. */
  remove(specialistId: string): Promise<void>;
}

/** The weights of one version. */
export interface TaughtWeights {
  version: number;
  weights: LinearWeights;
}

const WRITTEN = ["taught", "taughtWeights"] as const;

/** Opens the taught specialists in the app's database. */
export function openTaught(connection: Connection): TaughtStore {
  return {
    list: () =>
      connection.use(async (database) => {
        const specialists: TaughtSpecialist[] = [];
        const damaged: DamagedRecord[] = [];
        for (const key of await database.getAllKeys("taught")) {
          const record = await database.get("taught", key).catch(() => undefined);
          const specialist = readTaught(record);
          if (specialist === null) damaged.push({ key, record });
          else specialists.push(specialist);
        }
        if (damaged.length > 0) await quarantine(database, "taught", damaged);
        specialists.sort((one, other) => other.createdAt - one.createdAt);
        return { specialists, quarantined: damaged.length };
      }),

    save: (specialist, fresh = []) =>
      connection.use(async (database) => {
        const kept = new Set(specialist.versions.map(({ number }) => number));
        const stored = await database.getAllKeys("taughtWeights", weightsOf(specialist.id));
        await writeAll(database, WRITTEN, (store) => [
          async () => {
            const before = readTaught(await store("taught").get(specialist.id));
            if (before !== null && (before.revision ?? 0) >= (specialist.revision ?? 0)) {
              throw new StorageError("outdated", `${specialist.id} was changed in another tab`);
            }
            await store("taught").put(specialist);
          },
          ...stored
            .filter(([, version]) => !kept.has(version))
            .map((key) => () => store("taughtWeights").delete(key)),
          ...fresh.map(
            ({ version, weights }) =>
              () =>
                store("taughtWeights").put(weights, [specialist.id, version]),
          ),
        ]);
      }),

    weights: (specialistId, version) =>
      connection.use(async (database) =>
        readWeights(await database.get("taughtWeights", [specialistId, version])),
      ),

    remove: (specialistId) =>
      connection.use((database) =>
        writeAll(database, WRITTEN, (store) => [
          () => store("taught").delete(specialistId),
          () => store("taughtWeights").delete(weightsOf(specialistId)),
        ]),
      ),
  };
}

/** All versions of one specialist. */
function weightsOf(specialistId: string): IDBKeyRange {
  return IDBKeyRange.bound([specialistId, 0], [specialistId, Number.POSITIVE_INFINITY]);
}
