import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { watchNetwork } from "../fixtures/network-watcher";
import { expect, test } from "../fixtures/test";

/** What makes a request from each place that can make one. */
const FILES: Record<string, [type: string, text: string]> = {
  "/": ["text/html", "<!doctype html><title>watched</title>"],
  "/worker.js": [
    "text/javascript",
    `fetch("/from-worker", { method: "POST", body: "secret" });
     new Worker("/nested.js");`,
  ],
  "/nested.js": ["text/javascript", `fetch("/from-nested-worker");`],
  "/sw.js": [
    "text/javascript",
    `self.addEventListener("install", () => self.skipWaiting());
     self.addEventListener("activate", (event) => event.waitUntil(fetch("/from-service-worker")));`,
  ],
};

// The proof that "no network" in the other specs means something.
test("the watcher sees requests of a page, of workers and of a service worker", async ({ context, page }) => {
  const server = createServer((request, response) => {
    const [type, text] = FILES[request.url ?? "/"] ?? ["text/plain", "hello"];
    response.setHeader("Content-Type", type).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const network = watchNetwork(context);

  await page.goto(origin);
  network.clear();
  await page.evaluate(async () => {
    await fetch("/from-page?q=text");
    navigator.sendBeacon("/from-beacon", "text");
    new Worker("/worker.js");
    await navigator.serviceWorker.register("/sw.js");
  });
  const seen = () => network.requests.map(({ url }) => url.replace(origin, ""));
  for (const path of [
    "/from-page?q=text",
    "/from-beacon",
    "/from-worker",
    "/from-nested-worker",
    "/from-service-worker",
  ]) {
    await expect.poll(seen).toContain(path);
  }
  expect(network.requests.find(({ url }) => url.endsWith("/from-worker"))).toMatchObject({
    method: "POST",
    body: "secret",
  });
  expect(network.requests.find(({ url }) => url.endsWith("/from-service-worker"))?.from).toBe(
    "service-worker",
  );
  expect(() => network.expectOnlyOwnFiles(origin)).toThrow(/from-beacon/);

  await expect(
    network.expectNoNetwork(async () => void (await page.evaluate(() => fetch("/once-more").then(() => {})))),
  ).rejects.toThrow(/once-more/);
  await network.expectNoNetwork(async () => {});
  server.closeAllConnections();
  server.close();
});
