/** The absolute address of a file in the folder the app is served from; in a page or in a worker. */
export function ownFileUrl(path: string): string {
  return new URL(path, new URL(import.meta.env.BASE_URL, location.origin)).href;
}

/**
 * GET of a static file that this app itself was served with (a model, a card). Carries no text, no cookie, no
 * referrer, and follows no redirect, so that it can reach nothing but the app's own origin.
 * @param path relative to the app's folder, such as `models/tone/card.json`.
 * @throws TypeError when there is no network, `AbortError` when `signal` is aborted.
 */
export function fetchOwnFile(
  path: string,
  options: { signal?: AbortSignal; cache?: RequestCache } = {},
): Promise<Response> {
  return fetch(ownFileUrl(path), {
    credentials: "omit",
    referrerPolicy: "no-referrer",
    redirect: "error",
    cache: options.cache ?? "default",
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
}
