import { expect, type Locator, type Page } from "@playwright/test";
import type { AppPage, Side } from "../fixtures/app-page";

/** The figures that every pane shows, in their order. */
export const FIGURES = [
  "TTFT",
  "Total",
  "Tokens per second",
  "Tokens in",
  "Tokens out",
  "Cost",
  "Sent",
] as const;

/** What the receipt says under that term: of an only run, or of both sides of a Compare in their order. */
export function receiptFact(
  app: AppPage,
  term:
    | "Chosen"
    | "Because"
    | "Ruled out"
    | "Answered by"
    | "Left the device"
    | "Measured"
    | "Attempts"
    | "Left aside",
): Locator {
  return app.receipt
    .locator("dt", { hasText: new RegExp(`^${term}$`) })
    .locator("xpath=following-sibling::dd[1]");
}

/** What is on the clipboard until something is copied. */
const NOTHING_COPIED = "nothing copied yet";

/** What the button of that name puts on the clipboard. */
export async function copiedText(page: Page, place: Locator, button = "Copy"): Promise<string> {
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.evaluate((text) => navigator.clipboard.writeText(text), NOTHING_COPIED);
  await place.getByRole("button", { name: button, exact: true }).click();
  // Not by the button's “Copied”, which stands for a moment only.
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).not.toBe(NOTHING_COPIED);
  return copied();
}

/**
 * Presses Run, and Stop as soon as the side's status says `words`: in the page itself, so that the moment is hit.
 * @returns ms from Stop until the run has ended and Run can be pressed again.
 */
export async function runAndStopAt(app: AppPage, side: Side, words: string): Promise<number> {
  return pressInPage(app, side, { run: true, stopAt: words });
}

/** Presses Stop in a run that goes on. @returns ms until it has ended and Run can be pressed again. */
export async function stopNow(app: AppPage, side: Side): Promise<number> {
  return pressInPage(app, side, { run: false, stopAt: null });
}

function pressInPage(
  { page }: AppPage,
  side: Side,
  presses: { run: boolean; stopAt: string | null },
): Promise<number> {
  return page.evaluate(
    async ([label, { run, stopAt }]) => {
      const button = (name: string) =>
        [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
      const status = () =>
        document.querySelector(`section[aria-label="${label}"] [role="status"]`)?.textContent ?? "";
      const until = (what: string, isSo: () => boolean) =>
        new Promise<void>((resolve, reject) => {
          const timer = setTimeout(() => {
            observer.disconnect();
            reject(new Error(`never came: ${what}; the status is “${status()}”`));
          }, 300_000);
          const look = () => {
            if (!isSo()) return;
            observer.disconnect();
            clearTimeout(timer);
            resolve();
          };
          const observer = new MutationObserver(look);
          observer.observe(document.body, { subtree: true, childList: true, characterData: true });
          look();
        });
      if (run) button("Run")?.click();
      if (stopAt !== null) await until(stopAt, () => status() === stopAt);
      const stopMs = performance.now();
      button("Stop")?.click();
      await until("the end", () => status() === "Stopped" && button("Run") !== undefined);
      return performance.now() - stopMs;
    },
    [side, presses] as const,
  );
}

/** A sum or size as it is shown, as a number of dollars or bytes. @throws Error when it is neither. */
export function amountOf(shown: string): number {
  const [, dollars] = /^\$([\d.]+)/.exec(shown) ?? [];
  if (dollars !== undefined) return Number(dollars);
  const [, amount, unit] = /^([\d.,]+) (B|kB|MB)$/.exec(shown) ?? [];
  const bytesOf: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6 };
  const bytes = Number(amount?.replaceAll(",", "")) * (bytesOf[unit ?? ""] ?? Number.NaN);
  if (Number.isNaN(bytes)) throw new Error(`neither a sum nor a size: ${shown}`);
  return bytes;
}

/** A duration as it is shown, in ms. @throws Error when it is none. */
export function durationOf(shown: string): number {
  const [, amount, unit] = /^([\d.]+) (ms|s)$/.exec(shown) ?? [];
  if (amount === undefined) throw new Error(`no duration: ${shown}`);
  return Number(amount) * (unit === "s" ? 1000 : 1);
}
