import type { Availability, EngineId, ModelRecord, ModelUse } from "../../../core/model";
import type { ModelFit } from "../../../run/device-fit/fit-model";
import { languageName, MODEL_USE_LABELS } from "../../copy/models";

/** One language model with all that the list is filtered and sorted by. */
export interface ModelRow {
  model: ModelRecord;
  /** Null until the device is known. */
  fit: ModelFit | null;
  availability: Availability | undefined;
  isCustom: boolean;
  isRecommended: boolean;
}

/** What the person asks of the list; an empty text asks nothing. */
export interface ModelQuery {
  text: string;
  show: "all" | "fits" | "downloaded";
  engine: "" | EngineId;
  language: string;
  use: "" | ModelUse;
  license: string;
  sort: "recommended" | "size" | "name";
}

/** Everything, the recommended first. */
export const EVERY_MODEL: ModelQuery = {
  text: "",
  show: "all",
  engine: "",
  language: "",
  use: "",
  license: "",
  sort: "recommended",
};

/** The rows that answer the query, in its order. */
export function selectModels(rows: readonly ModelRow[], query: ModelQuery): ModelRow[] {
  const words = fold(query.text).split(/\s+/).filter(Boolean);
  const found = rows.filter((row) => {
    const { model } = row;
    return (
      (query.show !== "fits" || fitsHere(row)) &&
      (query.show !== "downloaded" || isStored(row)) &&
      (query.engine === "" || model.engine === query.engine) &&
      (query.language === "" || model.languages?.includes(query.language) === true) &&
      (query.use === "" || model.goodFor?.includes(query.use) === true) &&
      (query.license === "" || model.license === query.license) &&
      (words.length === 0 || matches(model, words))
    );
  });
  return found.sort(ORDERS[query.sort]);
}

/** Whether any of a model's files are here. */
export function isStored({ availability, model }: Pick<ModelRow, "availability" | "model">): boolean {
  if (model.source.type !== "hugging-face" || availability === undefined) return false;
  return availability.state === "ready" || (availability.storedBytes ?? 0) > 0;
}

/** Bytes that a model takes on this device; its whole size where the engine does not tell. */
export function storedBytesOf(row: Pick<ModelRow, "availability" | "model">): number {
  const { availability, model } = row;
  if (!isStored(row) || availability === undefined) return 0;
  return availability.storedBytes ?? (availability.state === "ready" ? model.downloadBytes : 0);
}

function fitsHere({ fit, availability }: ModelRow): boolean {
  return availability?.state !== "unavailable" && fit !== null && fit.verdict !== "does-not-fit";
}

function matches(model: ModelRecord, words: readonly string[]): boolean {
  const text = fold(
    [
      model.label,
      model.id,
      model.license,
      model.quantization ?? "",
      model.thinking === "on" ? "thinking reasoning" : "",
      ...(model.languages ?? []).map(languageName),
      ...(model.goodFor ?? []).map((use) => MODEL_USE_LABELS[use]),
    ].join("\n"),
  );
  return words.every((word) => text.includes(word));
}

/** Lower case without accents, so that “francais” finds what “Français” does. */
function fold(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const byName = (one: ModelRow, other: ModelRow) => one.model.label.localeCompare(other.model.label, "en");
const bySize = (one: ModelRow, other: ModelRow) => one.model.downloadBytes - other.model.downloadBytes;

/** Sorting is stable, so that like ranks keep the catalogue's order. */
const ORDERS: Readonly<Record<ModelQuery["sort"], (one: ModelRow, other: ModelRow) => number>> = {
  recommended: (one, other) => rank(one) - rank(other),
  size: (one, other) => bySize(one, other) || byName(one, other),
  name: byName,
};

function rank(row: ModelRow): number {
  if (row.isRecommended) return 0;
  if (row.isCustom) return 1;
  if (row.availability?.state === "ready") return 2;
  if (row.availability?.state === "unavailable") return 7;
  return { fits: 3, unknown: 4, tight: 5, "does-not-fit": 6 }[row.fit?.verdict ?? "unknown"];
}
