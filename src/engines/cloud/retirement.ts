import type { ModelRecord } from "../../core/model";

/** Whether the provider's date of shutdown has come; days are UTC. */
export function isRetired(model: ModelRecord, today: Date = new Date()): boolean {
  return model.retirement !== undefined && today.toISOString().slice(0, 10) >= model.retirement.date;
}
