import type { RE2JS } from "re2js";

/** Why an expression cannot be used. */
export type OwnPatternProblem =
  /** Nothing was written. */
  | "empty"
  | "too-long"
  /** Look-around or back-references, which no engine can match in bounded time. */
  | "unsupported"
  /** Not a regular expression. */
  | "invalid"
  /** With its repeats written out it has too many steps. */
  | "too-large"
  /** It matches where there is nothing, so it would be found everywhere. */
  | "matches-nothing";

/** In characters. */
export const LONGEST_EXPRESSION = 1000;
/** Steps of the compiled program; the time for a text grows with it. */
const LARGEST_PROGRAM = 2000;

/**
 * Compiles an expression for an engine whose time is linear in the text, fetched at the first call.
 * @throws only when the engine cannot be fetched
 */
export async function compileOwnPattern(
  expression: string,
): Promise<{ compiled: RE2JS } | { problem: OwnPatternProblem; detail?: string }> {
  if (expression.trim() === "") return { problem: "empty" };
  if (expression.length > LONGEST_EXPRESSION) return { problem: "too-long" };
  const engine = await import("re2js");
  try {
    const compiled = engine.RE2JS.compile(engine.RE2JS.translateRegExp(expression.normalize("NFC")));
    if (compiled.programSize() > LARGEST_PROGRAM) return { problem: "too-large" };
    return compiled.testExact("") ? { problem: "matches-nothing" } : { compiled };
  } catch (thrown) {
    if (!(thrown instanceof engine.RE2JSSyntaxException)) throw thrown;
    const detail = thrown.message;
    if (/\(\?<?[=!]|\\[1-9]|\\k</.test(expression)) return { problem: "unsupported", detail };
    return { problem: /repeat count|too large/.test(detail) ? "too-large" : "invalid", detail };
  }
}

/** For the form: what is wrong with an expression, or null. */
export async function checkOwnPattern(
  expression: string,
): Promise<{ problem: OwnPatternProblem; detail?: string } | null> {
  const result = await compileOwnPattern(expression);
  return "problem" in result ? result : null;
}
