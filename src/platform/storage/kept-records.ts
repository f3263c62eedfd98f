import * as v from "valibot";
import type { TextStorage } from "./settings-store";

/** Small records under one key of `localStorage`, each with an id. */
export interface KeptRecords<Value> {
  all(): Readonly<Record<string, Value>>;
  set(id: string, value: Value): void;
  forget(id: string): void;
}

/** Opens them; damaged ones are left out. Never throws: without storage, memory keeps those of this visit. */
export function openKeptRecords<Value>(
  key: string,
  schema: v.GenericSchema<unknown, Value>,
  storage: TextStorage,
): KeptRecords<Value> {
  let kept = read(key, schema, storage);

  function change(id: string, value: Value | null): void {
    // Another tab may have written since.
    const { [id]: _, ...others } = { ...kept, ...read(key, schema, storage) };
    kept = value === null ? others : { ...others, [id]: value };
    try {
      storage.setItem(key, JSON.stringify(kept));
    } catch {
      // Memory keeps it.
    }
  }

  return {
    all: () => kept,
    set: (id, value) => change(id, value),
    forget: (id) => change(id, null),
  };
}

function read<Value>(
  key: string,
  schema: v.GenericSchema<unknown, Value>,
  storage: TextStorage,
): Readonly<Record<string, Value>> {
  try {
    const stored: unknown = JSON.parse(storage.getItem(key) ?? "{}");
    if (typeof stored !== "object" || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).flatMap(([id, entry]): [string, Value][] => {
        const parsed = v.safeParse(schema, entry);
        return parsed.success ? [[id, parsed.output]] : [];
      }),
    );
  } catch {
    return {};
  }
}
