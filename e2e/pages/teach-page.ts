import type { Locator } from "@playwright/test";
import { expect } from "@playwright/test";
import type { AppPage } from "../fixtures/app-page";

const URGENT = ["server", "outage", "down", "immediately", "broken", "alarm"] as const;
const CALM = ["lunch", "newsletter", "party", "photos", "holiday", "coffee"] as const;

/** Twelve texts of each kind, one a line. */
export const LIKE = linesOf(URGENT);
export const NOT_LIKE = linesOf(CALM);

function linesOf(words: readonly string[]): string {
  return words
    .flatMap((word, place) => {
      const next = words[(place + 1) % words.length];
      return [`The ${word} and the ${next} of today`, `About ${next}, please see the ${word}`];
    })
    .join("\n");
}

/** Makes a specialist of that name and opens it. */
export async function newSpecialist(app: AppPage, name: string): Promise<void> {
  await app.open("Teach");
  await app.page.getByLabel("Name", { exact: true }).fill(name);
  await app.page.getByRole("button", { name: "Create" }).click();
  await expect(app.page.getByRole("heading", { level: 2, name: "Examples" })).toBeVisible();
}

/** Gives both kinds of texts in the two boxes and trains. */
export async function teachByBoxes(app: AppPage): Promise<void> {
  await app.page.getByLabel("Like this", { exact: true }).fill(LIKE);
  await app.page.getByLabel("Not like this", { exact: true }).fill(NOT_LIKE);
  await app.page.getByRole("button", { name: "Add examples" }).click();
  await expect(app.page.getByText("24 examples added.")).toBeVisible();
  await train(app);
}

/** Presses Train and waits for the figures. */
export async function train(app: AppPage): Promise<void> {
  await app.page.getByRole("button", { name: /^Train/ }).click();
  await expect(part(app, "How good it is")).toBeVisible();
}

/** A titled part of the page. */
export function part(app: AppPage, name: string): Locator {
  return app.page.getByRole("region", { name, exact: true });
}
