import type { Site } from "../e2e/fixtures/site";
import type { BenchPage } from "./bench-page";

/** What every part of the bench uses. */
export interface BenchContext {
  /** The built app under its production headers. */
  site: Site;
  /** The bench's own page under the same headers. */
  bench: BenchPage;
  hasTransformers: boolean;
}
