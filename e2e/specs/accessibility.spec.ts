import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import type { PageLabel } from "../fixtures/app-page";
import { expect, test } from "../fixtures/test";
import { answers, sayTo } from "../pages/chat-page";

const PAGES: readonly PageLabel[] = ["Chat", "Teach", "Models", "History", "Insights", "Settings"];
const SCREENS = {
  desktop: { width: 1280, height: 900 },
  phone: { width: 360, height: 740 },
};

/** Each violation with the elements it is about, so that a failure tells what to mend. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.passes.length).toBeGreaterThan(10);
  return found.violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${help}\n${html}\n${failureSummary ?? ""}`),
  );
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    test(`has no violation on any page: ${colorScheme}, ${screen}`, async ({ app, page, endpoint }) => {
      test.slow();
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(viewport);
      await app.goto();
      await expect(app.prompt).toBeVisible();
      expect(await violations(page), "Work, empty").toEqual([]);

      await app.useEndpoint(endpoint);
      await app.run({
        task: "Proofread",
        route: "Compare",
        text: "I have recieved teh letter and will answer it tomorrow.",
      });
      await app.expectEnd("On device");
      await app.expectEnd("Cloud");
      expect(await violations(page), "Work, compared").toEqual([]);

      endpoint.next("unauthorized");
      await app.run({ task: "Free prompt", route: "Cloud", text: "Hello." });
      await app.expectEnd("Cloud", "Failed");
      expect(await violations(page), "Work, failed").toEqual([]);

      await app.open("Chat");
      await sayTo(app, { route: "Cloud", text: "Hello." });
      await expect(answers(app)).toContainText("That is all there is to say about it.");
      await answers(app).getByText("Figures and receipt").click();
      expect(await violations(page), "Chat, with an answer").toEqual([]);

      for (const label of PAGES) {
        await app.open(label);
        expect(await violations(page), label).toEqual([]);
      }
      await app.goto("/no-such-page");
      expect(await violations(page), "no such page").toEqual([]);
    });
  }
}

test("every control can be reached by Tab, with focus that shows", async ({ app, page }) => {
  await app.goto();
  await expect(app.prompt).toBeVisible();
  const reached = new Set<string>();
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      if (element === null || element === document.body) return null;
      const parent = element.parentElement ?? element;
      const styles = [element, parent].map((each) => getComputedStyle(each));
      // A box without a frame of its own is framed by the card that it stands in.
      const card = getComputedStyle(parent.parentElement ?? parent);
      return {
        name: element.getAttribute("aria-label") ?? element.textContent ?? "",
        tag: element.tagName,
        shows:
          card.outlineStyle !== "none" ||
          styles.some((style) => style.outlineStyle !== "none" || style.boxShadow !== "none"),
      };
    });
    if (focused === null) break;
    expect(focused.shows, `focus on ${focused.tag} ${focused.name}`).toBe(true);
    reached.add(`${focused.tag} ${focused.name.trim()}`);
  }
  for (const wanted of ["A Settings", "TEXTAREA Prompt"]) expect([...reached]).toContain(wanted);
  expect([...reached].some((name) => /^BUTTON .*Run/.test(name))).toBe(true);
});
