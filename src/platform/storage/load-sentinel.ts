import * as v from "valibot";
import type { TextStorage } from "./settings-store";

/** A model that a tab was loading. */
export interface LoadingModel {
  modelId: string;
  label: string;
}

/** Notices that the browser killed a tab while it loaded a model, which is how memory runs out (row L4). */
export interface LoadSentinel {
  /** Notes that `model` is being loaded. @returns how to note that it no longer is. */
  begin(model: LoadingModel): () => void;
  /** The models whose load ended with their tab; each is told once. */
  takeCrashed(): Promise<readonly LoadingModel[]>;
}

/** What the sentinel stands on. */
export interface SentinelScope {
  storage: TextStorage & Pick<Storage, "key" | "length">;
  /** Undefined where there are none; then a note without its tab cannot be told from another tab's. */
  locks: Pick<LockManager, "request" | "query"> | undefined;
  /** Calls back when the page is left in good order. */
  onLeave(callback: () => void): void;
  newId(): string;
}

const PREFIX = "nearside.loading.";
const noteSchema = v.object({ modelId: v.string(), label: v.string() });

/**
 * Opens the sentinel of this tab. Each tab has a note of its own, and holds a lock of the same name while it stands:
 * a note whose lock nobody holds was left by a tab that died. Never throws.
 */
export function openLoadSentinel({ storage, locks, onLeave, newId }: SentinelScope): LoadSentinel {
  const own = PREFIX + newId();
  let letGo: (() => void) | null = null;

  function clear(): void {
    try {
      storage.removeItem(own);
    } catch {
      // Nothing was written then.
    }
    letGo?.();
    letGo = null;
  }

  onLeave(clear);

  return {
    begin(model) {
      clear();
      try {
        storage.setItem(own, JSON.stringify({ modelId: model.modelId, label: model.label }));
      } catch {
        return () => {};
      }
      const held = new Promise<void>((resolve) => {
        letGo = resolve;
      });
      const release = letGo;
      void locks?.request(own, () => held).catch(() => {});
      return () => {
        if (letGo === release) clear();
      };
    },
    async takeCrashed() {
      const crashed: LoadingModel[] = [];
      try {
        const { held = [], pending = [] } = (await locks?.query()) ?? {};
        const alive = new Set([...held, ...pending].map(({ name }) => name));
        for (const key of keysOf(storage)) {
          if (key === own || alive.has(key)) continue;
          const note = read(storage.getItem(key));
          storage.removeItem(key);
          if (note !== null) crashed.push(note);
        }
      } catch {
        // No storage, or no locks: nothing can be told.
      }
      return crashed;
    },
  };
}

function read(text: string | null): LoadingModel | null {
  try {
    const parsed = v.safeParse(noteSchema, JSON.parse(text ?? "null"));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}

function keysOf(storage: SentinelScope["storage"]): readonly string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index)).filter(
    (key): key is string => key?.startsWith(PREFIX) === true,
  );
}
