import { detectPatterns } from "./detect-patterns";
import type { Detector } from "./detector";

/** The patterns that the app ships. */
export function patternDetector(): Detector {
  return { id: "pattern", find: async (texts) => texts.map(detectPatterns) };
}
