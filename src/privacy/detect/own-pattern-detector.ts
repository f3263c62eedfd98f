import type { RE2JS } from "re2js";
import type { TextSpan } from "../../core/output";
import type { PrivatePattern } from "../../core/privacy";
import { foldText } from "../text/fold-text";
import { plainView, type TextView } from "../text/text-view";
import { compileOwnPattern } from "./compile-own-pattern";
import type { Detector } from "./detector";

/** For all patterns on all texts. One search is linear, but many of them over one text need not be. */
const LIMIT_MS = 2000;

/** The person's own expressions, on each text as it is and with look-alike characters made one. */
export function ownPatternDetector(patterns: readonly PrivatePattern[]): Detector {
  return {
    id: "own-pattern",
    async find(texts, signal) {
      const compiled = await Promise.all(patterns.map(compile));
      const deadline = performance.now() + LIMIT_MS;
      return texts.map((text) => {
        const plain = plainView(text);
        const folded = foldText(plain);
        return compiled.flatMap(({ engine, label }) =>
          [...new Set([plain, folded])].flatMap((view) => findIn(view, engine, label, signal, deadline)),
        );
      });
    },
  };
}

async function compile({ expression, label }: PrivatePattern): Promise<{ engine: RE2JS; label: string }> {
  const result = await compileOwnPattern(expression);
  if ("problem" in result) throw new Error(`An own pattern is ${result.problem}`);
  return { engine: result.compiled, label };
}

function findIn(
  view: TextView,
  engine: RE2JS,
  label: string,
  signal: AbortSignal,
  deadline: number,
): TextSpan[] {
  const matcher = engine.matcher(view.text);
  const spans: TextSpan[] = [];
  while (matcher.find()) {
    signal.throwIfAborted();
    if (performance.now() > deadline) throw new Error("The own patterns took too long");
    spans.push({ ...view.sourceOf(matcher.start(), matcher.end()), label, score: 1, layer: "own-pattern" });
  }
  return spans;
}
