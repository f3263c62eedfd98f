/** Text that has not been kept for this long is saved while its run goes on (row S5). */
const CHECKPOINT_MS = 1000;

/** Keeps items that change often. */
export interface Saver<Item> {
  /** Saves an item about once a second while it changes, and at once when it has `ended`. */
  changed(id: string, item: Item, ended: boolean): void;
  /** Saves an item now. */
  save(id: string, item: Item): Promise<void>;
}

interface SaverOptions<Item> {
  nowMs(): number;
  /** Whether anything is to be kept at all. */
  isOn(): boolean;
  write(item: Item): Promise<void>;
  /** The item stays in memory; a later save may work. */
  failed(thrown: unknown): void;
}

/** One write an item at a time; the newest state waits for its turn and older ones in between are dropped. */
export function createSaver<Item>({ nowMs, isOn, write, failed }: SaverOptions<Item>): Saver<Item> {
  const savedAtMs = new Map<string, number>();
  const waiting = new Map<string, { item: Item } | null>();

  const save = async (id: string, item: Item): Promise<void> => {
    if (!isOn()) return;
    if (waiting.has(id)) {
      waiting.set(id, { item });
      return;
    }
    waiting.set(id, null);
    try {
      await write(item);
    } catch (thrown) {
      failed(thrown);
    }
    const next = waiting.get(id);
    waiting.delete(id);
    if (next != null) await save(id, next.item);
  };

  return {
    changed(id, item, ended) {
      const lastMs = savedAtMs.get(id);
      if (lastMs === undefined) savedAtMs.set(id, nowMs());
      if (ended) {
        savedAtMs.delete(id);
        void save(id, item);
      } else if (lastMs !== undefined && nowMs() - lastMs >= CHECKPOINT_MS) {
        savedAtMs.set(id, nowMs());
        void save(id, item);
      }
    },
    save,
  };
}
