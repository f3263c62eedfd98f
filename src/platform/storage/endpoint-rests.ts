import * as v from "valibot";
import type { TextStorage } from "./settings-store";

/** Endpoints that failed lately, and how long each is left aside. Shared by all tabs. */
export interface EndpointRests {
  /** 0 where it need not rest. */
  secondsLeft(baseUrl: string): number;
  /** It failed in a way that may pass; `retryAfterMs` is what it asked for itself. */
  failed(baseUrl: string, retryAfterMs?: number): void;
  answered(baseUrl: string): void;
}

/** Where the rests lie in `localStorage`. */
export const ENDPOINT_RESTS_KEY = "nearside.endpoint-rests";
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 10 * 60_000;
/** Failures further apart than this are not in a row. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;

const restsSchema = v.record(
  v.string(),
  v.object({
    failures: v.pipe(v.number(), v.integer(), v.minValue(1)),
    failedAt: v.number(),
    untilMs: v.number(),
  }),
);
type Rests = v.InferOutput<typeof restsSchema>;

/**
 * Opens the rests: 10 s after the first failure, doubled with each one in a row up to 10 min, and never shorter than the
 * endpoint asked for, within the same limit. Wall clock, so that tabs agree; a clock that was set back ends a rest.
 * Never throws.
 */
export function openEndpointRests(dateMs: () => number, storage: TextStorage = localStorage): EndpointRests {
  let inMemory: Rests = {};
  const read = (): Rests => {
    try {
      const stored = v.safeParse(restsSchema, JSON.parse(storage.getItem(ENDPOINT_RESTS_KEY) ?? "{}"));
      return stored.success ? stored.output : {};
    } catch {
      return inMemory;
    }
  };
  const write = (rests: Rests) => {
    inMemory = rests;
    try {
      storage.setItem(ENDPOINT_RESTS_KEY, JSON.stringify(rests));
    } catch {
      // Without storage the rests hold in this tab alone.
    }
  };
  return {
    secondsLeft(baseUrl) {
      const rest = read()[placeOf(baseUrl)];
      const now = dateMs();
      if (rest === undefined || now < rest.failedAt) return 0;
      return Math.max(0, Math.ceil((rest.untilMs - now) / 1000));
    },
    failed(baseUrl, retryAfterMs = 0) {
      const now = dateMs();
      const known = Object.entries(read()).filter(
        ([, { failedAt }]) => Math.abs(now - failedAt) < FORGOTTEN_AFTER_MS,
      );
      const rests = Object.fromEntries(known);
      const failures = (rests[placeOf(baseUrl)]?.failures ?? 0) + 1;
      const restMs = Math.min(LONGEST_REST_MS, Math.max(FIRST_REST_MS * 2 ** (failures - 1), retryAfterMs));
      write({ ...rests, [placeOf(baseUrl)]: { failures, failedAt: now, untilMs: now + restMs } });
    },
    answered(baseUrl) {
      const { [placeOf(baseUrl)]: rest, ...others } = read();
      if (rest !== undefined) write(others);
    },
  };
}

/** The address without what may be secret in it. */
function placeOf(baseUrl: string): string {
  if (!URL.canParse(baseUrl)) return baseUrl;
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname}`;
}
