import { expect, type Locator } from "@playwright/test";
import type { AppPage, RouteLabel } from "../fixtures/app-page";

/** The box for the next message. */
export function messageBox({ page }: AppPage): Locator {
  return page.getByRole("textbox", { name: "Message", exact: true });
}

/** What the person wrote, in the order in which it is shown. */
export function messages({ page }: AppPage): Locator {
  return page.getByRole("article", { name: "You", exact: true });
}

/** The answers that are shown, oldest first. */
export function answers({ page }: AppPage): Locator {
  return page.getByRole("article", { name: /^Answer/ });
}

/** Every turn's words as they are shown, in their order. */
export async function transcript(app: AppPage): Promise<string[]> {
  const turns = app.page.getByRole("list", { name: "Messages" }).getByRole("article");
  return turns.evaluateAll((articles) =>
    articles.map((article) => {
      const output = article.querySelector('[data-testid="output"]') ?? article.firstElementChild;
      return output?.textContent ?? "";
    }),
  );
}

/** Sends a message, on the given side or where the last one went. */
export async function sayTo(
  app: AppPage,
  { route, text }: { route?: RouteLabel; text: string },
): Promise<void> {
  if (route !== undefined) await app.chooseRoute(route);
  await messageBox(app).fill(text);
  await app.page.getByRole("button", { name: "Send", exact: true }).click();
}

/** Waits until the answer at that place (the newest unless told otherwise) has ended like this. */
export async function expectAnswered(
  app: AppPage,
  count: number,
  words: "Done" | "Failed" | "Stopped" | "Not started" = "Done",
): Promise<void> {
  await expect(answers(app)).toHaveCount(count);
  const status = answers(app).last().getByRole("status").first();
  await expect(status).toHaveText(/^(Done|Failed|Stopped|Not started)$/, { timeout: 0 });
  await expect(status).toHaveText(words);
}

/** Presses a button of a turn. */
export async function press(turn: Locator, button: string): Promise<void> {
  await turn.getByRole("button", { name: button, exact: true }).click();
}
