import { InferenceError } from "../../core/errors";
import type { TextSpan } from "../../core/output";
import type { PrivacySettings } from "../../core/privacy";
import { type Detector, detectPrivate } from "../../privacy/detect/detect-private";
import { findOverSeam, type SeamSpans } from "../../privacy/detect/find-over-seam";

/** What looks for private text, with the rules of what to do about it. */
export interface PrivacyGuard {
  settings(): PrivacySettings;
  /**
   * What identifies somebody in each of `texts`, by every detector. Answers for texts that were looked at before at
   * once.
   * @throws InferenceError `detector-failed` when any detector failed, `cancelled`.
   */
  find(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly TextSpan[])[]>;
  /**
   * What lies over the seams of texts that one author wrote one after the other, one list a text. Remembered alike.
   * @throws InferenceError `detector-failed`, `cancelled`.
   */
  findOverSeams(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly TextSpan[])[]>;
}

/** What a guard is made of. */
export interface PrivacyGuardOptions {
  settings(): PrivacySettings;
  /** All of them, as the settings are now. */
  detectors(settings: PrivacySettings): readonly Detector[];
}

/** Texts whose answer is remembered: the turns of a long conversation. */
const MOST_KNOWN = 2_000;
/** A detector that has not answered by then has failed; the first text may have to wait for a model to load. */
const TIMEOUT_MS = 30_000;
const TIMEOUT_MS_A_CHARACTER = 0.5;

/** Builds a guard that remembers what it found, as long as the settings stay what they are. */
export function createPrivacyGuard({ settings, detectors }: PrivacyGuardOptions): PrivacyGuard {
  let knownFor: PrivacySettings | null = null;
  let known = new Map<string, readonly TextSpan[]>();
  /** By the text before; the one after it changes while it is typed. No setting plays a part. */
  const seams = new Map<string, { after: string; found: SeamSpans }>();

  async function seamOf(before: string, after: string, signal: AbortSignal): Promise<SeamSpans> {
    const last = seams.get(before);
    const found = last?.after === after ? last.found : await findOverSeam(before, after, signal);
    seams.delete(before);
    seams.set(before, { after, found });
    return found;
  }

  return {
    settings,
    async find(texts, signal) {
      if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
      const current = settings();
      if (current !== knownFor) {
        knownFor = current;
        known = new Map();
      }
      const memory = known;
      const fresh = [...new Set(texts)].filter((text) => text.trim() !== "" && !memory.has(text));
      if (fresh.length > 0) {
        const characters = fresh.reduce((sum, text) => sum + text.length, 0);
        const found = await detectPrivate(fresh, detectors(current), {
          signal,
          timeoutMs: TIMEOUT_MS + characters * TIMEOUT_MS_A_CHARACTER,
        });
        for (const [index, text] of fresh.entries()) memory.set(text, found[index] ?? []);
      }
      const answer = texts.map((text) => memory.get(text) ?? []);
      forgetOldest(memory);
      return answer;
    },
    async findOverSeams(texts, signal) {
      const found: TextSpan[][] = texts.map(() => []);
      try {
        for (let index = 1; index < texts.length; index += 1) {
          const { before, after } = await seamOf(texts[index - 1] ?? "", texts[index] ?? "", signal);
          found[index - 1]?.push(...before);
          found[index]?.push(...after);
        }
      } catch (thrown) {
        if (signal.aborted) throw new InferenceError("cancelled", "cancelled");
        throw new InferenceError("detector-failed", "the seams of messages could not be looked at", {
          cause: thrown,
        });
      }
      forgetOldest(seams);
      return found;
    },
  };
}

function forgetOldest(memory: Map<string, unknown>): void {
  for (const oldest of memory.keys()) {
    if (memory.size <= MOST_KNOWN) break;
    memory.delete(oldest);
  }
}
