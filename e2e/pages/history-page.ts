import { readFile } from "node:fs/promises";
import type { Locator } from "@playwright/test";
import type { AppPage } from "../fixtures/app-page";

/** The entries of History, newest first. */
export function historyEntries({ page }: AppPage): Locator {
  return page.getByRole("list", { name: "Past runs" }).getByRole("listitem");
}

/** The text of the file that Export saves. */
export async function exportedHistory({ page }: AppPage): Promise<string> {
  const saving = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export", exact: true }).click();
  return readFile(await (await saving).path(), "utf8");
}

/** Gives Import a file with that text. */
export async function importFile({ page }: AppPage, text: string): Promise<void> {
  const file = { name: "nearside-history.json", mimeType: "application/json", buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
}
