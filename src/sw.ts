/// <reference lib="webworker" />
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

/** Engines and their wasm, kept after their first use. Their names carry a hash, so a kept one is never stale. */
const ENGINE_CACHE = "nearside-engines-v1";
const ENGINE_FILE = /\/assets\/[^/]+\.(?:js|mjs|wasm|json)$/;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();
registerRoute(new NavigationRoute(createHandlerBoundToURL("index.html")));

// The app shell and engine files of this origin, nothing else: no other origin, no stream, no model (models are
// kept and hash-checked by the engines themselves).
registerRoute(
  ({ url, request, sameOrigin }) => sameOrigin && request.method === "GET" && ENGINE_FILE.test(url.pathname),
  async ({ request, event }) => {
    const cache = await caches.open(ENGINE_CACHE);
    const kept = await cache.match(request.url);
    if (kept) return kept;
    const response = await fetch(request);
    if (response.ok && !isPage(response)) event.waitUntil(keep(cache, request.url, response.clone()));
    return response;
  },
);

self.addEventListener("message", (event) => {
  // Only after the person agreed: the page never asks by itself.
  if (event.data?.type === "SKIP_WAITING") void self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  // So that what the very first visit uses is kept too.
  event.waitUntil(self.clients.claim());
  // Not waited for: pages would wait for it too.
  void dropEnginesOfOldVersions();
});

async function keep(cache: Cache, url: string, response: Response): Promise<void> {
  try {
    await cache.put(url, response);
  } catch {
    // Storage is full, or the connection broke: the engine still runs, only not offline.
  }
}

/** Some hosts answer a missing file with the app's page. */
function isPage(response: Response): boolean {
  return response.headers.get("Content-Type")?.includes("text/html") ?? false;
}

/** An old engine file is one the server no longer has; asked only here, at the change of version. */
async function dropEnginesOfOldVersions(): Promise<void> {
  const cache = await caches.open(ENGINE_CACHE);
  for (const request of await cache.keys()) {
    try {
      const response = await fetch(request.url, { method: "HEAD", cache: "no-store" });
      if (response.status === 404 || isPage(response)) await cache.delete(request);
    } catch {
      return;
    }
  }
}
