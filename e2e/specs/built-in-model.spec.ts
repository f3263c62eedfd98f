import { expect, test } from "../fixtures/test";
import { downloadModel, modelEntry } from "../pages/models-page";
import { receiptFact } from "../pages/work-page";

const NAME = "The browser's built-in model";

/** A browser that has the Prompt API and a model to download, as its explainer describes them. */
function becomeChrome(): void {
  let state = "downloadable";
  const size = (input: { content: string }[]) => input.reduce((sum, { content }) => sum + content.length, 0);
  const createSession = (initialPrompts: { content: string }[] = []) => ({
    contextWindow: 1000,
    contextUsage: size(initialPrompts),
    measureContextUsage: async (input: { content: string }[]) => size(input),
    promptStreaming: () =>
      new ReadableStream({
        start(controller) {
          for (const word of ["Hello", " from", " the", " browser"]) controller.enqueue(word);
          controller.close();
        },
      }),
    destroy() {},
  });
  const LanguageModel = {
    availability: async () => state,
    async create(options: {
      initialPrompts?: { content: string }[];
      monitor?: (monitor: EventTarget) => void;
    }) {
      if (state === "downloadable") {
        if (!navigator.userActivation.isActive) throw new DOMException("needs a gesture", "NotAllowedError");
        const progress = new EventTarget();
        options.monitor?.(progress);
        for (const loaded of [0, 1]) {
          progress.dispatchEvent(Object.assign(new Event("downloadprogress"), { loaded, total: 1 }));
        }
        state = "available";
      }
      return createSession(options.initialPrompts);
    },
  };
  const userAgentData = { brands: [{ brand: "Google Chrome", version: "156" }] };
  Object.defineProperty(navigator, "userAgentData", { value: userAgentData });
  Object.defineProperty(globalThis, "LanguageModel", { value: LanguageModel });
}

test("the browser's own model is listed only where there is one, is downloaded by a click, and answers without a request", async ({
  app,
  network,
  page,
  site,
}) => {
  await app.goto("/models");
  await expect(page.getByRole("heading", { level: 3 }).first()).toBeVisible();
  await expect(modelEntry(app, NAME)).toHaveCount(0);

  await page.addInitScript(becomeChrome);
  await page.reload();
  await downloadModel(app, NAME);
  await app.open("Work");
  network.clear();
  await app.run({ task: "Free prompt", route: "On device", text: "Hello?" });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toHaveText("Hello from the browser");
  await expect(receiptFact(app, "Answered by")).toHaveText(`On device, ${NAME}`);
  await expect(receiptFact(app, "Left the device")).toHaveText("Nothing");
  network.expectOnlyOwnFiles(site.origin);
});
