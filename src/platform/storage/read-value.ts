import * as v from "valibot";

/** What a schema reads in a value from anywhere, or null. Never throws. */
export function readValue<Output>(schema: v.GenericSchema<unknown, Output>, value: unknown): Output | null {
  try {
    const parsed = v.safeParse(schema, value);
    return parsed.success ? parsed.output : null;
  } catch {
    // A getter or a proxy in a hostile value.
    return null;
  }
}
