import fc from "fast-check";

type Schema = Record<string, unknown>;

/** Whether a value is what a schema of our part of JSON Schema asks for; written apart from the code under test. */
export function fits(value: unknown, schema: Schema): boolean {
  if (Array.isArray(schema.enum)) return schema.enum.includes(value);
  switch (schema.type) {
    case "object": {
      if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
      const properties = schema.properties as Record<string, Schema>;
      const keys = Object.keys(value);
      return (
        keys.length === Object.keys(properties).length &&
        keys.every((key) => {
          const inner = properties[key];
          return inner !== undefined && fits((value as Schema)[key], inner);
        })
      );
    }
    case "array":
      return (
        Array.isArray(value) &&
        value.length >= Number(schema.minItems ?? 0) &&
        value.length <= Number(schema.maxItems ?? Number.POSITIVE_INFINITY) &&
        value.every((item) => fits(item, schema.items as Schema))
      );
    case "string":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && Number.isFinite(value);
    case "integer":
      return Number.isInteger(value);
    case "boolean":
      return typeof value === "boolean";
    default:
      return value === null;
  }
}

/** A value that fits, keys in the schema's order. */
export function valueFor(schema: Schema): fc.Arbitrary<unknown> {
  if (Array.isArray(schema.enum)) return fc.constantFrom(...schema.enum);
  switch (schema.type) {
    case "object": {
      const entries = Object.entries(schema.properties as Record<string, Schema>);
      return fc
        .tuple(...entries.map(([, inner]) => valueFor(inner)))
        .map((values) => Object.fromEntries(entries.map(([key], index) => [key, values[index]])));
    }
    case "array": {
      const least = Number(schema.minItems ?? 0);
      const most = Number(schema.maxItems ?? least + 4);
      return fc.array(valueFor(schema.items as Schema), { minLength: least, maxLength: most });
    }
    case "string":
      return fc.string({ unit: "grapheme", maxLength: 12 });
    case "number":
      return fc
        .tuple(fc.integer({ min: -99999, max: 99999 }), fc.constantFrom(1, 10, 1000))
        .map(([a, b]) => a / b);
    case "integer":
      return fc.integer();
    case "boolean":
      return fc.boolean();
    default:
      return fc.constant(null);
  }
}

// `__proto__` cannot be a key of an object literal, and numbers would not keep their order.
const key = fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }).map((text) => `k${text}`);

const { any } = fc.letrec<{ any: Schema; object: Schema; array: Schema; leaf: Schema }>((tie) => ({
  leaf: fc.oneof(
    fc.constantFrom(
      { type: "string" },
      { type: "number" },
      { type: "integer" },
      { type: "boolean" },
      { type: "null" },
    ),
    fc
      .uniqueArray(fc.oneof(fc.string({ maxLength: 8 }), fc.boolean(), fc.constant(null)), {
        minLength: 1,
        maxLength: 5,
      })
      .map((values) => ({ enum: values })),
  ),
  object: fc.dictionary(key, tie("any"), { maxKeys: 4, noNullPrototype: true }).map((properties) => ({
    type: "object",
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  })),
  array: fc
    .tuple(tie("any"), fc.nat({ max: 2 }), fc.option(fc.nat({ max: 3 }), { nil: null }))
    .map(([items, minItems, more]) => ({
      type: "array",
      items,
      minItems,
      ...(more === null ? {} : { maxItems: minItems + more }),
    })),
  any: fc.oneof({ depthSize: "small", withCrossShrink: true }, tie("leaf"), tie("object"), tie("array")),
}));

/** Any schema of our part. */
export const anySchema: fc.Arbitrary<Schema> = any;
