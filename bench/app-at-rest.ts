import type { AppPage } from "../e2e/fixtures/app-page";
import { MODELS_COPY } from "../src/ui/copy/models";

const LIMIT_MS = 300_000;

/**
 * Waits, on the Models page, until the app has fetched what it keeps for offline use: after a first visit that goes on
 * for a while, and would be measured along otherwise.
 */
export async function waitUntilAtRest(app: AppPage): Promise<void> {
  await app.open("Models");
  const { kept, skipped, failed } = MODELS_COPY.offlineKit;
  const isOver = app.page.getByText(kept).or(app.page.getByText(skipped)).or(app.page.getByText(failed));
  await isOver.waitFor({ timeout: LIMIT_MS });
}
