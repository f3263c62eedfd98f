import * as v from "valibot";
import type { Location } from "../../core/model";
import { TASK_IDS, type TaskId } from "../../core/task";
import type { TextStorage } from "./settings-store";

/** The figures of one past run, kept without any of its text; estimates stand on them. Times in ms. */
export interface DeviceSample {
  task: TaskId;
  modelId: string;
  location: Location;
  inputTokens: number;
  outputTokens: number;
  e2eMs: number;
  ttftMs: number;
  /** Wall clock, ms since the epoch. */
  at: number;
}

/** Past runs on this device, newest last. */
export interface DeviceHistory {
  samples(): readonly DeviceSample[];
  /** Adds one and drops the oldest above the limit. A full or missing storage is survived: memory keeps it. */
  add(sample: DeviceSample): void;
  clear(): void;
}

/** Where the samples lie in `localStorage`. */
export const DEVICE_HISTORY_KEY = "nearside.device-history";
/** How many samples are kept. */
export const DEVICE_HISTORY_LIMIT = 200;

const amount = v.pipe(v.number(), v.finite(), v.minValue(0));
const sampleSchema: v.GenericSchema<unknown, DeviceSample> = v.object({
  task: v.picklist(TASK_IDS),
  modelId: v.pipe(v.string(), v.maxLength(500)),
  location: v.picklist(["local", "cloud"]),
  inputTokens: amount,
  outputTokens: amount,
  e2eMs: amount,
  ttftMs: amount,
  at: amount,
});

/** Opens the samples. Damaged ones are left out. Never throws. */
export function openDeviceHistory(storage: TextStorage = localStorage): DeviceHistory {
  let kept = read(storage);
  const write = () => {
    try {
      storage.setItem(DEVICE_HISTORY_KEY, JSON.stringify(kept));
    } catch {
      // Estimates are a convenience: without storage they stand on this visit's runs alone.
    }
  };
  return {
    samples: () => kept,
    add(sample) {
      const parsed = v.safeParse(sampleSchema, sample);
      if (!parsed.success) return;
      // Another tab may have added some since.
      const others = read(storage);
      kept = [...(others.length >= kept.length ? others : kept), parsed.output].slice(-DEVICE_HISTORY_LIMIT);
      write();
    },
    clear() {
      kept = [];
      try {
        storage.removeItem(DEVICE_HISTORY_KEY);
      } catch {
        write();
      }
    },
  };
}

function read(storage: TextStorage): readonly DeviceSample[] {
  try {
    const stored: unknown = JSON.parse(storage.getItem(DEVICE_HISTORY_KEY) ?? "[]");
    if (!Array.isArray(stored)) return [];
    return stored.slice(-DEVICE_HISTORY_LIMIT).flatMap((entry) => {
      const parsed = v.safeParse(sampleSchema, entry);
      return parsed.success ? [parsed.output] : [];
    });
  } catch {
    return [];
  }
}
