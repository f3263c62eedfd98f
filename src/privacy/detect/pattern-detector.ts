import type { TextSpan } from "../../core/output";
import { detectPatternsInTurns } from "./detect-patterns";
import type { Detector } from "./detector";

/** The patterns that the app ships. */
export function patternDetector(): Detector {
  return {
    id: "pattern",
    async find(texts, signal) {
      const found: TextSpan[][] = [];
      for (const text of texts) found.push(await detectPatternsInTurns(text, signal));
      return found;
    },
  };
}
