import type { ModelRecord } from "../../core/model";

/** Whether the provider's date of shutdown has come. */
export function isRetired(model: ModelRecord, today: Date = new Date()): boolean {
  return model.retirement !== undefined && isoDate(today) >= model.retirement.date;
}

/** The UTC day of a date, as ISO. */
export function isoDate(date: Date): string {
  return date.toISOString().slice(0, 10);
}
