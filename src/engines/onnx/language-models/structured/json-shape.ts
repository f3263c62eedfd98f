/** What a JSON text must look like: the part of JSON Schema that tasks use. */
export type JsonShape =
  | { kind: "object"; properties: readonly { key: string; shape: JsonShape }[] }
  | { kind: "array"; items: JsonShape; least: number; most: number }
  | { kind: "string" }
  | { kind: "number"; isInteger: boolean }
  /** One of these texts, each whole JSON that is no beginning of another. */
  | { kind: "one-of"; texts: readonly string[] };

/** Keywords that are understood; `title` and `description` restrict nothing. */
const KEYWORDS: ReadonlySet<string> = new Set([
  "type",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
  "enum",
  "title",
  "description",
]);

/**
 * Reads a schema. Every property is written, in the schema's order: that is always allowed where none is forbidden.
 * @returns null where the schema says something that is not understood; then nothing can be promised.
 */
export function readShape(schema: unknown): JsonShape | null {
  if (!isRecord(schema) || Object.keys(schema).some((keyword) => !KEYWORDS.has(keyword))) return null;
  if (schema.enum !== undefined) return readEnum(schema.enum);
  switch (schema.type) {
    case "object":
      return readObject(schema);
    case "array":
      return readArray(schema);
    case "string":
      return { kind: "string" };
    case "number":
    case "integer":
      return { kind: "number", isInteger: schema.type === "integer" };
    case "boolean":
      return { kind: "one-of", texts: ["true", "false"] };
    case "null":
      return { kind: "one-of", texts: ["null"] };
    default:
      return null;
  }
}

function readEnum(values: unknown): JsonShape | null {
  if (!Array.isArray(values) || values.length === 0) return null;
  // Of numbers, one may be the beginning of another.
  const isDelimited = (value: unknown) => value === null || ["string", "boolean"].includes(typeof value);
  if (!values.every(isDelimited)) return null;
  return { kind: "one-of", texts: [...new Set(values.map((value) => JSON.stringify(value)))] };
}

function readObject({ properties, required = [] }: Record<string, unknown>): JsonShape | null {
  if (!isRecord(properties) || !Array.isArray(required)) return null;
  if (required.some((key) => typeof key !== "string" || !Object.hasOwn(properties, key))) return null;
  const read: { key: string; shape: JsonShape }[] = [];
  for (const [key, schema] of Object.entries(properties)) {
    const shape = readShape(schema);
    if (shape === null) return null;
    read.push({ key, shape });
  }
  return { kind: "object", properties: read };
}

function readArray({ items, minItems = 0, maxItems = Number.POSITIVE_INFINITY }: Record<string, unknown>) {
  const shape = readShape(items);
  if (shape === null || typeof minItems !== "number" || typeof maxItems !== "number") return null;
  if (!(minItems >= 0 && minItems <= maxItems && Number.isInteger(minItems))) return null;
  return { kind: "array" as const, items: shape, least: minItems, most: maxItems };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
