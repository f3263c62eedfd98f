import type { ModelPrice, ModelRecord } from "../core/model";
import { findPrice } from "../metrics/prices";

/** A cloud model with its price, the person's own first; unchanged where nobody knows one. */
export function withPrice(model: ModelRecord, overrides: Readonly<Record<string, ModelPrice>>): ModelRecord {
  if (model.source.type !== "provider") return model;
  const price = findPrice(model.source.name, overrides, model.source.providerId);
  return price === undefined ? model : { ...model, price };
}
