import type { StructuredOutput } from "../../core/output";

/** `parse` of tasks whose result is plain text; the run never calls it. */
export async function noStructure(): Promise<StructuredOutput> {
  throw new TypeError("a plain text task has no structured result");
}

/** `output` of those tasks. */
export const plainText = (): "text" => "text";
